from odoo import api, fields, models
from odoo.fields import Domain

# Together they are what is_own finds, and no row is in both.
PARTS = ("contractors", "people")


class EnovaActivity(models.Model):
    """Whose an activity is, for the rule of the group "Own contractors"."""

    _inherit = "enova.activity"

    # All that the rules ask of the tasks of a contractor: a count visits no row.
    _contractor_idx = models.Index(
        "(commercial_partner_id)"
        " INCLUDE (company_id, private, active, user_id, assigned_by_id)"
    )

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
        part = self.env.context.get("enova_counting")
        if part == "contractors":
            domain = contractors
        elif part == "people":
            nobodys = Domain("commercial_partner_id", "=", False)
            domain = (mine | given) & (nobodys | ~contractors)
        else:
            domain = mine | given | contractors
        return domain if True in value else ~domain

    @api.model
    @api.readonly
    def search_count(self, domain, limit=None):
        """Count under the rule in the form that is fast for a count.

        What is of one's contractors, and the rest of one's own, are counted apart:
        for the former the index knows all that the rules ask, and no row is visited.
        """
        total = 0
        for part in PARTS if self._counts_in_parts() else (True,):
            counted = self.with_context(enova_counting=part)
            left = limit and limit - total
            total += super(EnovaActivity, counted).search_count(domain, left)
            if limit and total >= limit:
                break
        return total

    @api.model
    def _counts_in_parts(self):
        """Whether the rule of own contractors alone decides, and there are many.

        A rule of another group would let the same row be counted in both parts.
        """
        if self.env.su or not self.env["res.partner"]._has_many_own():
            return False
        # sudo: which rules bind the user; nothing of them leaves this method
        rules = self.env["ir.rule"]._get_rules(self._name, "read").sudo()
        own = self.env.ref("crm_enova.enova_activity_rule_own")
        return rules.filtered("groups") == own
