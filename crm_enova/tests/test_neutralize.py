from datetime import timedelta

from odoo import fields
from odoo.modules.neutralize import get_neutralization_queries, neutralize_database
from odoo.tests import tagged

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestNeutralize(CrmEnovaCase):
    """A copy for trials has nothing of ours left to send."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_own.notification_type = "email"
        queued = cls.env(context={**cls.env.context, "mail_notify_force_send": False})
        before = cls.env["mail.mail"].search([])
        values = {"name": "Plan", "type_id": cls.type_task.id}
        tasks = queued["enova.activity"].create(
            [{**values, "user_id": cls.user_own.id} for _ in range(3)]
        )
        one = queued["enova.activity"].create({**values, "user_id": cls.user_own.id})
        cls.tasks = tasks | one
        cls.ours = cls.env["mail.mail"].search([]) - before
        cls.other = queued["mail.mail"].create(
            {"subject": "Something else", "email_to": "x@example.com"}
        )
        cls.scheduled = cls.env["mail.scheduled.message"].create(
            {
                "model": "enova.activity",
                "res_id": one.id,
                "author_id": cls.user_own.partner_id.id,
                "body": "Later",
                "scheduled_date": fields.Datetime.now() + timedelta(days=1),
            }
        )
        cls.env.flush_all()

    def _neutralize_ours(self):
        [query] = get_neutralization_queries(["crm_enova"])
        self.env.cr.execute(query)
        self.env.invalidate_all()

    def test_queued_notices_are_cancelled(self):
        self.assertEqual(len(self.ours), 2, "one of many tasks, one of a single one")
        self.assertEqual(set(self.ours.mapped("state")), {"outgoing"})
        self._neutralize_ours()
        self.assertEqual(set(self.ours.mapped("state")), {"cancel"})

    def test_other_mails_are_left_to_core(self):
        self._neutralize_ours()
        self.assertEqual(self.other.state, "outgoing")

    def test_messages_for_later_are_gone(self):
        self._neutralize_ours()
        self.assertFalse(self.scheduled.exists())

    def test_links_of_the_real_database_give_nothing(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "umowa.txt",
                "raw": b"x",
                "res_model": "res.partner",
                "res_id": self.contractor.id,
            }
        )
        links = self.env["enova.attachment.link"]
        link = links.create({"attachment_ids": file.ids})
        token = link.token
        self.assertEqual(links._of_token(link.id, token), link)
        self._neutralize_ours()
        self.assertFalse(links._of_token(link.id, token))
        self.assertFalse(link.is_open)

    def test_what_people_entered_stays(self):
        self._neutralize_ours()
        self.assertEqual(len(self.tasks.exists()), 4)

    def test_the_whole_command(self):
        """All modules together: no server, no scheduled action, no mail of ours."""
        neutralize_database(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual(set(self.ours.mapped("state")), {"cancel"})
        servers = self.env["ir.mail_server"].search([])
        self.assertEqual(servers.mapped("smtp_host"), ["invalid"])
        crons = self.env["ir.cron"].search([])
        self.assertEqual(crons, self.env.ref("base.autovacuum_job"))
