from odoo import api, fields, models
from odoo.fields import Domain


class EnovaReservation(models.Model):
    """Who may know the reason; that a resource is taken everybody may know."""

    _inherit = "enova.reservation"

    is_readable = fields.Boolean(
        compute="_compute_is_readable",
        search="_search_is_readable",
        exportable=False,
        help="It is for me, of my resource, or of a task that I may read.",
    )

    @api.depends("user_id", "activity_id", "partner_id", "resource_id.responsible_id")
    @api.depends_context("uid")
    def _compute_is_readable(self):
        """Agree with the search."""
        readable = self.search([("id", "in", self.ids), ("is_readable", "=", True)])
        for one in self:
            one.is_readable = one in readable or not one.id

    @api.model
    def _search_is_readable(self, operator, value):
        """Search under the rules of the tasks: what is private stays so."""
        if operator != "in":
            return NotImplemented
        user_id = self.env.uid
        activities = self.env["enova.activity"].with_context(active_test=False)
        activities = activities.with_user(user_id)
        mine = Domain("user_id", "=", user_id) | Domain("create_uid", "=", user_id)
        # sudo: whose resources are one's own to look after
        resources = self.env["enova.resource"].sudo().with_context(active_test=False)
        looked_after = resources._search([("responsible_id", "=", user_id)])
        mine |= Domain("resource_id", "in", looked_after)
        of_task = Domain("activity_id", "in", activities._search([]))
        free = Domain("activity_id", "=", False)
        if not self.env.user.has_group("crm_enova.crm_enova_group_all"):
            partners = self.env["res.partner"]._own_contractors_domain("partner_id")
            free &= Domain("partner_id", "=", False) | partners
        domain = mine | of_task | free
        return domain if True in value else ~domain
