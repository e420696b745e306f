"""Contractors with whom somebody has, or has not, spoken for long."""

from odoo import SUPERUSER_ID
from odoo.tests import freeze_time

from .common import CrmEnovaCase

NOW = "2026-06-10 10:00:00"


class SilenceCase(CrmEnovaCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(NOW))
        self.system = self.env(user=SUPERUSER_ID)
        self._enter(self.contractor | self.other_contractor, "2026-01-02")
        # they are in charge since then, by the clock of these tests
        self.system["enova.caretaker"].search(
            [("partner_id", "=", self.contractor.id)]
        ).date_from = "2026-01-02"

    def _enter(self, partners, day):
        """Let partners have been entered at noon of a day."""
        partners.flush_recordset()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE id = ANY(%s)",
            [f"{day} 12:00:00", partners.ids],
        )
        partners.invalidate_recordset(["create_date"])

    def _firm(self, name, entered="2026-01-02", **values):
        firm = self.system["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )
        self._enter(firm, entered)
        return firm

    def _talk(self, moment, partner=None, **values):
        """Log a call that took place at a moment."""
        partner = partner or self.contractor
        return self.system["enova.activity"].create(
            {
                "name": "Talk",
                "type_id": self.type_call.id,
                "partner_id": partner.id,
                "date_start": moment,
                "user_id": False,
                **values,
            }
        )

    def _write_email(self, moment, partner=None, **values):
        partner = partner or self.contractor
        return self.system["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": partner.id,
                "message_type": "email",
                "author_id": partner.id,
                "date": moment,
                "subtype_id": self.env.ref("mail.mt_comment").id,
                **values,
            }
        )

    def _tag(self, name, days, partners=()):
        tag = self.system["res.partner.category"].create(
            {"name": name, "contact_days": days}
        )
        for partner in partners:
            partner.sudo().category_id += tag
        return tag

    def _found(self, *domain):
        """Return which of our contractors a reader finds, and check what they read."""
        self.env.flush_all()
        self.env.invalidate_all()
        partners = self.env["res.partner"]
        return partners.search([("contractor_status", "!=", False), *domain])
