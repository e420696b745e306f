from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.home.paper_blocks import Folders

from .common import CrmEnovaCase

LOGGER = "odoo.addons.crm_enova.models.home.res_users"
NOW = "2026-06-10 10:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestMyPage(CrmEnovaCase):
    """The day of one person on one page, by one call, under their rights."""

    def setUp(self):
        super().setUp()
        # what is already there when the user of the test comes
        self.system = self.env(user=SUPERUSER_ID)

    def _blocks(self):
        return {block["name"]: block for block in self.env["res.users"].enova_my_day()}

    def _task(self, name, day="2026-06-10", **values):
        return self.system["enova.activity"].create(
            {
                "name": name,
                "type_id": self.type_task.id,
                "partner_id": self.contractor.id,
                "user_id": self.user_own.id,
                "assigned_by_id": self.user_own.id,
                "date_deadline": day,
                **values,
            }
        )

    def _titles(self, name):
        return [row["title"] for row in self._blocks()[name]["rows"]]

    @users("crm_own")
    def test_today_and_late(self):
        self._task("Later", "2026-06-11")
        self._task("Late", "2026-06-08")
        self._task("Today")
        self._task(
            "At nine", date_start="2026-06-10 07:00:00", type_id=self.type_call_task.id
        )
        self._task("Not mine", user_id=self.user_all.id)
        done = self._task("Done")
        done.action_done()
        self.assertEqual(set(self._titles("today")), {"Today", "At nine"})
        self.assertEqual(self._titles("late"), ["Late"])
        [row] = self._blocks()["late"]["rows"]
        self.assertEqual((row["tone"], row["hint"]), ("alarm", self.contractor.name))
        timed = [row for row in self._blocks()["today"]["rows"] if row["start"]]
        self.assertEqual(
            [(row["title"], row["start"]) for row in timed],
            [("At nine", "2026-06-10T07:00:00Z")],
        )

    @users("crm_own")
    def test_a_free_day_is_said(self):
        block = self._blocks()["today"]
        self.assertEqual((block["rows"], block["count"]), ([], 0))

    @users("crm_own")
    def test_meetings_of_the_calendar(self):
        mine = self.user_own.partner_id
        for name, start, people in (
            ("Board", "2026-06-10 12:00:00", mine),
            ("Tomorrow", "2026-06-11 12:00:00", mine),
            ("Theirs", "2026-06-10 12:00:00", self.user_all.partner_id),
        ):
            self.system["calendar.event"].create(
                {
                    "name": name,
                    "start": start,
                    "stop": start,
                    "partner_ids": [Command.set(people.ids)],
                }
            )
        self.assertEqual(self._titles("today"), ["Board"])

    @users("crm_own")
    def test_the_list_has_what_was_counted(self):
        for number in range(12):
            self._task(f"Late {number}", "2026-06-08")
        block = self._blocks()["late"]
        self.assertEqual((len(block["rows"]), block["count"]), (8, 12))
        found = self.env["enova.activity"].search(block["action"]["domain"])
        self.assertEqual(len(found), 12)

    @users("crm_own")
    def test_long_without_contact(self):
        self.assertEqual(self._titles("cold"), [self.contractor.name], "never")
        event = self.system["enova.activity"].create(
            {
                "name": "Talk",
                "type_id": self.type_call.id,
                "partner_id": self.contractor.id,
                "date_start": "2026-04-01 08:00:00",
            }
        )
        self.assertEqual(self._titles("cold"), [self.contractor.name])
        event.copy({"date_start": "2026-06-01 08:00:00"})
        self.env.invalidate_all()
        self.assertNotIn("cold", self._blocks())

    @users("crm_own")
    def test_an_email_is_a_contact(self):
        self.system["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": self.contractor.id,
                "message_type": "email",
                "author_id": self.contact.id,
                "subject": "Rolls",
                "date": "2026-06-01 08:00:00",
                "subtype_id": self.env.ref("mail.mt_comment").id,
            }
        )
        self.assertNotIn("cold", self._blocks())
        last = self.contractor.with_env(self.env)._last_contacts(self.contractor.ids)
        self.assertEqual(last[self.contractor.id]["title"], "Rolls")

    @users("crm_own")
    def test_what_the_system_sends_is_no_contact(self):
        for kind in ("notification", "email_outgoing", "auto_comment"):
            self.system["mail.message"].create(
                {
                    "model": "res.partner",
                    "res_id": self.contractor.id,
                    "message_type": kind,
                    "author_id": self.contact.id,
                    "date": "2026-06-01 08:00:00",
                }
            )
        self.assertIn("cold", self._blocks())

    @users("crm_own")
    def test_news(self):
        self.assertNotIn("news", self._blocks())
        self.system["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": self.contractor.id,
                "message_type": "email",
                "author_id": self.contact.id,
                "subject": "We take them",
                "date": "2026-06-09 08:00:00",
                "subtype_id": self.env.ref("mail.mt_comment").id,
            }
        )
        [row] = self._blocks()["news"]["rows"]
        self.assertEqual(
            (row["title"], row["model"], row["id"]),
            ("We take them", "res.partner", self.contractor.id),
        )
        order = self.system["sale.order"].create({"partner_id": self.contractor.id})
        order.write({"state": "sale", "date_order": "2026-06-10 08:00:00"})
        self.assertEqual(len(self._blocks()["news"]["rows"]), 1, "no right to orders")
        self.env.user.sudo().group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        models = [row["model"] for row in self._blocks()["news"]["rows"]]
        self.assertEqual(models, ["sale.order", "res.partner"])

    @users("crm_own")
    def test_projects_and_folders(self):
        self.system["enova.project"].create(
            {
                "name": "Line",
                "partner_id": self.contractor.id,
                "user_id": self.user_own.id,
            }
        )
        self.system["enova.folder"].create(
            {"name": "Audit", "user_id": self.user_own.id}
        )
        blocks = self._blocks()
        [stage] = blocks["projects"]["rows"]
        self.assertEqual(stage["number"], 1)
        found = self.env["enova.project"].search(stage["action"]["domain"])
        self.assertEqual(found.name, "Line")
        self.assertEqual(blocks["folders"]["count"], 1)

    @users("crm_own")
    def test_a_block_that_raises_does_not_take_the_page_along(self):
        self._task("Late", "2026-06-08")
        with (
            patch.object(Folders, "content", side_effect=ValueError),
            mute_logger(LOGGER),
        ):
            blocks = self._blocks()
        self.assertIn("late", blocks)
        self.assertNotIn("folders", blocks)

    def test_who_has_no_right_has_no_page(self):
        for role in ("outsider", "portal"):
            with self.subTest(role=role):
                users_ = self.env["res.users"].with_user(self.crm_users[role])
                self.assertEqual(users_.enova_my_day(), [])

    @users("crm_own")
    def test_queries_do_not_grow_with_contractors(self):
        """One call, and as many queries for a hundred contractors as for one."""
        counts = []
        for number in (1, 100):
            self.system["res.partner"].create(
                [
                    {"name": f"Zakład {i}", "user_id": self.user_own.id}
                    for i in range(number)
                ]
            )
            self._task(f"Late {number}", "2026-06-08")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._blocks()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
        self.assertLessEqual(counts[0], 70)
