"""Read ``.vcf`` files into plain dictionaries; no ORM, and nothing is ever fetched.

What a value means is asked of vobject, property by property: its own reader of files
gives up a whole card for one wrong line (see `vcard_text`).

``read_cards`` takes bytes and returns one dictionary per card::

    {"line": 1, "company": "Młyn sp. z o.o.", "person": "Ewa Nowak",
     "function": "kierownik", "phones": [["+48 600 100 200", "cell"]],
     "emails": ["ewa@mlyn.example.com"], "url": "https://mlyn.example.com",
     "address": {"street": …, "street2": …, "zip": …, "city": …, "region": …,
     "country": …}, "nip": "5260001246", "note": "…", "categories": [],
     "extras": [["birthday", "1980-01-31"], ["social", "@ewa", ["Mastodon"]]],
     "words": {"+48 600 100 200": ["Recepcja"]}, "ours": False,
     "photo": b"…", "logo": None, "warnings": [["cut", "NOTE"]], "error": None}

Nothing of a card is left out: what has no field is among the extras, with the words
that it is labelled by. Warnings and errors are codes with a detail; who shows them
words them.
"""

import re

from stdnum.pl import nip as polish_nip
from vobject.icalendar import stringToTextValues

from .vcard_names import NIP_NAMES
from .vcard_property import parse
from .vcard_rest import joined, one_line, same_words
from .vcard_text import split_cards, unfold
from .vcard_who import MAX_LINE, CardWho

MAX_PHONE = 64
MAX_NIP = 32
# The mark of our own files: they hold what the fields hold, and nothing is guessed.
PRODID = "-//enova365//crm_enova//EN"
NIP_IN_NOTE = re.compile(r"\bNIP\b[ .:]{0,3}((?:PL)?[ -]?\d[\d -]{8,14}\d)", re.I)
PARTS = {"FN", "N", "ORG", "TITLE", "KIND", "X-ABSHOWAS", "PRODID"}
# What has no place for a label; the label is told by itself then.
UNLABELLED = {*PARTS, *NIP_NAMES, "NOTE", "CATEGORIES", "PHOTO", "LOGO"}
UNLABELLED |= {"X-ABLABEL", "X-ABADR", "VERSION"}
EXTENSION = re.compile(r"(?i)^(.*?\d.*?);\s*ext=([^;]+)(.*)$")


def read_cards(content):
    """Return the cards of a file, the broken ones with an ``error``.

    :param bytes content: a ``.vcf`` file of any version
    :return: list of dict, see the module's text
    """
    return [_CardReader(raw).read_card() for raw in split_cards(content)]


