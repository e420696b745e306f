"""A mail merge whose audience is settled and whose e-mails are queued."""

import email.message
import email.utils

from odoo import fields
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import CrmEnovaCase

BODY = (
    '<p>Dear friends, <a href="https://example.com/offer">look</a>.'
    ' <a href="/unsubscribe_from_list">No more</a> <a href="/view">View</a></p>'
)


class MailingSendMixin:
    """Queued as the ERP does it, by core's own composer."""

    @classmethod
    def _set_up_mailing(cls, count=3, **values):
        cls.alias_domain = cls.env["mail.alias.domain"].search(
            [("name", "=", "crm.example.com")]
        ) or cls.env["mail.alias.domain"].create({"name": "crm.example.com"})
        cls.company.write(
            {"alias_domain_id": cls.alias_domain.id, "email": "firma@example.com"}
        )
        cls.purpose = cls.env.ref("crm_enova.enova_consent_purpose_marketing")
        cls.addressees = cls._addressees(count)
        cls.mailing = cls._mailing(cls.addressees, **values)
        cls.events = cls.mailing.event_ids.sorted("id")
        cls.mails = cls._mails_of(cls.mailing)

    @classmethod
    def _addressees(cls, count, prefix="adresat"):
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"Adresat {prefix} {number}",
                    "email": f"{prefix}{number}@example.com",
                    "is_company": True,
                    "contractor_status": "contractor",
                    "consent_ids": [
                        Command.create(
                            {"purpose_id": cls.purpose.id, "channel": "email"}
                        )
                    ],
                }
                for number in range(count)
            ]
        )

    @classmethod
    def _mailing(cls, partners, **values):
        mailing = cls.env["mailing.mailing"].create(
            {
                "subject": "Nowe ceny",
                "user_id": cls.user_manager.id,
                "email_from": cls.user_manager.email_formatted,
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("id", "in", partners.ids)]),
                "body_arch": BODY,
                "body_html": BODY,
                "company_id": cls.company.id,
                "purpose": "marketing",
                **values,
            }
        )
        mailing.action_put_in_queue()
        mailing._action_send_mail()
        return mailing

    @classmethod
    def _mails_of(cls, mailing):
        return cls.env["mail.mail"].search(
            [("mailing_id", "=", mailing.id)], order="id"
        )

    @classmethod
    def _attempt(cls, mail, state, **values):
        """Enter what a sender has done with an e-mail."""
        attempt = cls.env["enova.mailing.attempt"].create(
            {
                "activity_id": mail.enova_event_id,
                "mailing_id": mail.mailing_id.id,
                "company_id": cls.company.id,
                "user_id": mail.mailing_id.user_id.id,
                "mail_id": mail.id,
                "message_id": mail.message_id,
                "email": mail.mailing_trace_ids.email,
                "sender": 7,
                "date": fields.Datetime.now(),
                "state": state,
                **values,
            }
        )
        cls.env["enova.mailing.attempt"]._settle(7)
        return attempt


class MailingSendCase(MailingSendMixin, CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_mailing()


class MailingAnswersCase(MailingSendCase):
    """E-mails that have gone out, and ways to receive what comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.message_ids = cls.mails.mapped("message_id")
        for mail in cls.mails:
            cls._attempt(mail, "sent")
        cls.alias = cls.env["enova.activity"]._answer_alias(cls.company)

    def _receive(self, sender, to=None, refers_to=None, **headers):
        message = email.message.EmailMessage()
        message["From"] = sender
        message["To"] = to or self.alias.alias_full_name
        message["Subject"] = headers.pop("subject", "Re: Nowe ceny")
        message["Message-ID"] = email.utils.make_msgid()
        if refers_to:
            message["In-Reply-To"] = message["References"] = refers_to
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content("Dziękuję, biorę dwie palety.")
        before = self.env["enova.activity"].search([])
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(False, message.as_bytes())
        return self.env["enova.activity"].search([]) - before

    def _answers(self, event):
        return event.message_ids.filtered(lambda m: "dwie palety" in (m.body or ""))
