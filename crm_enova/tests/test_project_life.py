from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .project_common import ProjectCase
from .undo_common import UndoMixin


@tagged("post_install", "-at_install")
class TestProjectLife(UndoMixin, ProjectCase):
    """Definitions that lack a stage, copies, deletion, and what is taken back."""

    def _definition(self, *stages, **values):
        return self.project_sale.copy(
            {
                "name": "Krótka",
                "stage_ids": [Command.set([stage.id for stage in stages])],
                **values,
            }
        )

    def test_definition_without_the_stage(self):
        """Which definition, which projects; of several at once none is moved."""
        short = self._definition(self.project_stage_planned, self.project_stage_won)
        bare = self._project(name="Bez etapu", type_id=short.id)
        usual = self._project(name="Zwykły", type_id=self.project_sale.id)
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            (usual | bare).action_start()
        self.assertIn("Krótka", str(refused.exception))
        self.assertIn("Bez etapu", str(refused.exception))
        self.assertNotIn("Zwykły", str(refused.exception))
        self.env.invalidate_all()
        self.assertEqual(set((usual | bare).mapped("state")), {"planned"})
        bare._close("won")
        bare.action_reopen()
        self.assertEqual(bare.state, "planned", "for want of one in progress")

    def test_definition_that_changes_takes_its_stages(self):
        short = self._definition(self.project_stage_planned, self.project_stage_won)
        project = self._project(type_id=self.project_sale.id)
        project.action_start()
        project.type_id = short
        self.assertEqual(project.stage_id, self.project_stage_planned)
        won = self._project(type_id=self.project_sale.id)
        won._close("won")
        closed = won.date_closed
        won.type_id = short
        self.assertEqual((won.state, won.date_closed), ("won", closed))

    def test_definition_needs_a_beginning_and_an_end(self):
        for stages in (
            [self.project_stage_planned],
            [self.project_stage_won, self.project_stage_lost],
        ):
            with self.assertRaisesRegex(ValidationError, "at least one stage"):
                with self.env.cr.savepoint():
                    self._definition(*stages)

    def test_reason_where_the_definition_wants_none(self):
        easy = self._definition(
            self.project_stage_planned,
            self.project_stage_won,
            self.project_stage_dropped,
            reason_required=False,
        )
        project = self._project(type_id=easy.id)
        project._close("dropped")
        self.assertEqual(project.state, "dropped")
        with self.assertRaisesRegex(ValidationError, "Say why it ended so: P/"):
            project.type_id = self.project_sale

    def test_some_of_them_are_closed(self):
        open_one = self._project(name="Otwarty")
        closed = self._project(name="Wygrany")
        closed._close("won")
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            (open_one | closed)._close("won")
        self.assertIn("Wygrany", str(refused.exception))
        self.assertNotIn("Otwarty", str(refused.exception))
        self.assertEqual(open_one.state, "planned")

    def test_moment_of_closing_is_that_of_the_first_time(self):
        project = self._project()
        with freeze_time("2026-03-02 10:00:00"):
            project._close("won")
        closed = project.date_closed
        with freeze_time("2026-04-02 10:00:00"):
            project.stage_id = project.stage_id.copy({"name": "Wygrane, rozliczone"})
        self.assertEqual(project.date_closed, closed)
        project.action_reopen()
        self.assertFalse(project.date_closed)

    def test_drop_that_is_taken_back(self):
        """With the reason, and with what was written about it."""
        project = self._project(user_id=self.user_own.id).with_user(self.user_own)
        undo = self.env["enova.undo"].with_user(self.user_own)
        key = undo.begin_change(project._name, project.ids, ["stage_id"])
        project.with_context(enova_change=key).write(
            {
                "stage_id": self.project_stage_lost.id,
                "reason_id": self.reason.id,
                "outcome_note": "Za drogo",
            }
        )
        self.env.flush_all()
        notice = undo.browse(key).end_change()
        self._undo({"tag": "crm_enova.undo_notice", "params": notice})
        self.assertEqual(project.stage_id, self.project_stage_planned)
        self.assertFalse(project.reason_id or project.outcome_note)
        self.assertFalse(project.date_closed)

    def test_copy_begins_anew(self):
        project = self._project(
            type_id=self.project_sale.id, target=10, own_value=4, planned_revenue=900
        )
        self._activity(project_id=project.id)
        project._close("lost", self.reason, "Za drogo")
        copy = project.copy()
        self.assertEqual(copy.stage_id, self.project_stage_planned)
        self.assertNotEqual(copy.reference, project.reference)
        self.assertFalse(copy.reason_id or copy.outcome_note or copy.date_closed)
        self.assertFalse(copy.enova_activity_ids or copy.own_value)
        self.assertEqual((copy.target, copy.planned_revenue), (10, 900))

    @mute_logger("odoo.sql_db")
    def test_project_with_tasks_is_kept(self):
        project = self._project(user_id=self.user_own.id)
        task = self._activity(project_id=project.id)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            project.with_user(self.user_own).unlink()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            project.with_user(self.user_manager).unlink()
        task.project_id = False
        project.with_user(self.user_manager).unlink()
        self.assertFalse(project.exists())

    @mute_logger("odoo.sql_db")
    def test_what_a_project_says_is_kept(self):
        """Stage, reason and definition are archived, and the project has them still."""
        project = self._project(type_id=self.project_sale.id)
        project._close("lost", self.reason)
        self.env.flush_all()
        for record in (self.reason, self.project_stage_lost, self.project_sale):
            with self.subTest(record=record._name):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    record.unlink()
        self.reason.action_archive()
        self.assertEqual(project.reason_id, self.reason)
        project.outcome_note = "Inny dostawca"
        project.action_reopen()
        self.assertEqual(project.state, "in_progress")

    def test_deadline_over_free_days(self):
        """Working days of the company, which is off on the first of May."""
        self.project_sale.duration = 2
        calendar = self.company.resource_calendar_id
        calendar.tz = "Europe/Warsaw"
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Święto Pracy",
                "calendar_id": calendar.id,
                "date_from": "2026-04-30 22:00:00",
                "date_to": "2026-05-01 21:59:59",
            }
        )
        with freeze_time("2026-04-30 10:00:00"):
            form = Form(self.env["enova.project"].with_user(self.user_own))
            form.name = "Majówka"
            form.partner_id = self.contractor
            self.assertEqual(form.date_start, date(2026, 4, 30))
            self.assertEqual(form.date_deadline, date(2026, 5, 5))
            form.date_start = date(2026, 5, 4)
            self.assertEqual(form.date_deadline, date(2026, 5, 6))
            project = form.save()
        with Form(project) as form:
            form.date_start = date(2026, 5, 5)
        self.assertEqual(project.date_deadline, date(2026, 5, 6), "it was agreed on")

    def test_start_is_the_day_of_the_reader(self):
        """An hour before midnight in UTC it is the next day in Warsaw."""
        for moment, day in (
            ("2026-03-28 22:59:00", date(2026, 3, 28)),
            ("2026-03-28 23:00:00", date(2026, 3, 29)),
            # an hour later in winter than in summer
            ("2026-03-29 22:00:00", date(2026, 3, 30)),
        ):
            with freeze_time(moment), self.subTest(moment=moment):
                project = self.env["enova.project"].with_user(self.user_own)
                made = project.create({"name": "x", "partner_id": self.contractor.id})
                self.assertEqual(made.date_start, day)

    def test_team_sees_it_as_its_own(self):
        """Whoever is put into the team, and no longer when they are taken out."""
        project = self._project(partner_id=self.other_contractor.id)
        mine = self.env["enova.project"].with_user(self.user_own)
        self.assertNotIn(project, mine.search([("is_own", "=", True)]))
        project.member_ids = [Command.link(self.user_own.id)]
        self.env.invalidate_all()
        self.assertIn(project, mine.search([("is_own", "=", True)]))
        self.assertNotIn(project, mine.search([("is_own", "=", False)]))
        self.assertIn(project, mine.search([("is_own", "in", [True, False])]))
        self.assertTrue(project.with_user(self.user_own).is_own)
        project.member_ids = [Command.unlink(self.user_own.id)]
        self.env.invalidate_all()
        self.assertNotIn(project, mine.search([]))

    def test_many_are_moved_by_as_many_queries(self):
        def count(number):
            projects = (
                self.env["enova.project"]
                .create(
                    [
                        {"name": f"P{n}", "partner_id": self.contractor.id}
                        for n in range(number)
                    ]
                )
                .with_context(tracking_disable=True)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            projects._close("won")
            self.env.flush_all()
            self.assertEqual(set(projects.mapped("state")), {"won"})
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(300), count(20) + 4)
