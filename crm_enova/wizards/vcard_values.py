"""What a business card that has been read becomes as values of partners."""

import base64
from collections import defaultdict

from ..models.contractor.notes_text import notes_of
from ..models.contractor.vcard_rest import one_line
from .vcard_lines import ADDRESS, CardLines

# Nobody is told, nothing is logged and nobody subscribed: thousands at once.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
}


class CardValues(CardLines):
    """Maps cards to values; names of countries, states and tags are looked up once.

    :param env: environment of the user who imports
    :param languages: pairs of dicts for each language, the user's first: words for what
        has no field (``{"fax": "Fax"}``), and that values are labelled by
    """

    def __init__(self, env, languages):
        super().__init__(languages)
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


def encoded(photo):
    """Return the bytes of a photo as fields want them, or ``False``.

    :param photo: bytes, or a false value
    :return: bytes in base64, or ``False``
    """
    return base64.b64encode(photo) if photo else False