class _CardReader(CardWho):
    """Fills one dictionary from one card."""

    def __init__(self, raw):
        super().__init__()
        self.raw = raw
        self.parts = {name: [] for name in PARTS}
        self.phones, self.emails = [], []
        self.card = {
            "line": raw.line,
            "company": "",
            "person": "",
            "function": "",
            "phones": [],
            "emails": [],
            "url": "",
            "address": {},
            "nip": "",
            "note": "",
            "categories": [],
            "extras": self.extras,
            "words": {},
            "ours": False,
            "photo": None,
            "logo": None,
            "warnings": self.warnings,
            "error": None,
        }

    def read_card(self):
        """Return the dictionary of the card.

        :return: dict, with the code of an ``error`` where it cannot be used
        """
        if not self.raw.closed:
            self.card["error"] = "unclosed"
            return self.card
        properties = self.properties(self.raw.lines)
        marks = [prop.raw.strip() for prop in properties if prop.name == "PRODID"]
        self.card["ours"] = PRODID.encode() in marks
        for prop in properties:
            self._take(prop)
        self._country_of_address(properties)
        for lines in self.raw.agents:
            self.card_in_card("agent", self.properties(lines))
        self.read_names()
        self._order()
        self.name_by_number()
        return self.card

    def properties(self, lines):
        """Return the properties of lines, with the labels that their groups have.

        :param list lines: of bytes
        :return: list of :class:`Property`
        """
        found = []
        for line in unfold(lines):
            prop = parse(line)
            if prop:
                found.append(prop)
            else:
                self.senseless(line)
        groups = {prop.group for prop in found if prop.name not in UNLABELLED}
        labels = {}
        for prop in found:
            if prop.name == "X-ABLABEL" and prop.group and prop.group in groups:
                labels.setdefault(prop.group, []).append(one_line(self.value(prop)))
        for prop in found:
            prop.labels = labels.get(prop.group, [])
        return [p for p in found if p.name != "X-ABLABEL" or not p.labels]

    def _take(self, prop):
        """Read one property; an unreadable one costs itself, not the card."""
        name = prop.name
        readers = {
            "PHOTO": self._image,
            "LOGO": self._image,
            "TEL": self._phone,
            "EMAIL": self._email,
            "ADR": self._address,
            "URL": self._url,
            "NOTE": self._note,
            "CATEGORIES": self._categories,
        }
        if name in PARTS:
            value = self.fields(prop) if name in ("N", "ORG") else self.value(prop)
            self.parts[name].append(value)
        elif name in readers:
            readers[name](prop)
        elif name in NIP_NAMES:
            self._nip(prop)
        elif name not in ("VERSION", "X-ABADR"):
            self.rest(prop)
        self.parameters(prop)

    def _labelled(self, prop, text):
        """Keep the words that a value is labelled by."""
        words = prop.label_words()
        if words:
            known = self.card["words"].setdefault(text, [])
            known += [word for word in words if word not in known]

    def _note(self, prop):
        note = self.value(prop).strip()
        self.card["note"] = "\n".join(filter(None, [self.card["note"], note]))

    def _categories(self, prop):
        texts = map(one_line, stringToTextValues(prop.text(self.warnings)))
        self.card["categories"] += filter(None, texts)

    def _nip(self, prop):
        text = one_line(self.value(prop))
        if self.card["nip"] or len(text) > MAX_NIP:
            self.extra("nip", text)
        else:
            self.card["nip"] = text

    def _phone(self, prop):
        text = one_line(self.value(prop))
        if self.card["ours"]:
            self.phones.append((False, text, "voice"))
            return
        words = prop.label_words()
        # an address of the kind tel: has parameters, a number does not
        number = re.sub(r"(?i)^tel:\s*", "", text)
        found = EXTENSION.match(number)
        if found:
            number, extension, further = found.groups()
            self.extra("extension", f"{extension} ({number})", words)
            self.extra("other_phone", text if further.strip("; ") else "", words)
        elif text != number and ";" in number:
            self.extra("other_phone", text, words)
            number = number.partition(";")[0]
        if len(number) > MAX_PHONE:
            self.extra("other_phone", number, words)
        number = number[:MAX_PHONE].strip()
        if number:
            self.phones.append((not prop.preferred, number, _kind_of_number(prop)))
            self._labelled(prop, number)

    def _email(self, prop):
        text = one_line(self.value(prop))
        # a field of ours holds what it holds
        address = text if self.card["ours"] else re.sub(r"(?i)^mailto:\s*", "", text)
        if address != text and "?" in address:
            self.extra("other_email", address, prop.label_words())
            address = address.partition("?")[0]
        if "@" in address or (address and self.card["ours"]):
            address = self.single(address, "other_email")
            self.emails.append((not prop.preferred, address))
            self._labelled(prop, address)
        elif address:
            self.warn("email", address[:60])
            self.extra("other_email", address, prop.label_words())

    def _address(self, prop):
        parts = [*map(joined, self.fields(prop)), *[""] * 7]
        box, extended, street, city, region, code, country, *further = parts
        found = {
            "street": ", ".join(filter(None, (street, box))),
            "street2": extended,
            "zip": code,
            "city": city,
            "region": region,
            "country": country,
        }
        words = prop.label_words()
        whole = one_line(", ".join(filter(None, found.values())))
        # RFC 9554 says the parts of a street again, one by one
        further = [
            text for text in filter(None, further) if not same_words(text, whole)
        ]
        if self.card["address"] or not whole:
            self.extra(
                "other_address", ", ".join(filter(None, [whole, *further])), words
            )
        else:
            self.card["address"] = {
                key: self.single(text, "other_address") for key, text in found.items()
            }
            self._labelled(prop, "address")
            self.extra("other_address", ", ".join(further), words)

    def _country_of_address(self, properties):
        """Take the country that Apple adds as a code where the address names none."""
        for prop in properties:
            code = one_line(self.value(prop)) if prop.name == "X-ABADR" else ""
            address = self.card["address"]
            if not re.fullmatch("[A-Za-z]{2}", code):
                self.extra("country", code)
            elif address and not address["country"]:
                address["country"] = code

    def _url(self, prop):
        text = one_line(self.value(prop))
        scheme = re.match(r"([a-zA-Z][\w+.-]*):(?!\d)", text)
        safe = not scheme or scheme[1].lower() in ("http", "https")
        if text and safe and not self.card["url"] and len(text) <= MAX_LINE:
            self.card["url"] = text
            self._labelled(prop, text)
        else:
            self.extra("other_url", text, prop.label_words())

    def _image(self, prop):
        """Take the bytes of an image that is in the card; never fetch one."""
        key = prop.name.lower()
        if not self.is_binary(prop):
            self.warn("photo_uri", key)
            self.extra(key, one_line(self.value(prop)))
        elif self.card[key]:
            self.warn("photo_more", key)
        else:
            self.card[key] = self.binary(prop)

    def _order(self):
        """Put preferred numbers and addresses first, and look for a NIP in the note."""
        card = self.card
        phones = sorted(self.phones, key=lambda item: item[0])
        card["phones"] = [list(pair) for pair in dict.fromkeys(p[1:] for p in phones)]
        emails = sorted(self.emails, key=lambda item: item[0])
        card["emails"] = list(dict.fromkeys(email for _other, email in emails))
        card["categories"] = list(dict.fromkeys(card["categories"]))
        address = ", ".join(card["address"].values())
        # the older versions say the address once more as it is printed
        self.extras[:] = [
            item
            for item in self.extras
            if item[0] != "address_label" or not same_words(item[1], address)
        ]
        found = NIP_IN_NOTE.search(card["note"])
        guessed = found and not (card["nip"] or card["ours"])
        if guessed and polish_nip.is_valid(found[1]):
            card["nip"] = polish_nip.compact(found[1])


def _kind_of_number(prop):
    """Return whether a number is a mobile, a fax, of a machine, or for talking."""
    words = prop.words | {word.upper() for word in prop.apple_labels()}
    if any("FAX" in word for word in words):
        return "fax"
    if words & {"PAGER", "MODEM", "BBS", "ISDN", "TELEX"}:
        return "other"
    return "cell" if words & {"CELL", "MOBILE", "IPHONE"} else "voice"
