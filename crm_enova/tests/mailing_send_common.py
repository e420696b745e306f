"""A mail merge whose audience is settled and whose e-mails are queued."""

from odoo import fields
from odoo.fields import Command

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
