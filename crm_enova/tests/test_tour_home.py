from datetime import timedelta
from typing import ClassVar

from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourHome(TourCase):
    # blocks that somebody unfolds where there is room for their headings alone
    unfolded = None

    def test_a_day(self):
        yesterday = self._today() - timedelta(days=2)
        mine = {
            "user_id": self.user_own.id,
            "assigned_by_id": self.user_own.id,
            "partner_id": self.contractor.id,
            "date_deadline": yesterday,
        }
        call, offer = self.env["enova.activity"].create(
            [
                {"name": "Call the mill", "type_id": self.type_task.id, **mine},
                {"name": "Ask", "type_id": self.type_call_task.id, **mine},
            ]
        )
        self.env["mail.message"].create(
            [
                {
                    "model": "res.partner",
                    "res_id": self.contact.id,
                    "author_id": self.contact.id,
                    "message_type": "email",
                    "subject": f"Answer {number}",
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                }
                for number in range(11)
            ]
        )
        self.env["enova.folder"].create(
            {"name": "Complaints", "user_id": self.user_own.id}
        )
        self.start_tour("/odoo/my-day", "enova_home", login="crm_own")
        self.assertGreater(call.date_deadline, self._today())
        self.assertEqual((offer.state, offer.result), ("done", "They take it"))
        left = self.user_own.res_users_settings_id.enova_view_state
        self.assertEqual(left["home"], ["today"])
        self.assertEqual(left.get("home_unfolded"), self.unfolded)


@tagged("post_install", "-at_install")
class TestTourHomePhone(TestTourHome):
    unfolded: ClassVar[list] = ["folders"]
    browser_size = "400x800"
    touch_enabled = True


@tagged("post_install", "-at_install")
class TestTourWriteBar(TourCase):
    def test_write(self):
        self.contractor.email = "biuro@mlyn.example.com"
        self._open_contractor("enova_write_bar")
        notices = self.env["mail.notification"].search(
            [("mail_message_id.subject", "=", "New price list")]
        )
        self.assertEqual(notices.res_partner_id, self.contractor)
        settings = self.user_own.res_users_settings_id
        self.assertTrue(
            settings.enova_view_state["chatter"], "it stays as they left it"
        )


@tagged("post_install", "-at_install")
class TestTourWriteBarPhone(TestTourWriteBar):
    browser_size = "375x667"
    touch_enabled = True
