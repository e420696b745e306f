from odoo import api, models
from odoo.tools import email_normalize

from ..base.arguments import optional, read_arguments, record_id, values_of
from .name_key import name_key
from .res_partner_duplicates import MIN_PHONE_KEY, Duplicate, certainty
from .res_partner_import import nip_key

KNOWN_SHOWN = 3


class ResPartner(models.Model):
    """Tell who is in the base already while somebody still types."""

    _inherit = "res.partner"

    @api.model
    @read_arguments(values=values_of(), partner_id=optional(record_id))
    def enova_known(self, values, partner_id=None):
        """Look for who has what somebody is just typing.

        :param dict values: ``name``, ``vat``, ``email`` and ``phone`` as typed; each
            may be left out
        :param int partner_id: on whose form they type, and who is not looked for
        :return: dict of ``known``, a list of dicts of ``id``, ``name`` and ``reason``
            of those whom the user may see, and ``hidden``: whether somebody else has
            the NIP; of them nothing more is told
        """
        typed = self._typed_keys(values, partner_id)
        if not typed or not self._works_with_crm():
            return {"known": [], "hidden": False}
        rows = self._duplicate_rows(typed)
        visible = set(self.search([("id", "in", [row[1] for row in rows])]).ids)
        known = [
            Duplicate(self.browse(row[1]), sorted(row[2]), row[3])
            for row in rows
            if row[1] in visible
        ]
        hidden = [row[1] for row in rows if "vat" in row[2] and row[1] not in visible]
        return {
            "known": [
                {
                    "id": duplicate.partner.id,
                    "name": duplicate.partner.display_name,
                    "reason": self._reason_text(duplicate),
                }
                for duplicate in sorted(known, key=certainty)[:KNOWN_SHOWN]
            ],
            "hidden": self._are_known_here(hidden),
        }

    @api.model
    def _typed_keys(self, values, partner_id):
        """Return what is typed as it is compared; ``None`` where nothing can be."""
        texts = {
            name: value
            for name, value in values.items()
            if isinstance(value, str) and value.strip() and "\0" not in value
        }
        numbers = self._numbers_of([texts.get("phone")], exact=True)
        phones = [n.number for n in numbers if len(n.number) >= MIN_PHONE_KEY]
        keys = {
            "vat": nip_key(texts.get("vat")) or None,
            "email": email_normalize(texts.get("email")) or None,
            "name": name_key(texts.get("name")) or None,
            "phones": phones,
        }
        if not any(keys.values()):
            return None
        partner = self.browse(partner_id).exists()._filtered_access("read")
        # sudo: the company of the form's own person, and only to leave it out; who may
        # not be read is not left out, for that would tell who it is
        partner = partner.sudo()
        return {**keys, "id": partner.commercial_partner_id.id or 0}

    @api.model
    def _are_known_here(self, partner_ids):
        """Tell whether one of these is of a company that the user works for.

        A colleague who looks after them may be asked; what another company has is none
        of theirs.
        """
        mine = self.env.user.company_ids
        # sudo: no more than yes or no comes of it
        partners = self.browse(partner_ids).sudo()
        return any(not p.company_id or p.company_id in mine for p in partners)
