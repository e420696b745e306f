"""What a business card that has been read becomes as lines of notes."""

import re

from ..models.contractor.notes_text import note_lines, notes_of
from ..models.contractor.res_partner_search import vat_key
from ..models.contractor.vcard_names import OF_THE_FILE, PLAIN_WORDS
from ..models.contractor.vcard_rest import one_line

ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")
HELD = ("name", "phone", "email", "website", "vat", "function", "category_id", *ADDRESS)


class CardLines:
    """Words all that no field of a partner holds.

    :param languages: of the notes, see :class:`.vcard_values.CardValues`
    """

    def __init__(self, languages):
        self.languages = languages
        self.tags = {}

    def _address(self, card):
        """Return the values of the address, as far as its places are known."""
        raise NotImplementedError

    def lines(self, card, *holders):
        """Return a line of the notes for each value that no field of these holds.

        :param dict card: as :mod:`vcard_reader` makes it
        :param holders: values of partners by name of the field
        :return: list of str, ``Fax (praca): 81 100 20 30``
        """
        rest = self._rest(card, holders)
        return list(dict.fromkeys(self._line(0, *item) for item in rest))

    def lines_in_languages(self, card, *holders):
        """Return the same in every language, as a colleague may have noted it.

        :param dict card: as :mod:`vcard_reader` makes it
        :param holders: values of partners by name of the field
        :return: list of lists of str
        """
        places = range(len(self.languages))
        rest = self._rest(card, holders)
        return [[self._line(place, *item) for place in places] for item in rest]

    def _rest(self, card, holders):
        held = {name: [h[name] for h in holders if h.get(name)] for name in HELD}
        return [
            *self._rest_of_names(card, held),
            *self._rest_of_numbers(card, held),
            *self._rest_of_address(card, held),
            *card["extras"],
        ]

    def line_of_file(self, line):
        """Tell whether a line is about the file, and not about whom the card is of.

        :param str line: of :meth:`lines`
        :return: bool
        """
        labels, _words = self.languages[0]
        return any(
            line.startswith(f"{labels.get(code, code)}: ") for code in OF_THE_FILE
        )

    def _line(self, place, code, text, words=()):
        labels, known = self.languages[place]
        spoken = [known.get(word.casefold(), word) for word in words]
        label = labels.get(code, code)
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
