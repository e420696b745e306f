"""Who a vCard is of: a company, a person there, or a person alone."""

from .vcard_rest import CardRest, joined, one_line, same_words

MAX_LINE = 256
COMPANIES = {"org", "company", "organization"}


class CardWho(CardRest):
    """The names of a card; all that they say, and nothing twice."""

    def single(self, text, code):
        """Return a text as one line that fits a field; a longer one is told whole.

        :param str text: of any lines
        :param str code: what it is told as
        :return: str
        """
        line = one_line(text)
        if self.card["ours"]:
            return line
        if len(line) > MAX_LINE:
            self.warn("cut", line[:30])
            self.extra(code, line)
        return line[:MAX_LINE].strip()

    def read_names(self):
        """Find out who the card is of: a company, a person there, or a person alone."""
        parts, card = self.parts, self.card
        orgs = [[joined(unit) for unit in org] for org in parts["ORG"]]
        name, *units = orgs[0] if orgs else [""]
        company = self.single(name, "company")
        full = self.single(parts["FN"][0], "name") if parts["FN"] else ""
        person = self._person(parts["N"])
        shown = [one_line(text) for text in (*parts["KIND"], *parts["X-ABSHOWAS"])]
        if COMPANIES & {text.casefold() for text in shown}:
            company, person = company or full or person, ""
        else:
            alone = full.casefold() == company.casefold() and not card["ours"]
            person = person if alone or not full else full
        if not card["ours"] and person.casefold() == company.casefold():
            person = ""
        card["company"], card["person"] = company, person
        card["function"] = self.single(", ".join(parts["TITLE"]), "function")
        self.extra("department", ", ".join(filter(None, units)))
        for org in orgs[1:]:
            self.extra("organization", ", ".join(filter(None, org)))
        self._further_names()
        for kind in shown:
            if kind.casefold() not in COMPANIES | {"individual"}:
                self.extra("kind", kind)
        for text in parts["PRODID"]:
            if not card["ours"]:
                self.extra("PRODID", one_line(text))

    def _further_names(self):
        """Tell what the names say beyond the one that was chosen."""
        shown = (self.card["company"], self.card["person"])
        names = [one_line(text) for text in self.parts["FN"]]
        names += [" ".join(map(joined, name)) for name in self.parts["N"]]
        for text in names:
            if one_line(text) not in shown and not same_words(text, " ".join(shown)):
                self.extra("name", text)

    def _person(self, names):
        """Return a structured name as it is written: title, given name, family."""
        if not names:
            return ""
        parts = [joined(part, " ") for part in names[0]]
        family, given, additional, prefix, suffix, *_further = [*parts, *[""] * 5]
        return self.single(
            " ".join((prefix, given, additional, family, suffix)), "name"
        )

    def name_by_number(self):
        """Call a card without a name by its number or e-mail."""
        card = self.card
        if not (card["company"] or card["person"]):
            known = [number for number, _kind in card["phones"]] + card["emails"]
            card["person"] = next(iter(known), "")
            card["error"] = None if known else "nameless"
