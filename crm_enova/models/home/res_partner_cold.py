from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .day_blocks import COLD
from .person_figures import Period


class ResPartner(models.Model):
    """With whom nobody has spoken for long."""

    _inherit = "res.partner"

    going_cold = fields.Boolean(
        string="Without contact for 60 days",
        compute="_compute_going_cold",
        search="_search_going_cold",
        exportable=False,
        help="No call, visit, meeting, letter or e-mail between people since then, of"
        " those you see.",
    )

    @api.model
    def _cold_before(self):
        """Return the moment since which somebody must have spoken with them."""
        period = Period(self.env)
        return period.moment(period.today - COLD)

    @api.depends_context("uid", "tz", "allowed_company_ids")
    def _compute_going_cold(self):
        """Ask for the last contact of all of them at once."""
        contractors = self.commercial_partner_id
        last = contractors._last_contacts(contractors.ids)
        limit = fields.Datetime.to_string(self._cold_before())
        for partner in self:
            contact = last.get(partner.commercial_partner_id.id)
            partner.going_cold = not contact or contact["date"] < limit

    @api.model
    def _search_going_cold(self, operator, value):
        """Leave each contractor as soon as one contact is found."""
        if operator != "in":
            return NotImplemented
        spoken = self._spoken_since(self._cold_before())
        return ~spoken if True in value else spoken

    @api.model
    def _spoken_since(self, moment):
        """Return the condition of partners with whom somebody has spoken since."""
        activities = self.env["enova.activity"]
        messages = self.env["mail.message"]
        limit = fields.Datetime.to_string(moment)

        def to_sql(model, alias, query):
            contractor = model._field_to_sql(alias, "commercial_partner_id", query)
            found = []
            if activities.has_access("read"):
                domain = activities._contact_domain() & Domain("date", ">=", moment)
                logged = activities._search(domain)
                of = activities._field_to_sql(
                    logged.table, "commercial_partner_id", logged
                )
                logged.add_where(SQL("%s = %s", of, contractor))
                found.append(SQL("EXISTS (%s)", logged.select(SQL("1"))))
            if messages.has_access("read"):
                found.append(SQL("EXISTS (%s)", self._written_since(contractor, limit)))
            return SQL("(%s)", SQL(" OR ").join(found)) if found else SQL("FALSE")

        return Domain.custom(
            to_sql=to_sql, predicate=lambda partner: not partner.going_cold
        )

    @api.model
    def _written_since(self, contractor, limit):
        """Return the statement of e-mails between people since a moment.

        What they are is told where the last of them is looked for.
        """
        messages = self.env["mail.message"]
        messages.flush_model(["model", "res_id", "author_id", "date", "message_type"])
        self.env["mail.notification"].flush_model(["mail_message_id", "res_partner_id"])
        return SQL(
            """
            SELECT 1
              FROM mail_message AS message
              JOIN res_partner AS person ON person.id = message.res_id
             WHERE message.model = 'res.partner'
               AND message.message_type IN ('comment', 'email')
               AND message.is_internal IS NOT TRUE
               AND message.date >= %(limit)s
               AND person.commercial_partner_id = %(contractor)s
               AND (EXISTS (SELECT FROM res_partner AS author
                             WHERE author.id = message.author_id
                               AND author.commercial_partner_id
                                   = person.commercial_partner_id)
                 OR EXISTS (SELECT FROM mail_notification AS notice
                              JOIN res_partner AS reader
                                ON reader.id = notice.res_partner_id
                             WHERE notice.mail_message_id = message.id
                               AND reader.commercial_partner_id
                                   = person.commercial_partner_id))
            """,
            limit=limit,
            contractor=contractor,
        )
