"""Read ``.vcf`` files into plain dictionaries; no ORM, and nothing is ever fetched.

What a value means is asked of vobject, property by property: its own reader of files
gives up a whole card for one wrong line (see `vcard_text`).

``read_cards`` takes bytes and returns one dictionary per card::

    {"line": 1, "company": "Młyn sp. z o.o.", "person": "Ewa Nowak",
     "function": "kierownik", "phones": [["+48 600 100 200", "cell"]],
     "emails": ["ewa@mlyn.example.com"], "url": "https://mlyn.example.com",
     "address": {"street": …, "street2": …, "zip": …, "city": …, "region": …,
     "country": …}, "nip": "5260001246", "note": "…", "categories": [],
     "extras": [["birthday", "1980-01-31"]], "photo": b"…", "logo": None,
     "warnings": [["cut", "NOTE"]], "error": None}

Warnings and errors are codes with a detail; who shows them words them.
"""

import binascii
import re

import vobject
from stdnum.pl import nip as polish_nip
from vobject.base import ContentLine
from vobject.icalendar import stringToTextValues

from .vcard_text import parse, split_cards, unfold

MAX_LINE = 256
MAX_VALUES = 50
MAX_PHOTO = 5 * 1024 * 1024
NIP_NAMES = {"X-NIP", "NIP", "X-VAT", "X-VATIN", "X-VAT-NUMBER", "X-TAX-ID", "X-TAXID"}
EXTRAS = {
    "BDAY": "birthday",
    "NICKNAME": "nickname",
    "ROLE": "role",
    "IMPP": "messenger",
    "X-SKYPE": "messenger",
    "X-SKYPE-USERNAME": "messenger",
}
STRUCTURED = {"N", "ADR", "ORG"}
NIP_IN_NOTE = re.compile(r"\bNIP\b[ .:]{0,3}((?:PL)?[ -]?\d[\d -]{8,14}\d)", re.I)
UNESCAPED_COMMA = re.compile(r"(\\.)|,", re.DOTALL)
DATA_URI = re.compile(rb"data:[^,]{0,200};base64,", re.I)


def read_cards(content):
    """Return the cards of a file, the broken ones with an ``error``.

    :param bytes content: a ``.vcf`` file of any version
    :return: list of dict, see the module's text
    """
    return [_CardReader(raw).read_card() for raw in split_cards(content)]


