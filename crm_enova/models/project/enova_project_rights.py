from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class EnovaProject(models.Model):
    """Whose a project is, for the rule of the group "Own contractors"."""

    _inherit = "enova.project"

    is_own = fields.Boolean(
        compute="_compute_is_own",
        search="_search_is_own",
        exportable=False,
        help="I am responsible, in the team, or the caretaker of the contractor.",
    )

    @api.depends("user_id", "member_ids", "commercial_partner_id.caretaker_user_ids")
    @api.depends_context("uid")
    def _compute_is_own(self):
        """Agree with the search, for records that are not saved yet."""
        user = self.env.user
        # sudo: caretakers and team are asked for one's own name alone
        for project in self.sudo():
            caretakers = project.commercial_partner_id.caretaker_user_ids
            people = project.user_id | project.member_ids | caretakers
            project.is_own = user in people

    @api.model
    def _search_is_own(self, operator, value):
        """Search without a dotted path, which would join for every row."""
        if operator != "in":
            return NotImplemented
        mine = Domain("user_id", "=", self.env.uid)
        domain = mine | self._team_domain()
        domain |= self.env["res.partner"]._own_contractors_domain()
        return domain if True in value else ~domain

    @api.model
    def _team_domain(self):
        """Return the condition that the user is in the team."""
        field = self._fields["member_ids"]
        user = self.env.user

        def to_sql(model, alias, query):
            return SQL(
                "%s IN (SELECT %s FROM %s WHERE %s = %s)",
                SQL.identifier(alias, "id"),
                SQL.identifier(field.column1),
                SQL.identifier(field.relation),
                SQL.identifier(field.column2),
                user.id,
                to_flush=field,
            )

        # sudo: the team is asked for one's own name alone
        return Domain.custom(
            to_sql=to_sql, predicate=lambda project: user in project.sudo().member_ids
        )
