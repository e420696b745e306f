from odoo import api, fields, models
from odoo.fields import Domain


class EnovaOfPartner(models.AbstractModel):
    """What is seen with the partner that it is about, and not without it.

    Records of this kind have a stored ``partner_id`` and a global rule on
    ``is_partner_seen``.
    """

    _name = "enova.of.partner"
    _description = "Seen with its partner"

    is_partner_seen = fields.Boolean(
        compute="_compute_is_partner_seen",
        search="_search_is_partner_seen",
        exportable=False,
        help="I may see the person or contractor that it is about.",
    )

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_is_partner_seen(self):
        """Agree with the search: one domain serves both."""
        seen = self.filtered_domain(self._partner_seen_domain())
        for record in self:
            record.is_partner_seen = record in seen

    @api.model
    def _search_is_partner_seen(self, operator, value):
        """Search by the partners that the user may see."""
        if operator != "in":
            return NotImplemented
        domain = self._partner_seen_domain()
        return domain if True in value else ~domain

    @api.model
    def _partner_seen_domain(self):
        """Return the condition that the user may see the partner.

        Unless contractors are restricted to their caretakers everybody may, and no
        query asks for it.
        """
        partners = self.env["res.partner"]
        if not partners._contractors_are_restricted():
            return Domain.TRUE
        # rules are evaluated as superuser, and those of partners have to hold here
        partners = partners.with_user(self.env.uid).with_context(active_test=False)
        return Domain("partner_id", "in", partners._search([]))
