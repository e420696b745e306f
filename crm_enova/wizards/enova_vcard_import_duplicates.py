from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..models.contractor.phone_numbers import phone_numbers
from ..models.contractor.res_partner_duplicates import MIN_PHONE_KEY
from ..models.contractor.res_partner_search import vat_key

# Of the numbers and e-mails of one card, so many find duplicates.
MAX_KEYS = 50
# Fields of partners; telephones have a table of their own.
CRITERIA = {"nip": "enova_vat_key", "email": "email_normalized", "name": "name"}


class EnovaVcardImport(models.TransientModel):
    """Find the duplicates of all cards at once: one query for each criterion."""

    _inherit = "enova.vcard.import"

    def _find_duplicates(self, lines):
        """Tell each line its duplicate among partners, else among the lines before it.

        What has a duplicate is skipped unless the user decides otherwise; colleagues
        from one company, who come for the first time, go together under one company.
        """
        lines = lines.filtered(lambda line: line.state == "ready")
        keys = {line: self._duplicate_keys(line) for line in lines}
        known = self._known_partners(keys.values())
        words = self._criterion_words()
        seen = {}
        for line in lines:
            criterion, partner = self._first(keys[line], known)
            same, leader = (None, None) if partner else self._leader(line, keys, seen)
            if partner or leader:
                fits = bool(leader) and self._is_colleague(line, leader)
                line._as_system().write(
                    {
                        "duplicate_id": partner and partner.id,
                        "duplicate_line_id": leader and leader.id,
                        "duplicate_reason": words[criterion or same],
                        "decision": "update" if fits else "skip",
                    }
                )
            for pair in keys[line]:
                seen.setdefault(pair, leader or line)

    def _criterion_words(self):
        return {
            "nip": self.env._("NIP"),
            "email": self.env._("e-mail"),
            "phone": self.env._("phone"),
            "name": self.env._("name"),
        }

    @staticmethod
    def _duplicate_keys(line):
        """Return the pairs of criterion and key that a card is known by."""
        card = line.card
        region = line.env.company._enova_region()
        phones = [
            number
            for text, kind in card["phones"][:MAX_KEYS]
            if kind != "fax"
            for number, _extension in phone_numbers(text, region)
        ]
        emails = card["emails"][:MAX_KEYS]
        name = card["company"] or card["person"]
        return [
            *(("nip", key) for key in [vat_key(card["nip"])] if key),
            *(("email", email_normalize(mail) or mail) for mail in emails),
            *(("phone", number) for number in phones if len(number) >= MIN_PHONE_KEY),
            ("name", name),
        ]

    def _known_partners(self, all_keys):
        """Return the contractors and cards that bear one of these keys.

        :return: dict of partner by pair of criterion and key; the oldest of several
        """
        wanted = defaultdict(set)
        for criterion, key in {pair for keys in all_keys for pair in keys}:
            wanted[criterion].add(key)
        known = {}
        for criterion, keys in wanted.items():
            for key, partner in self._bearers(criterion, keys):
                # own companies have neither
                if partner.contractor_status or partner.parent_id:
                    known.setdefault((criterion, key), partner)
        return known

    def _bearers(self, criterion, keys):
        """Return pairs of a key and a partner of it whom the user may see, by age."""
        if criterion == "phone":
            numbers = self.env["enova.partner.phone"]._numbers_by_partner(keys)
            domain, names = Domain("id", "in", list(numbers)), []
        else:
            names = [CRITERIA[criterion]]
            domain = Domain(names[0], "in", list(keys))
        domain &= Domain("partner_share", "=", True)
        if criterion in ("nip", "name"):
            # people of a company bear its NIP, and may be called like anybody
            domain &= Domain("parent_id", "=", False)
        names += ["parent_id", "contractor_status", "display_name"]
        partners = self.env["res.partner"].search_fetch(domain, names, order="id")
        if criterion == "phone":
            return [(key, found) for found in partners for key in numbers[found.id]]
        return [(partner[names[0]], partner) for partner in partners]

    @staticmethod
    def _first(keys, known):
        """Return the first criterion that finds somebody, and whom."""
        for criterion, key in keys:
            if (criterion, key) in known:
                return criterion, known[criterion, key]
        return None, None

    def _leader(self, line, keys, seen):
        """Return what a line has in common with one before it, and that line.

        The company's name first: colleagues share a switchboard, too.
        """
        ordered = keys[line]
        if line.card["company"]:
            ordered = [ordered[-1], *ordered[:-1]]
        for criterion, key in ordered:
            leader = seen.get((criterion, key))
            if leader:
                return criterion, leader
        return None, None

    @staticmethod
    def _is_colleague(line, leader):
        """Tell whether a card is of another person of the same company."""
        company = line.card["company"].casefold()
        # somebody who trades alone is a company to who works for them
        leading = leader.card["company"] or leader.card["person"]
        same_company = company and company == leading.casefold()
        return bool(same_company and line.card["person"] != leader.card["person"])
