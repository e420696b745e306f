from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.context import Narrowing

# From when on e-mails are so few that those whom they are about are looked up.
LOOKED_UP = timedelta(days=366)


class ResPartner(models.Model):
    """An e-mail that somebody wrote is a contact, too."""

    _inherit = "res.partner"

    @api.model
    def _last_statements(self, ids):
        """Take an e-mail between people where it is later than what was logged.

        Only those that stand on the contractor or on people there, to or from one of
        them: what the system sends, and what goes to many, is no contact.
        """
        statements = super()._last_statements(ids)
        messages = self.env["mail.message"]
        if not messages.has_access("read"):
            return statements
        messages.flush_model(
            ["model", "res_id", "author_id", "date", "message_type", "subject"]
        )
        self.env["mail.notification"].flush_model(["mail_message_id", "res_partner_id"])
        # sudo: the name of whoever has written what the caller reads
        self.sudo().flush_model(["commercial_partner_id", "name"])
        return [*statements, self._last_written(ids)]

    @api.model
    def _newest_contacts(self, rows):
        """Leave the later one to each contractor, an e-mail where one may read it."""
        model = "mail.message"
        last = super()._newest_contacts(row for row in rows if row[1] != model)
        written = super()._newest_contacts(row for row in rows if row[1] == model)
        # what is no news, since somebody has spoken with them later, needs no rights
        newer = {
            mail["id"]: contractor_id
            for contractor_id, mail in written.items()
            if contractor_id not in last or last[contractor_id]["date"] < mail["date"]
        }
        label = self.env._("E-mail")
        for message in self.env[model].browse(newer)._filtered_access("read"):
            mail = written[newer[message.id]]
            mail |= {"title": mail["title"] or label, "kind": label}
            last[newer[message.id]] = mail
        return last

    @api.model
    def _people_seen(self, domain=Domain.TRUE):
        """Return the query of ids and companies of the people whom the reader may see.

        Whoever may read a partner may read the e-mails there, and nobody else. Of a
        contractor whom one sees there may be people of another company.
        """
        people = self.with_context(active_test=False)
        query = people._search(domain)
        names = ("id", "commercial_partner_id")
        return query.select(
            *(people._field_to_sql(query.table, name, query) for name in names)
        )

    @api.model
    def _last_written(self, ids):
        """Return the statement of the newest e-mail of each contractor."""
        narrowed = self.with_context(**Narrowing(ids).on)
        people = narrowed._people_seen(Domain("commercial_partner_id", "in", ids))
        return SQL(
            """
            SELECT DISTINCT ON (person.commercial_partner_id)
                   person.commercial_partner_id, 'mail.message', found.id, found.date,
                   found.subject, NULL, 'fa-envelope-o', author.name
              FROM (%s) AS person CROSS JOIN LATERAL (
                   SELECT message.id, message.date, message.subject, message.author_id
                     FROM mail_message AS message
                    WHERE message.model = 'res.partner'
                      AND message.res_id = person.id
                      AND message.message_type IN ('comment', 'email')
                      AND message.is_internal IS NOT TRUE
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
                    ORDER BY message.date DESC, message.id DESC LIMIT 1) AS found
              LEFT JOIN res_partner AS author ON author.id = found.author_id
             ORDER BY person.commercial_partner_id, found.date DESC, found.id DESC
            """,
            people,
        )

    @api.model
    def _contact_queries(self, since):
        """Add e-mails between people."""
        queries = super()._contact_queries(since)
        messages = self.env["mail.message"]
        if not queries or not messages.has_access("read"):
            return queries
        messages.flush_model(["model", "res_id", "author_id", "date", "message_type"])
        self.env["mail.notification"].flush_model(["mail_message_id", "res_partner_id"])
        self.flush_model(["commercial_partner_id"])
        return [*queries, self._written_since(since)]

    @api.model
    def _written_since(self, since):
        """Return the query of contractors and moments of e-mails from a moment on.

        Of months there are few beside all partners: each one's is looked up by its key,
        which the planner by itself does not do. Of all the time everybody is read once.
        """
        people = self._people_seen()
        if since > fields.Datetime.now() - LOOKED_UP:
            people = SQL(
                "SELECT * FROM (%s) AS seen WHERE seen.id = message.res_id OFFSET 0",
                people,
            )
        return SQL(
            """
            SELECT person.commercial_partner_id, message.date
              FROM mail_message AS message
              JOIN LATERAL (%s) AS person ON person.id = message.res_id
         LEFT JOIN res_partner AS author ON author.id = message.author_id
             WHERE message.model = 'res.partner'
               AND message.date >= %s
               AND message.message_type IN ('comment', 'email')
               AND message.is_internal IS NOT TRUE
               AND (author.commercial_partner_id = person.commercial_partner_id
                OR EXISTS (SELECT FROM mail_notification AS notice
                             JOIN res_partner AS reader
                               ON reader.id = notice.res_partner_id
                            WHERE notice.mail_message_id = message.id
                              AND reader.commercial_partner_id
                                  = person.commercial_partner_id))
            """,
            people,
            since,
        )
