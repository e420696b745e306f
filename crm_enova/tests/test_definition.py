from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


class DefinitionCase(CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.definition = cls.env["enova.activity.type"].create(
            {"name": "Reklamacja", "kind": "task", "channel": "service"}
        )

    def _task(self, **values):
        return self._activity(type_id=self.definition.id, is_told=True, **values)

    def _lines(self, **lines):
        """Let each named stage lead to the given ones alone."""
        self.definition.transition_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "stage_id": self[f"stage_{name}"].id,
                        "next_stage_ids": [Command.set(stages.ids)],
                    }
                )
                for name, stages in lines.items()
            ),
        ]

    def __getitem__(self, name):
        return getattr(self, name)


@tagged("post_install", "-at_install")
class TestTransitions(DefinitionCase):
    def test_a_stage_without_line_leads_everywhere(self):
        self._lines(waiting=self.stage_done)
        task = self._task()
        task.stage_id = self.stage_cancelled
        self.assertEqual(task.state, "cancelled")

    def test_forbidden_move_names_what_is_allowed(self):
        self._lines(planned=self.stage_in_progress + self.stage_cancelled)
        task = self._task()
        said = "Planned to Done.*Reklamacja.*In progress, Cancelled"
        with self.assertRaisesRegex(UserError, said), self.env.cr.savepoint():
            task.write({"stage_id": self.stage_done.id})
        self.assertEqual(task.stage_id, self.stage_planned)
        task.action_start()
        task.action_done()
        self.assertEqual(task.state, "done")

    def test_forbidden_for_one_of_many(self):
        """By the network, with several at once: all or none."""
        self._lines(planned=self.stage_in_progress)
        started, planned = self._task(), self._task(name="Nietknięte")
        started.action_start()
        both = (started + planned).with_user(self.user_all)
        with self.assertRaisesRegex(UserError, "Nietknięte"), self.env.cr.savepoint():
            both.write({"stage_id": self.stage_done.id})
        states = (started + planned).mapped("state")
        self.assertEqual(states, ["in_progress", "planned"])

    def test_buttons_take_the_stage_that_is_reachable(self):
        """Two stages are in progress: the first of the board is not allowed here."""
        self._lines(planned=self.stage_waiting)
        task = self._task()
        task.action_start()
        self.assertEqual(task.stage_id, self.stage_waiting)

    def test_dead_end(self):
        self._lines(done=self.env["enova.activity.stage"])
        task = self._task()
        task.action_done()
        with self.assertRaisesRegex(UserError, r"\(none\)"), self.env.cr.savepoint():
            task.action_reopen()
        self.assertEqual(task.state, "done")

    def test_another_definition_takes_its_own_first_stage(self):
        self._lines(planned=self.stage_in_progress)
        task = self._task()
        self.type_task.stage_ids = [
            Command.set((self.stage_in_progress + self.stage_done).ids)
        ]
        task.type_id = self.type_task
        self.assertEqual(task.stage_id, self.stage_in_progress)

    def test_a_line_removed_is_forgotten_at_once(self):
        self._lines(planned=self.stage_in_progress)
        task = self._task()
        self.definition.transition_ids.unlink()
        task.stage_id = self.stage_done
        self.assertEqual(task.state, "done")

    def test_constant_queries(self):
        self._lines(planned=self.stage_in_progress)
        self._queries_of_moving(3)
        few = self._queries_of_moving(3)
        self.assertEqual(self._queries_of_moving(60), few)

    def _queries_of_moving(self, count):
        rows = [{"name": "x", "type_id": self.definition.id} for _ in range(count)]
        tasks = self.env["enova.activity"].create(rows)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        tasks.write({"stage_id": self.stage_in_progress.id})
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestRequiredFields(DefinitionCase):
    def _require(self, moment, *names):
        self.definition.requirement_ids = [
            Command.create({"moment": moment, "field_name": name}) for name in names
        ]

    def test_to_start(self):
        self._require("start", "date_deadline")
        task = self._task()
        with self.assertRaisesRegex(ValidationError, "Deadline"):
            with self.env.cr.savepoint():
                task.action_start()
        self.assertEqual(task.state, "planned")
        task.date_deadline = "2026-05-04"
        task.action_start()
        self.assertEqual(task.state, "in_progress")

    def test_to_close_all_that_lacks_is_named(self):
        self._require("close", "time_spent", "description", "tag_ids")
        task = self._task(description="<p><br></p>")
        task.action_start()
        said = "(?=.*Time Spent)(?=.*Description)(?=.*Tags)"
        with self.assertRaisesRegex(ValidationError, said), self.env.cr.savepoint():
            task.action_done("ok")
        self.assertEqual((task.state, task.result), ("in_progress", False))
        task.action_cancel()
        self.assertEqual(task.state, "cancelled")

    def test_needed_to_start_is_needed_to_close(self):
        self._require("start", "contact_id")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._task().action_done()

    def test_entered_as_done(self):
        self._require("close", "result")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._task(stage_id=self.stage_done.id, result="  ")
        self.assertTrue(self._task(stage_id=self.stage_done.id, result="ok"))

    def test_may_not_be_emptied_afterwards(self):
        self._require("close", "result")
        task = self._task(stage_id=self.stage_done.id, result="ok")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            task.result = False
        self.assertEqual(task.result, "ok")

    def test_old_ones_stay_as_they_are(self):
        task = self._task(stage_id=self.stage_done.id)
        self._require("close", "result", "time_spent")
        task.name = "Inna nazwa"
        self.assertEqual(task.state, "done")

    def test_one_of_many(self):
        self._require("close", "result")
        good, bad = self._task(result="ok"), self._task(name="Pusta")
        with self.assertRaisesRegex(ValidationError, "Pusta"), self.env.cr.savepoint():
            (good + bad).write({"stage_id": self.stage_done.id})
        self.assertEqual((good + bad).mapped("state"), ["planned", "planned"])

    def test_fields_to_choose_from(self):
        names = dict(self.env["enova.activity.requirement"]._list_fields())
        self.assertLessEqual({"date_deadline", "result", "time_spent"}, set(names))
        self.assertFalse({"reference", "state", "name", "message_ids"} & set(names))


