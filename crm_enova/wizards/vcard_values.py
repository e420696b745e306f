"""What a business card that has been read becomes as values of partners."""

import base64
import re
from collections import defaultdict

from ..models.contractor.notes_text import note_lines, notes_of
from ..models.contractor.res_partner_search import vat_key
from ..models.contractor.vcard_names import OF_THE_FILE, PLAIN_WORDS
from ..models.contractor.vcard_rest import one_line

ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")
# Nobody is told, nothing is logged and nobody subscribed: thousands at once.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
}
HELD = ("name", "phone", "email", "website", "vat", "function", "category_id", *ADDRESS)


class CardValues:
    """Maps cards to values; names of countries, states and tags are looked up once.

    :param env: environment of the user who imports
    :param labels: dict of the words for what has no field (``{"fax": "Fax"}``)
    :param words: dict of the words that values are labelled by (``{"home": …}``)
    """

    def __init__(self, env, labels, words):
        self.labels, self.words = labels, words
        self.countries = self._by_names(env["res.country"], ("name", "code"))
        self.states, anywhere = defaultdict(dict), defaultdict(set)
        for state in env["res.country.state"].search_fetch([], ["name", "country_id"]):
            self.states[state.country_id.id][state.name.casefold()] = state.id
            anywhere[state.name.casefold()].add(state.id)
        # without a country a region counts that there is but once
        self.states[None] = {
            name: next(iter(ids)) for name, ids in anywhere.items() if len(ids) == 1
        }
        self.tags = self._by_names(env["res.partner.category"], ("name",))

    @staticmethod
    def _by_names(model, fields):
        """Return ids by every writing of a name: English, Polish, the user's."""
        found = {}
        installed = {code for code, _name in model.env["res.lang"].get_installed()}
        # English is there even where it is not switched on: the source
        for code in (None, *sorted({"pl_PL", model.env.lang} & installed)):
            for record in model.with_context(lang=code).search_fetch([], fields):
                for field in fields:
                    found.setdefault((record[field] or "").casefold(), record.id)
        found.pop("", None)
        return found

    def of_card(self, card, photo):
        """Return the values of a new card, and of its person where it has both.

        :param dict card: as :mod:`vcard_reader` makes it
        :param photo: encoded in base64, or a false value
        :return: pair of dicts; the second one is empty for a person without a company
        """
        top, person = self.top(card, photo), self.person(card, photo)
        lines = self.lines(card, top, person)
        if card["note"] or lines:
            known = set(map(one_line, card["note"].splitlines()))
            further = [line for line in lines if line not in known]
            notes = notes_of(filter(None, [card["note"], *further]))
            (person if person and card["ours"] else top)["comment"] = notes
        return top, person

    def top(self, card, photo):
        """Return the values of a company, or of a person without one, but the notes.

        A file of ours has a card of its own for the company.

        :param dict card: as :mod:`vcard_reader` makes it
        :param photo: encoded in base64, or a false value
        :return: dict for ``create``, without what is empty
        """
        has_person = bool(card["company"] and card["person"])
        values = {
            "name": card["company"] or card["person"],
            "is_company": bool(card["company"]),
            "contractor_status": "card",
            "vat": card["nip"],
            **self._address(card),
        }
        if not has_person:
            values["function"] = card["function"]
            values["image_1920"] = photo
        if not (has_person and card["ours"]):
            values |= {
                "phone": self._phones(card)["company" if card["company"] else "person"],
                **self._shared(card),
            }
        return {name: value for name, value in values.items() if value}

    def person(self, card, photo):
        """Return the values of the person at a company, but the notes.

        :param dict card: as :mod:`vcard_reader` makes it
        :param photo: encoded in base64, or a false value
        :return: dict for ``create``, without what is empty
        """
        if not (card["company"] and card["person"]):
            return {}
        values = {
            "name": card["person"],
            "function": card["function"],
            "phone": self._phones(card)["person"],
            "email": next(iter(card["emails"]), False),
            "image_1920": photo,
        }
        if card["ours"]:
            values |= self._shared(card)
        return {name: value for name, value in values.items() if value}

    def _shared(self, card):
        return {
            "email": next(iter(card["emails"]), False),
            "website": card["url"],
            "category_id": self._tags(card),
        }

    @staticmethod
    def inherited(top):
        """Return what a person has from their new company, which core would copy.

        :param dict top: values of the company
        :return: dict
        """
        return {name: top[name] for name in (*ADDRESS, "vat") if name in top}

    @staticmethod
    def _phones(card):
        """Choose a number for the company and one for the person; a fax is neither."""
        cells = [number for number, kind in card["phones"] if kind == "cell"]
        voices = [number for number, kind in card["phones"] if kind == "voice"]
        if card["company"]:
            company, person = (*voices, *cells), (*cells, *voices)
        else:
            phones = card["phones"]
            company = person = [n for n, kind in phones if kind in ("cell", "voice")]
        return {
            "company": next(iter(company), False),
            "person": next(iter(person), False),
        }

    def _address(self, card):
        """Return the values of the address, as far as its places are known."""
        address = card["address"]
        country_id = self.countries.get(address.get("country", "").casefold())
        return {
            **{key: address.get(key) for key in ("street", "street2", "zip", "city")},
            "country_id": country_id,
            "state_id": self.states[country_id].get(
                address.get("region", "").casefold()
            ),
        }

    def _tags(self, card):
        """Return the ids of the card's tags that exist."""
        ids = [self.tags.get(name.casefold()) for name in card["categories"]]
        return list(dict.fromkeys(filter(None, ids)))

    def lines(self, card, *holders):
        """Return a line of the notes for each value that no field of these holds.

        :param dict card: as :mod:`vcard_reader` makes it
        :param holders: values of partners by name of the field
        :return: list of str, ``Fax (praca): 81 100 20 30``
        """
        held = {name: [h[name] for h in holders if h.get(name)] for name in HELD}
        rest = [
            *self._rest_of_names(card, held),
            *self._rest_of_numbers(card, held),
            *self._rest_of_address(card, held),
            *card["extras"],
        ]
        return list(dict.fromkeys(self._line(*item) for item in rest))

    def line_of_file(self, line):
        """Tell whether a line is about the file, and not about whom the card is of.

        :param str line: of :meth:`lines`
        :return: bool
        """
        return any(
            line.startswith(f"{self.labels.get(code, code)}: ") for code in OF_THE_FILE
        )

    def _line(self, code, text, words=()):
        spoken = [self.words.get(word.casefold(), word) for word in words]
        label = self.labels.get(code, code)
        if spoken:
            label = f"{label} ({', '.join(spoken)})"
        return one_line(f"{label}: {text}")

    @staticmethod
    def _rest_of_names(card, held):
        names = [name.casefold() for name in held["name"]]
        functions = [text.casefold() for text in held["function"]]
        known_by = {"company": names, "person": names, "function": functions}
        for code, known in known_by.items():
            if card[code] and card[code].casefold() not in known:
                yield [code, card[code]]
        if card["nip"] and vat_key(card["nip"]) not in map(vat_key, held["vat"]):
            yield ["nip", card["nip"]]

    def _rest_of_numbers(self, card, held):
        """Yield numbers, e-mails and links without a field, or with a label."""
        phones = [[n, kind if kind == "fax" else "phone"] for n, kind in card["phones"]]
        emails = [[email, "email"] for email in card["emails"]]
        links = [[card["url"], "url"]] if card["url"] else []
        known = {
            *(digits(number) for number in held["phone"]),
            *(email.casefold() for email in held["email"]),
            *map(link_key, held["website"]),
        }
        for text, code in (*phones, *emails, *links):
            keys = {"email": str.casefold, "url": link_key}
            words = card["words"].get(text, [])
            if keys.get(code, digits)(text) in known:
                # the field says what it is, but not what somebody calls it
                if {word.upper() for word in words} <= PLAIN_WORDS:
                    continue
            elif code != "fax":
                code = f"other_{code}"
            yield [code, text, words]

    def _rest_of_address(self, card, held):
        """Yield the address that nobody has, places that are unknown, and tags."""
        address, found = card["address"], self._address(card)
        parts = {name: value for name, value in found.items() if value}
        words = card["words"].get("address", [])
        custom = not {word.upper() for word in words} <= PLAIN_WORDS
        if any(parts[name] not in held[name] for name in parts) or custom:
            yield ["other_address", ", ".join(filter(None, address.values())), words]
        else:
            if address.get("region") and not found["state_id"]:
                yield ["region", address["region"]]
            if address.get("country") and not found["country_id"]:
                yield ["country", address["country"]]
        tags = {id_ for ids in held["category_id"] for id_ in ids}
        for name in card["categories"]:
            if self.tags.get(name.casefold()) not in tags:
                yield ["tag", name]

    def held_by(self, partner):
        """Return what the fields of a partner hold, as :meth:`lines` wants it.

        :param partner: one partner
        :return: dict by name of the field
        """
        return {
            name: partner[name].ids
            if name == "category_id"
            else partner[name].id
            if name.endswith("_id")
            else partner[name]
            for name in HELD
        }

    @staticmethod
    def note_lines(card):
        """Return the lines of a card's note.

        :param dict card: as :mod:`vcard_reader` makes it
        :return: list of str
        """
        return note_lines(notes_of([card["note"]]))


def digits(number):
    """Return a number as two writings of it are compared.

    :param str number: in any writing
    :return: str
    """
    return re.sub(r"\D", "", number).lstrip("0") or number


def link_key(link):
    """Return a link as two writings of it are compared.

    :param str link: with or without ``https://``
    :return: str
    """
    return re.sub(r"(?i)^https?://", "", link).rstrip("/").casefold()


def encoded(photo):
    """Return the bytes of a photo as fields want them, or ``False``.

    :param photo: bytes, or a false value
    :return: bytes in base64, or ``False``
    """
    return base64.b64encode(photo) if photo else False
