from odoo import api, fields, models
from odoo.fields import Domain


class EnovaActivity(models.Model):
    """Whose an activity is, for the rule of the group "Own contractors"."""

    _inherit = "enova.activity"

    is_own = fields.Boolean(
        compute="_compute_is_own",
        search="_search_is_own",
        exportable=False,
        help="I am the assignee, the giver, or the caretaker of the contractor.",
    )

    @api.depends(
        "user_id", "assigned_by_id", "commercial_partner_id.caretaker_user_ids"
    )
    @api.depends_context("uid")
    def _compute_is_own(self):
        """Agree with the search, for records that are not saved yet."""
        user = self.env.user
        # sudo: the caretakers are asked for one's own name alone
        own = self.sudo().commercial_partner_id._own_among().with_env(self.env)
        for activity in self:
            people = activity.user_id | activity.assigned_by_id
            mine = user in people or activity.commercial_partner_id in own
            activity.is_own = mine

    @api.model
    def _search_is_own(self, operator, value):
        """Search without a dotted path, which would join for every row."""
        if operator != "in":
            return NotImplemented
        mine = Domain("user_id", "=", self.env.uid)
        given = Domain("assigned_by_id", "=", self.env.uid)
        contractors = self.env["res.partner"]._own_contractors_domain()
        domain = mine | given | contractors
        return domain if True in value else ~domain

    @api.model
    @api.readonly
    def search_count(self, domain, limit=None):
        """Count under the rule in the form that is fast for a count."""
        counted = self.with_context(enova_counting=True)
        return super(EnovaActivity, counted).search_count(domain, limit)
