import operator as compare

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..contractor.res_partner_own import AskedOnce

# Whom core lets read invoices, some of them their own alone.
INVOICE_READERS = (
    "account.group_account_readonly,account.group_account_invoice,"
    "sales_team.group_sale_salesman"
)
# What is turnover.
SOLD = ("out_invoice", "out_refund", "out_receipt")
COMPARED = {
    "<": compare.lt,
    "<=": compare.le,
    ">": compare.gt,
    ">=": compare.ge,
}


class ResPartner(models.Model):
    """What contractors have bought this year, and what they owe, for lists of many.

    The figures of the tiles, of the company that is looked at and in its currency;
    nothing for whoever may not read invoices.
    """

    _inherit = "res.partner"

    enova_currency_id = fields.Many2one(
        "res.currency", compute="_compute_enova_currency_id", exportable=False
    )
    enova_turnover = fields.Monetary(
        string="Turnover this year",
        compute="_compute_enova_turnover",
        search="_search_enova_turnover",
        groups=INVOICE_READERS,
        currency_field="enova_currency_id",
        help="Posted invoices less credit notes, without taxes, in the company that you"
        " work in.",
    )
    enova_turnover_change = fields.Float(
        string="Change of turnover (%)",
        compute="_compute_enova_turnover",
        search="_search_enova_turnover_change",
        groups=INVOICE_READERS,
        digits=(16, 0),
        aggregator=None,
        help="This year until today beside the same days of last year; empty for"
        " whoever bought nothing then.",
    )
    enova_overdue = fields.Monetary(
        string="Overdue",
        compute="_compute_enova_overdue",
        search="_search_enova_overdue",
        groups=INVOICE_READERS,
        currency_field="enova_currency_id",
        help="What is still to be paid of invoices that are past their due day, in the"
        " company that you work in.",
    )

    @api.depends_context("company")
    def _compute_enova_currency_id(self):
        """Show sums in the currency of the company that is looked at."""
        self.enova_currency_id = self.env.company.currency_id

    @api.depends_context("uid", "company", "tz")
    def _compute_enova_turnover(self):
        """Ask for both years of all of them at once."""
        domain = Domain("commercial_partner_id", "in", self.commercial_partner_id.ids)
        rows = self._turnover_rows(domain) if self._may_read_invoices() else ()
        years = {row[0]: row[1:] for row in rows}
        for partner in self:
            contractor = partner.commercial_partner_id.id
            this_year, last_year = years.get(contractor, (0, 0))
            partner.enova_turnover = this_year
            partner.enova_turnover_change = (
                (this_year / last_year - 1) * 100 if last_year > 0 else 0
            )

    @api.depends_context("uid", "company", "tz")
    def _compute_enova_overdue(self):
        """Ask for all of them at once."""
        found = self._overdue_invoices(self.commercial_partner_id.ids)
        for partner in self:
            overdue = found.get(partner.commercial_partner_id.id)
            partner.enova_overdue = overdue["amount"] if overdue else 0

    # -- searched --------------------------------------------------------------------

    @api.model
    def _search_enova_turnover(self, operator, value):
        """Compare the sum of this year; who bought nothing has bought for nothing."""
        return self._search_sum(operator, value, self._turnover_query)

    @api.model
    def _search_enova_turnover_change(self, operator, value):
        """Compare the change of those who bought something in these days last year."""
        if operator not in COMPARED or not self._may_read_invoices():
            return NotImplemented if operator not in COMPARED else Domain.FALSE
        query, this_year, last_year = self._turnover_query()
        query.having = SQL(
            "%s > 0 AND (%s / NULLIF(%s, 0) - 1) * 100 %s %s",
            last_year,
            this_year,
            last_year,
            SQL(operator),
            float(value),
        )
        return self._among(query)

    @api.model
    def _search_enova_overdue(self, operator, value):
        """Compare the sum of what is overdue; who owes nothing owes 0."""
        return self._search_sum(operator, value, self._overdue_query)

    @api.model
    def _search_sum(self, operator, value, prepare):
        """Return the domain of whose sum compares so; no row is a sum of 0.

        :param prepare: function that returns a query by contractor, and its sum
        """
        if operator not in COMPARED:
            return NotImplemented
        if not self._may_read_invoices():
            return Domain.FALSE
        query, amount = prepare()[:2]
        with_nothing = COMPARED[operator](0, float(value))
        condition = SQL("%s %s %s", amount, SQL(operator), float(value))
        query.having = SQL("NOT (%s)", condition) if with_nothing else condition
        return ~self._among(query) if with_nothing else self._among(query)

    @api.model
    def _among(self, query):
        """Return the domain of the contractors of a query of invoices."""
        # not query.subselect(), which leaves the grouping out
        return Domain(
            "commercial_partner_id", "in", SQL("(%s)", query.select(query.groupby))
        )

    # -- invoices --------------------------------------------------------------------

    @api.model
    def _may_read_invoices(self):
        """Tell whether the reader may read invoices at all."""
        return self.env["account.move"].has_access("read")

    @api.model
    def _turnover_domain(self):
        """Return the condition of invoices that are turnover."""
        return (
            Domain("company_id", "=", self.env.company.id)
            & Domain("move_type", "in", SOLD)
            & Domain("state", "=", "posted")
        )

    @api.model
    def _turnover_query(self, domain=Domain.TRUE):
        """Return the query of this and last year by contractor, and both sums."""
        moves, today = self.env["account.move"], fields.Date.context_today(self)
        january = today.replace(month=1, day=1)
        year = relativedelta(years=1)
        in_days = Domain("invoice_date", ">=", january) & Domain(
            "invoice_date", "<=", today
        )
        in_days |= Domain("invoice_date", ">=", january - year) & Domain(
            "invoice_date", "<=", today - year
        )
        query = self._by_contractor(domain & self._turnover_domain() & in_days)
        day = moves._field_to_sql(query.table, "invoice_date", query)
        amount = moves._field_to_sql(query.table, "amount_untaxed_signed", query)
        sums = [
            SQL(
                "COALESCE(SUM(%s) FILTER (WHERE %s %s %s), 0)",
                amount,
                day,
                side,
                january,
            )
            for side in (SQL(">="), SQL("<"))
        ]
        return query, *sums

    @api.model
    def _turnover_rows(self, domain):
        """Return contractor, turnover of this year, and of the same days last year."""
        query, *sums = self._turnover_query(domain)
        return self.env.execute_query(query.select(query.groupby, *sums))

    @api.model
    def _invoice_figures(self, contractor_id):
        """Return what a contractor has bought by day, and what is overdue, by one look.

        The tiles of a page that ask for either get it by the same statement.

        :return: tuple of a list of days, from January of last year, and turnover; and
            of number and sum of invoices that should have been paid by now
        """
        rows = AskedOnce.rows(self.env, self._invoice_days(contractor_id))
        days = [(day, amount) for day, amount, *_late in rows if amount is not None]
        return days, sum(row[2] for row in rows), sum(row[3] or 0 for row in rows)

    @api.model
    def _invoice_days(self, contractor_id):
        """Return the statement of turnover by day, and number and sum overdue of it."""
        moves, today = self.env["account.move"], fields.Date.context_today(self)
        january = today.replace(month=1, day=1)
        sold = self._turnover_domain() & Domain("invoice_date", "<=", today)
        sold &= Domain("invoice_date", ">=", january - relativedelta(years=1))
        late = self._overdue_domain()
        theirs = Domain("commercial_partner_id", "=", contractor_id)
        query = moves._search(theirs & (sold | late))
        names = ("invoice_date", "amount_untaxed_signed", "amount_residual_signed")
        day, amount, owed = (
            moves._field_to_sql(query.table, name, query) for name in names
        )
        is_sold, is_late = (
            domain.optimize_full(moves)._to_sql(moves, query.table, query)
            for domain in (sold, late)
        )
        query.groupby = query.order = day
        return query.select(
            day,
            SQL("SUM(%s) FILTER (WHERE %s)", amount, is_sold),
            SQL("COUNT(*) FILTER (WHERE %s)", is_late),
            SQL("SUM(%s) FILTER (WHERE %s)", owed, is_late),
        )

    @api.model
    def _overdue_query(self):
        """Return the query of what is overdue by contractor, and its sum."""
        query = self._by_contractor(self._overdue_domain())
        moves = self.env["account.move"]
        amount = moves._field_to_sql(query.table, "amount_residual_signed", query)
        return query, SQL("COALESCE(SUM(%s), 0)", amount)

    @api.model
    def _by_contractor(self, domain):
        """Return the query of invoices that the reader may read, by contractor."""
        moves = self.env["account.move"]
        query = moves._search(domain & Domain("commercial_partner_id", "!=", False))
        query.groupby = moves._field_to_sql(query.table, "commercial_partner_id", query)
        return query