@tagged("post_install", "-at_install")
class TestWhoMayUse(DefinitionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.managers = cls.env.ref("crm_enova.crm_enova_group_manager")
        cls.definition.group_ids = [Command.set(cls.managers.ids)]

    def test_offered_and_accepted(self):
        for role, usable in (("own", False), ("all", False), ("manager", True)):
            definitions = self.definition.with_user(self.crm_users[role])
            found = definitions.search([("is_usable", "=", True)])
            with self.subTest(role=role):
                self.assertEqual(definitions.is_usable, usable)
                self.assertEqual(self.definition in found, usable)
                hidden = definitions.search([("is_usable", "=", False)])
                self.assertEqual(self.definition in hidden, not usable)

    def test_refused_through_the_network(self):
        activities = self.env["enova.activity"].with_user(self.user_own)
        values = {"name": "x", "type_id": self.definition.id}
        with self.assertRaisesRegex(UserError, "Reklamacja.*Manager"):
            with self.env.cr.savepoint():
                activities.create(values)
        task = activities.create({**values, "type_id": self.type_task.id})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            task.type_id = self.definition
        self.assertEqual(task.type_id, self.type_task)

    def test_those_who_may_not_enter_it_still_work_on_it(self):
        task = self._task(user_id=self.user_own.id).with_user(self.user_own)
        task.action_done("ok")
        self.assertEqual((task.state, task.type_id.name), ("done", "Reklamacja"))

    def test_archived_definition_keeps_its_tasks(self):
        task = self._task(user_id=self.user_own.id)
        self.definition.with_user(self.user_manager).action_archive()
        task = task.with_user(self.user_own)
        self.assertEqual(task.type_id.name, "Reklamacja")
        task.action_done("ok")
        self.assertEqual(task.state, "done")
        offered = self.env["enova.activity.type"].with_user(self.user_manager)
        self.assertNotIn(self.definition, offered.search([("is_usable", "=", True)]))


@tagged("post_install", "-at_install")
class TestDurationOfDefinition(DefinitionCase):
    def test_no_longer_than_can_be_planned(self):
        """Everybody who enters one would be stopped by an end beyond the calendar."""
        for hours in (-1, 1001, 1e15):
            with (
                self.subTest(hours=hours),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.definition.default_duration = hours
                self.env.flush_all()
        self.definition.default_duration = 1000
        task = self._task(date_start="2026-01-01 08:00:00")
        self.assertEqual(task.date_stop - task.date_start, timedelta(hours=1000))


@tagged("post_install", "-at_install")
class TestPropertiesOfDefinition(DefinitionCase):
    def test_fields_of_its_own(self):
        self.definition.with_user(self.user_manager).properties_definition = [
            {"name": "wada", "string": "Rodzaj wady", "type": "char"}
        ]
        task = self._task(user_id=self.user_own.id).with_user(self.user_own)
        task.properties = {"wada": "rysa"}
        task.invalidate_recordset()
        self.assertEqual(task.properties["wada"], "rysa")
        found = task.search([("properties.wada", "=", "rysa")])
        self.assertEqual(found, task)
        self.assertFalse(dict(self._activity().properties or {}))
