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
        mine = Domain("user_id", "=", user_id) | Domain("create_uid", "=", user_id)
        open_to_all = Domain("private", "=", False)
        of_task = self._of_readable_task()
        looked_after = self._of_own_resources() & open_to_all
        free = Domain("activity_id", "=", False)
        if not self.env.user.has_group("crm_enova.crm_enova_group_all"):
            partners = self.env["res.partner"]._own_contractors_domain("partner_id")
            free &= Domain("partner_id", "=", False) | partners
        domain = mine | (of_task & open_to_all) | looked_after | (free & open_to_all)
        return domain if True in value else ~domain

    @api.model
    def _of_readable_task(self):
        """Return the domain of what is reserved for tasks that the reader sees."""
        activities = self.env["enova.activity"].with_context(active_test=False)
        activities = activities.with_user(self.env.uid)
        return Domain("activity_id", "in", activities._search([]))

    @api.model
    def _of_own_resources(self):
        """Return the domain of what is the reader's to look after.

        What a task is about that is private to others is not his to know.
        """
        user_id = self.env.uid
        # sudo: whose resources are one's own to look after
        resources = self.env["enova.resource"].sudo().with_context(active_test=False)
        own = resources._search([("responsible_id", "=", user_id)])
        # sudo: which tasks are private, so that they are kept out
        activities = self.env["enova.activity"].sudo().with_context(active_test=False)
        private = activities._search([("private", "=", True)])
        hidden = Domain("activity_id", "in", private)
        return Domain("resource_id", "in", own) & ~hidden
