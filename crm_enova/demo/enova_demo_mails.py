from markupsafe import Markup

from .enova_demo_tables import Tables


class Mails(Tables):
    """What was written to clients, and what they have answered."""

    def _load_mails(self, contractors):
        """Create the e-mails, as the ERP keeps those that went out and came in."""
        outgoing = self.env["mail.message"]._fields["message_type"].get_values(self.env)
        sent = "email_outgoing" if "email_outgoing" in outgoing else "comment"
        subtype = self.env.ref("mail.mt_comment").id
        prepared = {}
        for number, row in enumerate(self._rows("mails")):
            contractor = contractors[row["contractor"]]
            person = contractor.child_ids.sorted("id")[:1] or contractor
            colleague = contractor.user_id.partner_id
            author, reader = (
                (person, colleague) if row["who"] == "in" else (colleague, person)
            )
            prepared[str(number)] = {
                "model": "res.partner",
                "res_id": contractor.id,
                "message_type": "email" if row["who"] == "in" else sent,
                "subtype_id": subtype,
                "author_id": author.id,
                "email_from": author.email_formatted,
                "partner_ids": [(4, reader.id)],
                "subject": row["subject"],
                "body": Markup("<p>{}</p>").format(row["body"]),
                "date": self._moment(row["day"], (int(row["hour"]) - 8) * 60 + number),
            }
        return self._create_missing("mail.message", "mail", prepared)
