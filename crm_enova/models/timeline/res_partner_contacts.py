from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """An e-mail that somebody wrote is a contact, too."""

    _inherit = "res.partner"

    @api.model
    def _last_contacts(self, ids):
        """Take an e-mail between people where it is later than what was logged.

        Only those that stand on the contractor or on people there, to or from one of
        them: what the system sends, and what goes to many, is no contact.
        """
        last = super()._last_contacts(ids)
        messages = self.env["mail.message"]
        if not ids or not messages.has_access("read"):
            return last
        messages.flush_model(["model", "res_id", "author_id", "date", "message_type"])
        self.env["mail.notification"].flush_model(["mail_message_id", "res_partner_id"])
        self.flush_model(["commercial_partner_id"])
        # what is no news, since somebody has spoken with them later, needs no rights
        newer = {
            message_id: contractor_id
            for contractor_id, message_id, date in self.env.execute_query(
                self._last_written(list(ids))
            )
            if contractor_id not in last
            or last[contractor_id]["date"] < fields.Datetime.to_string(date)
        }
        found = messages.browse(newer)._filtered_access("read")
        found.fetch(["date", "subject", "author_id"])
        for message in found:
            last[newer[message.id]] = {
                "model": "mail.message",
                "id": message.id,
                "date": fields.Datetime.to_string(message.date),
                "title": message.subject or self.env._("E-mail"),
                "kind": self.env._("E-mail"),
                "icon": "fa-envelope-o",
                # sudo: the name of whoever has written what the caller reads
                "user": message.author_id.sudo().name or "",
            }
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
        people = self._people_seen(Domain("commercial_partner_id", "in", ids))
        return SQL(
            """
            SELECT DISTINCT ON (person.commercial_partner_id)
                   person.commercial_partner_id, found.id, found.date
              FROM (%s) AS person, LATERAL (
                   SELECT message.id, message.date
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
        """Return the query of contractors and moments of e-mails from a moment on."""
        return SQL(
            """
            SELECT person.commercial_partner_id, message.date
              FROM mail_message AS message
              JOIN (%s) AS person ON person.id = message.res_id
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
            self._people_seen(),
            since,
        )
