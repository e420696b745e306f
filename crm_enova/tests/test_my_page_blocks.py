from contextlib import contextmanager
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.home.day_blocks import COUNTED_UP_TO, Block

from .test_my_page_days import MyPageCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestMyPageBlocks(MyPageCase):
    """What each list of the page holds, for whom, and what is behind it."""

    def _partner(self, name, **values):
        return self.system["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )

    def _paper(self, name, day, **values):
        file = self.system["ir.attachment"].create(
            {
                "name": name,
                "raw": b"x",
                "res_model": "res.partner",
                "res_id": values.get("partner_id", self.contractor.id),
            }
        )
        return self.system["enova.attachment"].create(
            {
                "name": name,
                "attachment_id": file.id,
                "partner_id": self.contractor.id,
                "valid_until": day,
                "state": "in_force",
                "user_id": False,
                **values,
            }
        )

    # -- lists and their figures ---------------------------------------------------

    @users("crm_own")
    def test_the_page_counts_to_a_hundred_and_asks_no_more_for_a_thousand(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            blocks = self._blocks()
            return self.env.cr.sql_log_count - before, blocks

        self._many_tasks(20)
        few, _blocks = cost()
        self._many_tasks(1000)
        many, blocks = cost()
        self.assertLessEqual(many, few)
        for name in ("today", "late"):
            with self.subTest(block=name):
                self.assertEqual(len(blocks[name]["rows"]), 8)
                self.assertEqual(blocks[name]["count"], COUNTED_UP_TO)

    def _many_tasks(self, count):
        self.system["enova.activity"].create(
            [
                {
                    "name": str(number),
                    "type_id": self.type_task.id,
                    "user_id": self.user_own.id,
                    "date_deadline": "2026-06-10" if number % 2 else "2026-06-01",
                }
                for number in range(count)
            ]
        )

    @users("crm_own")
    def test_every_list_behind_a_figure_holds_what_was_counted(self):
        self._task("Today", "2026-06-10")
        self._task("Late", "2026-06-09")
        self._paper("Agreement", "2026-07-01")
        for number in range(3):
            self._partner(f"Zakład {number}", user_id=self.user_own.id)
            self.system["enova.folder"].create(
                {"name": str(number), "user_id": self.user_own.id}
            )
            self.system["enova.project"].create(
                {
                    "name": str(number),
                    "partner_id": self.contractor.id,
                    "user_id": self.user_own.id,
                }
            )
        blocks = self._blocks()
        wanted = {"today", "late", "cold", "ending", "projects", "folders"}
        self.assertLessEqual(wanted, set(blocks))
        for name in wanted:
            action = blocks[name]["action"]
            records = self.env[action["res_model"]].search(action["domain"])
            with self.subTest(block=name):
                self.assertEqual(len(records), blocks[name]["count"])
                self.assertEqual(action["name"], blocks[name]["label"])
                for row in blocks[name]["rows"]:
                    if "model" in row:
                        self.assertIn(row["id"], records.ids)

    @users("crm_own")
    def test_papers_that_end_within_two_months(self):
        for day in ("2026-06-09", "2026-06-10", "2026-08-09", "2026-08-10"):
            self._paper(day, day)
        self._paper("over", "2026-07-01", state="ended")
        theirs = {"partner_id": self.other_contractor.id}
        self._paper("of others", "2026-07-01", **theirs)
        self._paper("entrusted", "2026-07-01", **theirs, user_id=self.user_own.id)
        names = self.env["enova.attachment"].browse(
            row["id"] for row in self._blocks()["ending"]["rows"]
        )
        self.assertEqual(
            names.mapped("name"), ["2026-06-10", "entrusted", "2026-08-09"]
        )

    @users("crm_own")
    def test_whom_nobody_has_spoken_with_before_the_others(self):
        """Cards, archived contractors and those of colleagues are none of one's own."""
        self._task("Talk", type_id=self.type_call.id, date_start="2026-01-05 09:00:00")
        never = self._partner("Nigdy", user_id=self.user_own.id, city="Radom")
        self._partner("Zamknięty", user_id=self.user_own.id, active=False)
        self._partner("Karta", user_id=self.user_own.id, contractor_status="card")
        self._partner("Cudzy", user_id=self.user_all.id)
        rows = self._blocks()["cold"]["rows"]
        self.assertEqual(
            [(row["title"], row["hint"], row["date"]) for row in rows],
            [
                (never.name, "Radom", False),
                (self.contractor.name, "Lublin", "2026-01-05"),
            ],
        )

    # -- for whom ------------------------------------------------------------------

    @users("crm_own")
    def test_private_tasks_and_another_company(self):
        """One sees what is one's own in the companies that are switched on."""
        self._task("private", "2026-06-10", private=True)
        self.env.user.sudo().company_ids += self.other_company
        self.system["enova.project"].create(
            {
                "name": "Elsewhere",
                "partner_id": self.contractor.id,
                "user_id": self.user_own.id,
                "company_id": self.other_company.id,
            }
        )
        both = self.company | self.other_company
        for companies, is_shown in ((self.company, False), (both, True)):
            self.env = self.env(
                context={**self.env.context, "allowed_company_ids": companies.ids}
            )
            with self.subTest(companies=companies.mapped("name")):
                self.assertEqual(self._titles("today"), ["private"])
                self.assertEqual("projects" in self._blocks(), is_shown)

    @users("crm_own")
    def test_as_substitute(self):
        self.assertNotIn("substitution", self._blocks())
        theirs = self._partner("Zakład", user_id=self.user_all.id)
        self.system["enova.caretaker"].create(
            {"partner_id": theirs.id, "user_id": self.user_own.id, "role": "deputy"}
        )
        task = {"partner_id": theirs.id, "user_id": self.user_all.id}
        self._task("theirs", "2026-06-10", **task)
        self.user_all.sudo().write(
            {"out_of_office_from": "2026-06-10", "out_of_office_to": "2026-06-12"}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._titles("substitution"), ["theirs"])
        self.assertEqual(self._titles("today"), [], "not one's own, in one list alone")

    @users("crm_own")
    def test_in_the_reader_s_language(self):
        self._task("Oferta", "2026-06-09")
        polish = self.env["res.users"].with_context(lang="pl_PL").enova_my_day()
        labels = {block["name"]: block["label"] for block in polish}
        self.assertEqual(labels["today"], "Dzisiaj")
        english = {name: block["label"] for name, block in self._blocks().items()}
        self.assertEqual(english["late"], "Overdue tasks")
        self.assertFalse(set(labels.values()) & set(english.values()))

    @users("crm_own")
    def test_done_and_deleted_leave_the_page(self):
        late, today = self._task("Late", "2026-06-09"), self._task("T", "2026-06-10")
        project = self.system["enova.project"].create(
            {
                "name": "Line",
                "partner_id": self.contractor.id,
                "user_id": self.user_own.id,
            }
        )
        folder = self.system["enova.folder"].create(
            {"name": "Audit", "user_id": self.user_own.id}
        )
        names = {"late", "projects", "folders"}
        self.assertLessEqual(names, set(self._blocks()))
        late.with_user(self.user_own).action_done("ok")
        today.unlink()
        project.active = False
        folder.action_close()
        self.env.flush_all()
        self.env.invalidate_all()
        blocks = self._blocks()
        self.assertFalse(names & set(blocks))
        self.assertEqual(blocks["today"]["count"], 0)

    @users("crm_own")
    def test_meetings_of_today_that_belong_to_a_task_stand_once(self):
        task = self._task(
            "Visit",
            date_start="2026-06-10 09:00:00",
            date_stop="2026-06-10 10:00:00",
            calendar_entry=True,
        )
        self.assertTrue(task.calendar_event_ids)
        task.calendar_event_ids.partner_ids = [
            Command.link(self.user_own.partner_id.id)
        ]
        rows = self._blocks()["today"]["rows"]
        self.assertEqual([(r["model"], r["id"]) for r in rows], [(task._name, task.id)])

    # -- another addon's -----------------------------------------------------------

    @contextmanager
    def _further(self, content, model="enova.activity"):
        kind = type(
            "Further",
            (Block,),
            {"name": "further", "model": model, "label": "Further", "content": content},
        )
        users_ = self.registry["res.users"]
        with patch.object(users_, "_enova_day_blocks", lambda self: [kind]):
            yield

    @users("crm_own")
    def test_another_addon_adds_a_block(self):
        answer = {"rows": [], "count": 3, "action": False}
        with self._further(lambda block: answer):
            self.assertEqual(
                self._blocks(),
                {
                    "further": {"name": "further", "label": "Further", "column": 1}
                    | answer
                },
            )
        for model in ("no.such.model", "ir.config_parameter"):
            with self.subTest(model=model), self._further(lambda b: answer, model):
                self.assertEqual(self._blocks(), {})

    @users("crm_own")
    def test_an_error_of_the_database_ends_the_page(self):
        """The transaction has ended with it; nothing true can follow."""

        def broken(block):
            block.env.cr.execute("SELECT 1 / 0")

        with (
            self._further(broken),
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.Error),
            self.env.cr.savepoint(),
        ):
            self._blocks()
