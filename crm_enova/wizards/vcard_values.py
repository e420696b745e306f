"""What a business card that has been read becomes as values of partners."""

import base64
from collections import defaultdict

from odoo.tools.mail import plaintext2html

ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")


class CardValues:
    """Maps cards to values; names of countries, states and tags are looked up once.

    :param env: environment of the user who imports
    :param labels: dict of the words for what has no field (``{"fax": "Fax"}``)
    """

    def __init__(self, env, labels):
        self.labels = labels
        self.countries = self._by_names(env["res.country"], ("name", "code"))
        self.states = defaultdict(dict)
        for state in env["res.country.state"].search_fetch([], ["name", "country_id"]):
            self.states[state.country_id.id][state.name.casefold()] = state.id
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

    def top(self, card, photo):
        """Return the values of a company, or of a person without one.

        :param dict card: as :mod:`vcard_reader` makes it
        :param photo: encoded in base64, or a false value
        :return: dict for ``create``, without what is empty
        """
        phones = self._phones(card)
        values = {
            "name": card["company"] or card["person"],
            "is_company": bool(card["company"]),
            "contractor_status": "card",
            "phone": phones["company" if card["company"] else "person"],
            "email": next(iter(card["emails"]), False),
            "website": card["url"],
            "vat": card["nip"],
            "category_id": self._tags(card)[0],
            "comment": self._comment(card),
            **self._address(card)[0],
        }
        if not card["company"]:
            values["function"] = card["function"]
        if photo and not (card["company"] and card["person"]):
            values["image_1920"] = photo
        return {name: value for name, value in values.items() if value}

    def person(self, card, photo):
        """Return the values of the person at a company, without the company.

        :param dict card: as :mod:`vcard_reader` makes it
        :param photo: encoded in base64, or a false value
        :return: dict for ``create``, without what is empty
        """
        values = {
            "name": card["person"],
            "function": card["function"],
            "phone": self._phones(card)["person"],
            "email": next(iter(card["emails"]), False),
            "image_1920": photo,
        }
        return {name: value for name, value in values.items() if value}

    @staticmethod
    def inherited(top):
        """Return what a person has from their new company, which core would copy.

        :param dict top: values of the company
        :return: dict
        """
        return {name: top[name] for name in (*ADDRESS, "vat") if name in top}

    def _phones(self, card):
        """Choose a number for the company and one for the person; a fax is neither."""
        cells = [number for number, kind in card["phones"] if kind == "cell"]
        voices = [number for number, kind in card["phones"] if kind == "voice"]
        if card["company"]:
            company, person = (*voices, *cells), (*cells, *voices)
        else:
            company = person = [n for n, kind in card["phones"] if kind != "fax"]
        return {
            "company": next(iter(company), False),
            "person": next(iter(person), False),
        }

    def _address(self, card):
        """Return the values of the address, and the region where it is unknown."""
        address = card["address"]
        country_id = self.countries.get(address.get("country", "").casefold())
        region = address.get("region", "")
        state_id = self.states[country_id].get(region.casefold())
        values = {
            **{key: address.get(key) for key in ("street", "street2", "zip", "city")},
            "country_id": country_id,
            "state_id": state_id,
        }
        unknown = [] if state_id or not region else [["region", region]]
        if address.get("country") and not country_id:
            unknown.append(["country", address["country"]])
        return values, unknown

    def _tags(self, card):
        """Return the ids of tags that exist, and the names of those that do not."""
        ids = [self.tags.get(name.casefold()) for name in card["categories"]]
        unknown = [
            ["tag", name]
            for name, id_ in zip(card["categories"], ids, strict=True)
            if not id_
        ]
        return list(dict.fromkeys(filter(None, ids))), unknown

    def _comment(self, card):
        """Return the note, and below it all that has no field of its own."""
        phones = self._phones(card)
        placed = {phones["company"], phones["person"]}
        rest = [
            ["fax" if kind == "fax" else "other_phone", number]
            for number, kind in card["phones"]
            if number not in placed
        ]
        rest += [["other_email", email] for email in card["emails"][1:]]
        rest += [*self._address(card)[1], *self._tags(card)[1], *card["extras"]]
        lines = [f"{self.labels.get(code, code)}: {text}" for code, text in rest]
        text = "\n".join(filter(None, [card["note"], *lines]))
        return text and plaintext2html(text)


def encoded(photo):
    """Return the bytes of a photo as fields want them, or ``False``.

    :param photo: bytes, or a false value
    :return: bytes in base64, or ``False``
    """
    return base64.b64encode(photo) if photo else False