class _CardReader:
    """Fills one dictionary from one card."""

    def __init__(self, raw):
        self.raw = raw
        self.warnings = []
        self.component = vobject.vCard()
        self.parts = {"FN": [], "N": [], "ORG": [], "TITLE": [], "KIND": []}
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
            "extras": [],
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
        if self.raw.agent:
            self._warn("agent")
        for line in unfold(self.raw.lines):
            prop = parse(line)
            if prop:
                self._take(prop)
            else:
                self._warn("line", line[:60].decode("utf-8", "replace"))
        self._name()
        self._order()
        if not (self.card["company"] or self.card["person"]):
            self.card["error"] = "nameless"
        return self.card

    def _warn(self, code, detail=""):
        if len(self.warnings) < MAX_VALUES and [code, detail] not in self.warnings:
            self.warnings.append([code, detail])

    def _take(self, prop):
        """Read one property; an unreadable one costs itself, not the card."""
        name = prop.name
        if name in ("PHOTO", "LOGO"):
            self._image(prop)
        elif name in self.parts or name == "X-ABSHOWAS":
            self.parts["KIND" if name == "X-ABSHOWAS" else name].append(
                self._value(prop)
            )
        elif name == "TEL":
            self._phone(prop)
        elif name == "EMAIL":
            self._email(prop)
        elif name == "ADR":
            self._address(prop)
        elif name == "URL":
            self._url(prop)
        elif name == "NOTE":
            note = self._value(prop).strip()
            self.card["note"] = "\n".join(filter(None, [self.card["note"], note]))
        elif name == "CATEGORIES":
            texts = stringToTextValues(prop.text(self.warnings))
            self.card["categories"] += [_line(text) for text in texts if text.strip()]
        elif name in NIP_NAMES:
            self.card["nip"] = self.card["nip"] or self._value(prop)[:32].strip()
        elif name in EXTRAS:
            self._extra(EXTRAS[name], self._value(prop))

    def _value(self, prop):
        """Let vobject read a value: text, or the object it makes of a structured one.

        It takes a comma for the end of a text unless it is escaped, which 2.1 does not
        do and others forget.
        """
        text = prop.text(self.warnings)
        if prop.name not in STRUCTURED:
            if "\\" not in text:
                return text  # nothing is escaped
            text = UNESCAPED_COMMA.sub(lambda m: m[1] or "\\,", text)
        line = ContentLine(prop.name, [], text, encoded=True)
        line = self.component.add(line).transformToNative()
        return line.value

    def _single(self, text):
        """Return a text as one line that fits a field."""
        line = _line(text)
        if len(line) > MAX_LINE:
            self._warn("cut", line[:30])
        return line[:MAX_LINE].strip()

    def _extra(self, label, text):
        text = self._single(text)
        if text and len(self.card["extras"]) < MAX_VALUES:
            self.card["extras"].append([label, text])

    def _phone(self, prop):
        text = re.sub(r"(?i)^tel:|;ext=.*$", "", self._value(prop).strip())
        words = prop.words
        kind = "cell" if "CELL" in words else "fax" if "FAX" in words else "voice"
        if text:
            self.phones.append((_rank(prop), self._single(text)[:64], kind))

    def _email(self, prop):
        text = self._single(re.sub(r"(?i)^mailto:", "", self._value(prop).strip()))
        if text and "@" in text:
            self.emails.append((_rank(prop), text))
        elif text:
            self._warn("email", text)
            self._extra("other_email", text)

    def _address(self, prop):
        address = self._value(prop)
        street = ", ".join(filter(None, map(_joined, (address.street, address.box))))
        found = {
            "street": street,
            "street2": _joined(address.extended),
            "zip": _joined(address.code),
            "city": _joined(address.city),
            "region": _joined(address.region),
            "country": _joined(address.country),
        }
        found = {key: self._single(text) for key, text in found.items()}
        if not any(found.values()):
            return
        if self.card["address"]:
            text = ", ".join(filter(None, found.values()))
            self._extra("other_address", text)
        else:
            self.card["address"] = found

    def _url(self, prop):
        text = self._single(self._value(prop))
        scheme = re.match(r"([a-zA-Z][\w+.-]*):(?!\d)", text)
        safe = not scheme or scheme[1].lower() in ("http", "https")
        if text and safe and not self.card["url"]:
            self.card["url"] = text
        else:
            self._extra("other_url", text)

    def _image(self, prop):
        """Take the bytes of an image that is in the card; never fetch one."""
        key, raw = prop.name.lower(), prop.raw
        inline = DATA_URI.match(raw)
        if inline:
            raw = raw[inline.end() :]
        elif not prop.words & {"BASE64", "B"}:
            self._warn("photo_uri", key)
            return
        if self.card[key]:
            return
        if len(raw) > MAX_PHOTO * 4 // 3:
            self._warn("photo_size", key)
            return
        try:
            # vobject decodes base64 likewise, but of all lines at once or of none
            self.card[key] = binascii.a2b_base64(raw) or None
        except binascii.Error:
            self._warn("photo_broken", key)

    def _name(self):
        """Find out who the card is of: a company, a person there, or a person alone."""
        parts, card = self.parts, self.card
        org = parts["ORG"][0] if parts["ORG"] else []
        company, *units = [*(self._single(_joined(unit)) for unit in org), ""][:4]
        full = self._single(parts["FN"][0]) if parts["FN"] else ""
        person = self._person(parts["N"])
        kinds = {kind.strip().lower() for kind in parts["KIND"]}
        if kinds & {"org", "company"}:
            company, person, full = company or full or person, "", ""
        same = company.casefold()
        if full and full.casefold() != same:
            person = full
        card["company"] = company
        card["person"] = person if person.casefold() != same else ""
        card["function"] = self._single(", ".join(parts["TITLE"]))
        self._extra("department", ", ".join(filter(None, units)))

    def _person(self, names):
        """Return a structured name as it is written: title, given name, family."""
        if not names:
            return ""
        name = names[0]
        order = (name.prefix, name.given, name.additional, name.family, name.suffix)
        return self._single(" ".join(_joined(part, " ") for part in order))

    def _order(self):
        """Put preferred numbers and addresses first, and look for a NIP in the note."""
        card = self.card
        if len(self.phones) > MAX_VALUES or len(self.emails) > MAX_VALUES:
            self._warn("many")
        phones = sorted(self.phones[:MAX_VALUES], key=lambda item: item[0])
        card["phones"] = [list(pair) for pair in dict.fromkeys(p[1:] for p in phones)]
        emails = sorted(self.emails[:MAX_VALUES], key=lambda item: item[0])
        card["emails"] = list(dict.fromkeys(email for _rank, email in emails))
        del card["categories"][MAX_VALUES:]
        found = NIP_IN_NOTE.search(card["note"])
        if found and not card["nip"] and polish_nip.is_valid(found[1]):
            card["nip"] = polish_nip.compact(found[1])


def _rank(prop):
    """Return 0 for what the card prefers, as 2.1, 3.0 or 4.0 says it, else 1."""
    preferred = "PREF" in prop.words or prop.parameter("PREF") == "1"
    return 0 if preferred else 1


def _joined(part, glue=", "):
    """Return a part that vobject has split at commas as the text that it was."""
    if isinstance(part, str):
        return part.strip()
    return glue.join(filter(None, (text.strip() for text in part)))


def _line(text):
    return " ".join(text.split())
