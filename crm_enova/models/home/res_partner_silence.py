from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.moment import is_within_reach, to_utc

# Whoever has no days of their own is long without contact after so many.
USUAL_SILENCE = 60
LONGEST_SILENCE = 730
# A hundred years; nobody asks for more.
DAYS_COUNTED = 36500
COMPARED = ("<", "<=", ">", ">=")
# No contact is older, and a day in such a year is written with four digits.
NEVER = datetime(1800, 1, 1)


class ResPartner(models.Model):
    """With whom nobody has spoken for long, by the days of their tags or their own."""

    _inherit = "res.partner"

    contact_days = fields.Integer(
        string="Days without contact",
        copy=False,
        groups="base.group_user",
        help="After so many days without a contact they are long without contact. 0: as"
        " their tags say; of several tags the shortest counts.",
    )
    silence_days = fields.Integer(
        string="Long without contact after",
        compute="_compute_silence_days",
        help="Days, by the contractor, else by the tags, else 60.",
    )
    last_contact_date = fields.Date(
        string="Last contact",
        compute="_compute_last_contact_date",
        search="_search_last_contact_date",
        help="The day of the newest call, visit, meeting, letter or e-mail between"
        " people, of those you see.",
    )
    days_since_contact = fields.Integer(
        string="Days since the last contact",
        compute="_compute_days_since_contact",
        search="_search_days_since_contact",
        aggregator=None,
        help="Since they were entered, where that is later.",
    )
    going_cold = fields.Boolean(
        string="Long without contact",
        compute="_compute_going_cold",
        search="_search_going_cold",
        help="Nobody has spoken with them for as many days as they or their tags say.",
    )

    _contact_days_sane = models.Constraint(
        f"CHECK (contact_days BETWEEN 0 AND {LONGEST_SILENCE})",
        "A contractor is long without contact after 1 to 730 days; 0 stands for none.",
    )
    _contact_days_idx = models.Index("(contact_days) WHERE contact_days > 0")

    # -- one by one ------------------------------------------------------------------

    @api.depends(
        "commercial_partner_id.contact_days",
        "commercial_partner_id.category_id.contact_days",
    )
    def _compute_silence_days(self):
        """Take their own days, else the shortest of their tags, else the usual ones."""
        for partner in self:
            # sudo: a number of days, by which a reader's own contacts are told
            company = partner.commercial_partner_id.sudo()
            tags = company.category_id.filtered(lambda t: t.active and t.contact_days)
            partner.silence_days = (
                company.contact_days
                or min(tags.mapped("contact_days"), default=0)
                or USUAL_SILENCE
            )

    @api.depends("enova_activity_ids.state", "enova_activity_ids.date")
    @api.depends_context("uid", "allowed_company_ids", "tz")
    def _compute_last_contact_date(self):
        """Ask for all of them at once, under the reader's rights."""
        last = self._last_contacts(self.commercial_partner_id.ids)
        for partner in self:
            contact = last.get(partner.commercial_partner_id.id)
            moment = contact and fields.Datetime.to_datetime(contact["date"])
            partner.last_contact_date = (
                fields.Datetime.context_timestamp(self, moment).date()
                if moment and is_within_reach(moment)
                else False
            )

    @api.depends("last_contact_date", "create_date")
    @api.depends_context("uid", "allowed_company_ids", "tz")
    def _compute_days_since_contact(self):
        """Count from the entry where that is later: who is new is not left alone."""
        today = fields.Date.context_today(self)
        for partner in self:
            entered = partner.create_date or fields.Datetime.now()
            since = fields.Datetime.context_timestamp(self, entered).date()
            if partner.last_contact_date:
                since = max(since, partner.last_contact_date)
            partner.days_since_contact = (today - since).days

    @api.depends("last_contact_date", "silence_days")
    @api.depends_context("uid", "allowed_company_ids", "tz")
    def _compute_going_cold(self):
        """Agree with the search; whoever may not read contacts is told nothing."""
        readable = self.env["enova.activity"].has_access("read")
        today = fields.Date.context_today(self)
        for partner in self:
            last = partner.last_contact_date
            limit = today - timedelta(days=partner.silence_days)
            partner.going_cold = readable and (not last or last < limit)

    # -- searched --------------------------------------------------------------------

    @api.model
    def _search_last_contact_date(self, operator, value):
        """Compare the newest day, not any day, with what is looked for."""
        if operator == "in" and set(value) == {False}:
            return ~self._contacted_in(SQL("TRUE"))
        day = operator in COMPARED and value and fields.Date.to_date(value)
        if not day or not is_within_reach(day):
            return NotImplemented
        next_day = day + timedelta(days=1)
        if operator == ">=":
            return self._contacted_in(SQL("TRUE"), self._midnight(day))
        if operator == ">":
            return self._contacted_in(SQL("TRUE"), self._midnight(next_day))
        limit = self._midnight(day if operator == "<" else next_day)
        return self._contacted_in(SQL("MAX(contact.date) < %s", limit))

    @api.model
    def _contacted_in(self, having, since=NEVER):
        """Return the domain of whose contacts from a moment on fulfil a condition."""
        contacts = self._contacts_sql(since)
        if not contacts:
            return Domain.FALSE
        contractors = SQL(
            # found once, not anew for each row that it is compared with
            "(WITH found AS MATERIALIZED ("
            "SELECT contact.id FROM (%s) AS contact (id, date)"
            " GROUP BY contact.id HAVING %s) SELECT id FROM found)",
            contacts,
            having,
        )
        return Domain("commercial_partner_id", "in", contractors)

    @api.model
    def _search_days_since_contact(self, operator, value):
        """Look at the contacts of these days alone, not at all histories."""
        if operator not in COMPARED:
            return NotImplemented
        days = min(max(int(value), -1), DAYS_COUNTED)
        # more than 60 and not at most 60 are the same; 60 or more is more than 59
        more_than = days if operator in (">", "<=") else days - 1
        today = fields.Date.context_today(self)
        limit = self._midnight(today - timedelta(days=more_than))
        if not self._contacts_sql(limit):
            return Domain.FALSE
        recent = self._contacted_in(SQL("TRUE"), limit)
        recent |= Domain("create_date", ">=", limit)
        return recent if operator in ("<", "<=") else ~recent

    @api.model
    def _search_going_cold(self, operator, value):
        """Look at the contacts of the longest silence alone, not at all histories."""
        if operator != "in":
            return NotImplemented
        in_touch = self._in_touch_sql()
        if not in_touch:
            return Domain.FALSE if True in value else Domain.TRUE
        warm = Domain("commercial_partner_id", "in", SQL("(%s)", in_touch))
        return ~warm if True in value else warm

    @api.model
    def _contacts_sql(self, since):
        """Return the query of all contacts from a moment on, or ``None``."""
        queries = self._contact_queries(since)
        return SQL(" UNION ALL ").join(queries) if queries else None

    @api.model
    def _in_touch_sql(self):
        """Return the query of companies and people who are not long without contact.

        They are few where the others are many. The rules of partners are for whoever
        uses it; what it tells is the reader's, as each contact that it counts.
        """
        longest = timedelta(days=self._longest_silence())
        since = self._midnight(fields.Date.context_today(self) - longest)
        contacts = self._contacts_sql(since)
        if not contacts:
            return None
        # to compile so long a statement takes PostgreSQL longer than to run it
        self.env.cr.execute("SET LOCAL jit = off")
        self.flush_model(["contact_days", "category_id", "parent_id"])
        # found once, not anew for each contractor that it is compared with
        return SQL(
            """
              WITH newest AS MATERIALIZED (
                   SELECT contact.id, MAX(contact.date) AS date
                     FROM (%(contacts)s) AS contact (id, date)
                 GROUP BY contact.id)
            SELECT newest.id
              FROM newest
         LEFT JOIN (SELECT id, contact_days FROM res_partner WHERE contact_days > 0)
                   AS own ON own.id = newest.id
         LEFT JOIN (%(days)s) AS tag ON tag.partner_id = newest.id
             WHERE newest.date >= %(limit)s
            """,
            days=self._tag_days_sql(),
            contacts=contacts,
            limit=self._silence_limit_sql(SQL("own.contact_days")),
        )

    @api.model
    def _silence_limit_sql(self, days):
        """Return the moment before which a contact is long ago.

        :param SQL days: of the contractor alone, ``NULL`` where they have none; beside
            them those of ``tag``
        """
        return SQL(
            "(%s::date - COALESCE(%s, tag.days, %s))"
            "::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC'",
            fields.Date.context_today(self),
            days,
            USUAL_SILENCE,
            self._reader_zone().zone,
        )

    @api.model
    def _tag_days_sql(self):
        """Return the query of the shortest days of the tags of each partner."""
        self.env["res.partner.category"].flush_model(["contact_days", "active"])
        relation = self._fields["category_id"]
        return SQL(
            "SELECT link.partner_id, MIN(category.contact_days) AS days"
            " FROM %s AS link JOIN res_partner_category AS category"
            " ON category.id = link.category_id"
            " WHERE category.active AND category.contact_days > 0"
            " GROUP BY link.partner_id",
            SQL.identifier(relation.relation),
        )

    @api.model
    def _longest_silence(self):
        """Return the most days that anybody is left alone."""
        self.flush_model(["contact_days"])
        self.env["res.partner.category"].flush_model(["contact_days"])
        query = SQL(
            "SELECT GREATEST(%s, (SELECT MAX(contact_days) FROM res_partner"
            " WHERE contact_days > 0),"
            " (SELECT MAX(contact_days) FROM res_partner_category))",
            USUAL_SILENCE,
        )
        return self.env.execute_query(query)[0][0]

    @api.model
    def _reader_zone(self):
        """Return the time zone in which the reader's days begin."""
        return self.env.tz

    @api.model
    def _midnight(self, day):
        """Return the moment in UTC at which a day of the reader begins."""
        return to_utc(datetime.combine(day, time.min), self._reader_zone())
