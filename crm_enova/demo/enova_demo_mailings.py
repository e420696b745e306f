from datetime import timedelta

from odoo import fields

from ..models.mailing.letter_engine import client
from .enova_demo_tables import Tables

SUBJECT = "Nowy cennik przeglądów"
BODY = (
    "<p>od nowego roku zmieniają się ceny przeglądów okresowych wózków i regałów."
    " Umowy zawarte do końca roku liczymy jeszcze po dotychczasowych stawkach.</p>"
    "<p>Jeżeli mają Państwo pytania, proszę dzwonić do opiekuna firmy {contractor}:"
    " {caretaker}, {caretaker_phone}.</p>"
    "<p>Z poważaniem<br>{sender}<br>{company}</p>"
)
INVITATION = (
    "<p>{salutation},</p>"
    "<p>zapraszamy na dzień otwarty serwisu: {company_street}, {company_city}."
    " Pokażemy nową linię wózków i odpowiemy na pytania o resursy.</p>"
    "<p>{sender}<br>{company}</p>"
)
LETTERHEAD = {
    "street": "ul. Składowa 12",
    "zip": "05-800",
    "city": "Pruszków",
    "phone": "+48 22 550 10 00",
    "email": "biuro@example.com",
}
# How far the letters are, from the first addressee on; the rest were posted.
OUTCOMES = ("answered", "answered", "bounced")
POSTED_DAYS_AGO = 9


class Mailings(Tables):
    """A finished mail merge in the histories, and one that is being written."""

    def _load_mailings(self, users, contractors):
        """Create both unless they are there."""
        if self._existing("mailing.mailing", "mailing"):
            return
        chosen = [partner.id for partner in contractors.values()]
        sender = users["kierownik"]
        prepared = {
            "done": self._mail_merge(sender, chosen, SUBJECT, BODY, "letter"),
            "draft": self._mail_merge(
                sender, chosen[:12], "Dzień otwarty serwisu", INVITATION, "mail"
            ),
        }
        self._letterhead()
        self._letter_layout()
        made = self._create_missing("mailing.mailing", "mailing", prepared)
        self._finish_mailing(made["done"].with_user(sender))

    def _letterhead(self):
        """Give the company what letters show of it, unless it has an address."""
        company = self.env.company
        if not company.street:
            # sudo: as all demo data
            company.sudo().write(LETTERHEAD)

    def _letter_layout(self):
        """Make the layout of the letters, unless there is one."""
        layout = {
            "name": "Koperta DL, okienko z prawej",
            "preset": "dl_right",
            "with_salutation": True,
            "company_id": self.env.company.id,
        }
        return self._create_missing("enova.letter.layout", "layout", {"dl": layout})

    def _mail_merge(self, sender, ids, subject, body, kind):
        """Return the values of a mail merge about contracts."""
        return {
            "subject": subject,
            "body_html": body,
            "body_arch": body if kind == "mail" else False,
            "mailing_type": kind,
            "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            "purpose": "contract",
            "audience": "selected",
            "mailing_domain": repr([("id", "in", ids)]),
            "user_id": sender.id,
            "email_from": sender.email_formatted,
        }

    def _finish_mailing(self, mailing):
        """Let the letters be posted some days ago, some answered, one come back."""
        mailing.action_put_in_queue()
        moment = fields.Datetime.now() - timedelta(days=POSTED_DAYS_AGO)
        if client.is_installed():
            mailing.action_print_letters()
            batches = mailing.letter_batch_ids
            batches.posting_date = moment.date()
            batches.action_posted()
        events = mailing.sudo().event_ids.sorted("id")  # sudo: as all demo data
        sent = events.filtered(lambda event: event.mailing_state != "left_out")
        sent._mailing_moved("posted")
        for event, state in zip(sent, OUTCOMES, strict=False):
            event._mailing_moved(state)
        mailing.sudo()._finish()  # sudo: as above
        mailing.sudo().sent_date = moment  # sudo: as above
        self.env.flush_all()
        # when the letters went out is the day of their events
        self.env.cr.execute(
            "UPDATE enova_activity SET date = %s, date_done = %s WHERE id = ANY(%s)",
            [moment, moment, events.ids],
        )
        events.invalidate_recordset(["date", "date_done"])
