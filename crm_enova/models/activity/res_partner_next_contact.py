from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .enova_activity_stage import OPEN_STATES
from .res_partner_figures import NOTHING_OPEN

COMPARED = {"=", "<", "<=", ">", ">="}


class ResPartner(models.Model):
    """What is open with a contractor: how much, and when the earliest of it is due."""

    _inherit = "res.partner"

    enova_open_task_count = fields.Integer(
        string="Open tasks", compute="_compute_open_figures"
    )
    next_contact_date = fields.Date(
        string="Next contact",
        compute="_compute_open_figures",
        search="_search_next_contact_date",
        help="The earliest day for which a task or event is open, of those you see.",
    )

    @api.depends("enova_activity_ids.state", "enova_activity_ids.date_due")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_open_figures(self):
        """Ask for all of them at once, under the reader's rights.

        What is open alone is counted: a list shows it of eighty, whatever is behind.
        """
        pending = self._open_figures(self.commercial_partner_id.ids)
        for partner in self:
            contractor_id = partner.commercial_partner_id.id
            count, day = pending.get(contractor_id, NOTHING_OPEN)
            partner.enova_open_task_count = count
            partner.next_contact_date = day

    @api.model
    def _search_next_contact_date(self, operator, value):
        """Compare the earliest day, not any day, with what is looked for."""
        if operator == "in":
            return Domain.OR(
                self._next_contact_in("=", day)
                if day
                else ~self._next_contact_in("IS NOT", None)
                for day in value
            )
        if operator not in COMPARED or not value:
            return NotImplemented
        return self._next_contact_in(operator, fields.Date.to_date(value))

    @api.model
    def _next_contact_in(self, operator, day):
        """Return the domain of partners whose earliest day compares so with a day."""
        activities = self.env["enova.activity"]
        if not activities.has_access("read"):
            return Domain.FALSE
        query = activities._search(self._next_contact_domain())
        contractor = activities._field_to_sql(
            query.table, "commercial_partner_id", query
        )
        due = activities._field_to_sql(query.table, "date_due", query)
        query.groupby = contractor
        query.having = SQL("MIN(%s) %s %s", due, SQL(operator), day)
        # not query.subselect(), which leaves the grouping out
        contractors = SQL("(%s)", query.select(contractor))
        return Domain("commercial_partner_id", "in", contractors)

    @api.model
    def _next_contact_domain(self):
        """Return the tasks and events that somebody is yet to do, with a day."""
        pending = Domain("state", "in", OPEN_STATES)
        contacted = Domain("commercial_partner_id", "!=", False)
        return pending & contacted & Domain("date_due", "!=", False)
