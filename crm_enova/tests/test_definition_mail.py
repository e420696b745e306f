from odoo import Command
from odoo.tests import tagged

from .test_definition import DefinitionCase


@tagged("post_install", "-at_install")
class TestDefinitionMail(DefinitionCase):
    """E-mails that a definition sends: to whom, when, and when not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Przyjęto",
                "model_id": cls.env["ir.model"]._get_id("enova.activity"),
                "subject": "Zgłoszenie {{ object.reference or object.name }}",
                "body_html": "<p>Termin: <t t-out='object.date_deadline'/></p>",
                "email_from": "crm@example.com",
            }
        )

    def _lines(self, *pairs):
        self.definition.mail_ids = [
            Command.create(
                {
                    "moment": moment,
                    "recipient": recipient,
                    "template_id": self.template.id,
                }
            )
            for moment, recipient in pairs
        ]
        self.env["mail.mail"].search([("id", "!=", False)]).unlink()

    def _mails(self):
        self.env.flush_all()
        return self.env["mail.mail"].search([("subject", "=like", "Zgłoszenie%")])

    def _told(self):
        return set(self._mails().recipient_ids.mapped("email"))

    def test_contractor_when_entered(self):
        self._lines(("create", "contractor"))
        task = self._task(partner_id=self.contractor.id, date_deadline="2026-05-04")
        mail = self._mails()
        self.assertEqual(mail.recipient_ids, self.contractor)
        self.assertEqual(mail.subject, f"Zgłoszenie {task.name}")
        self.assertIn("2026-05-04", mail.body_html)
        self.assertEqual((mail.model, mail.res_id), ("enova.activity", task.id))
        self.assertEqual(mail.state, "outgoing")

    def test_the_contact_person_before_the_company(self):
        self._lines(("create", "contractor"))
        self.contact.email = "ewa@mlyn.example.com"
        self._task(partner_id=self.contractor.id, contact_id=self.contact.id)
        self.assertEqual(self._told(), {"ewa@mlyn.example.com"})

    def test_nobody_to_write_to(self):
        self._lines(("create", "contractor"))
        self._task(partner_id=self.other_contractor.id)  # no address
        self._task()  # no contractor
        self._task(
            partner_id=self.contractor.id, private=True, user_id=self.user_own.id
        )
        self.env["mail.blacklist"]._add(self.contractor.email)
        self._task(partner_id=self.contractor.id)
        self.assertFalse(self._mails())

    def test_colleagues_but_not_oneself(self):
        self._lines(("create", "assignee"), ("create", "giver"))
        self.env["enova.activity"].with_user(self.user_own).create(
            {
                "name": "x",
                "type_id": self.definition.id,
                "user_id": self.user_all.id,
            }
        )
        self.assertEqual(self._told(), {"crm_all@example.com"})

    def test_change_and_close(self):
        self._lines(("change", "contractor"), ("close", "giver"))
        task = self._task(
            partner_id=self.contractor.id,
            user_id=self.user_own.id,
            assigned_by_id=self.user_manager.id,
        )
        self.assertFalse(self._mails())
        task = task.with_user(self.user_own)
        task.write({"name": "Inna", "priority": "1"})
        task.write({"date_deadline": False})  # no change
        self.assertFalse(self._mails())
        task.write({"date_deadline": "2026-05-04"})
        self.assertEqual(self._told(), {self.contractor.email})
        self._mails().unlink()
        task.action_done("ok")
        self.assertEqual(self._told(), {"crm_manager@example.com"})

    def test_cancelled_is_not_done(self):
        self._lines(("close", "contractor"))
        self._task(partner_id=self.contractor.id).action_cancel()
        self.assertFalse(self._mails())

    def test_import_is_silent(self):
        self._lines(("create", "contractor"))
        silent = self.env["enova.activity"].with_context(import_file=True)
        silent.create(
            {
                "name": "x",
                "type_id": self.definition.id,
                "partner_id": self.contractor.id,
            }
        )
        self.assertFalse(self._mails())

    def test_no_address_to_speak_of(self):
        self._lines(("create", "contractor"))
        self.contractor.email = "zadzwonić rano"
        self._task(partner_id=self.contractor.id)
        self.assertFalse(self._mails())

    def test_many_in_as_many_queries_as_few(self):
        self._lines(("close", "contractor"))
        few = self._queries_of_closing(5)
        many = self._queries_of_closing(100)
        # mail.mail writes its rows one by one in core; ours adds nothing to that
        self.assertLess(many - few, 95 * 12)
        self.assertEqual(len(self._mails()), 105)

    def _queries_of_closing(self, count):
        rows = [
            {
                "name": "x",
                "type_id": self.definition.id,
                "partner_id": self.contractor.id,
            }
            for _ in range(count)
        ]
        tasks = self.env["enova.activity"].create(rows)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        tasks.action_done("ok")
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
