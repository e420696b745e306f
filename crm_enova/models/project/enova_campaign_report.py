from odoo import models
from odoo.tools import SQL

# What campaigns are compared by; the return of several is the mean of theirs.
FIGURES = (
    "member_count",
    "reached_count",
    "answered_count",
    "interested_count",
    "refused_count",
    "bought_count",
    "project_count",
    "activity_count",
    "ordered_revenue",
    "invoiced_revenue",
    "budget_planned",
    "cost",
    "gain",
    "return_rate",
)


class EnovaCampaign(models.Model):
    """Campaigns side by side: graphs, pivots and the order of the list know results.

    These are counted for the reader and stored nowhere. PostgreSQL gets them as a
    table of values, so that a total is the sum of what the forms show, under the same
    rights; there are few campaigns, and all are counted by as many queries as one.
    """

    _inherit = "enova.campaign"

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let results be added up and sorted by like stored fields."""
        if field_expr not in FIGURES:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        # all of them, archived ones too: the query says which of them it is about
        every = self.with_context(active_test=False)
        campaigns = every.search([])  # pylint: disable=no-search-all
        rows = [
            SQL("(%s, %s::numeric)", campaign.id, campaign[field_expr])
            for campaign in campaigns
        ]
        return SQL(
            "(SELECT v.amount FROM (VALUES %s) AS v (id, amount) WHERE v.id = %s)",
            SQL(", ").join(rows or [SQL("(0, 0::numeric)")]),
            SQL.identifier(alias, "id"),
        )
