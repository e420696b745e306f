from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .project_common import ProjectCase


class UndoCase(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook = cls._playbook(("Zadzwoń do {contractor}", 0), ("Oferta", 2))
        cls.second = cls.env["res.partner"].create(
            {"name": "Drugi", "is_company": True, "user_id": cls.user_manager.id}
        )
        cls.both = cls.contractor | cls.second

    def _made_run(self, user=None, **values):
        prepared = {
            "partner_ids": self.both,
            "playbook_id": self.playbook.id,
            "campaign_name": "Wiosna 2026",
        }
        run = self._run(user, **{**prepared, **values})
        self._next_transaction(run)
        return run

    def _next_transaction(self, run):
        """Let what follows be later than the run, as it is outside of a test."""
        self.env.flush_all()
        later = self.env.cr.now() + timedelta(minutes=5)
        self.patch(self.env.cr, "_now", later)

    def _undo(self, run, user=None):
        wizards = self.env["enova.creator.undo"].with_user(user or self.user_all)
        return wizards.create({"run_id": run.id})

    def _projects(self):
        return self.env["enova.project"].search([("creator_key", "!=", False)])


@tagged("post_install", "-at_install")
class TestCreatorUndo(UndoCase):
    def test_all_that_it_made_is_gone(self):
        activities = self.env["enova.activity"]
        before = activities.search_count([])
        run = self._made_run()
        utm = run.campaign_id.campaign_id
        self.assertEqual(run.campaign_made, True)
        action = run.with_user(self.user_all).action_undo()
        wizards = self.env[action["res_model"]].with_user(self.user_all)
        form = Form(wizards.with_context(**action["context"]))
        for words in (
            "Projects: 2",
            "Tasks and events: 4",
            "Members of the campaign: 2",
            "The campaign: Wiosna 2026",
            "People who will be told of it: 2",
        ):
            with self.subTest(words=words):
                self.assertIn(words, form.preview)
        self.assertFalse(form.has_kept)
        form.save().action_undo()
        self.assertFalse(self._projects())
        self.assertEqual(activities.search_count([]), before)
        self.assertFalse(run.campaign_id)
        self.assertFalse(utm.active)
        self.assertEqual(set(run.line_ids.mapped("state")), {"undone"})

    def test_history_keeps_it(self):
        run = self._made_run()
        self._undo(run, self.user_manager).action_undo()
        run = run.with_user(self.user_all)
        self.assertEqual(run.state, "undone")
        self.assertEqual(run.undone_by_id, self.user_manager)
        self.assertTrue(run.undone_date)
        self.assertIn("Projects: 2", run.undone_note)
        self.assertEqual(run.made_count, 0)
        with self.assertRaisesRegex(UserError, "taken back already"):
            run.action_undo()
        run.action_resume()
        self.assertEqual(run.state, "undone")

    def test_it_can_be_run_again(self):
        run = self._made_run()
        self._undo(run).action_undo()
        again = self._made_run()
        self.assertEqual((again.made_count, again.left_count), (2, 0))

    def test_assignees_are_told(self):
        run = self._made_run()
        messages = self.env["mail.message"]
        before = messages.search([])
        self._undo(run).action_undo()
        told = messages.search([]) - before
        self.assertEqual(
            told.notified_partner_ids, (self.user_own | self.user_manager).partner_id
        )
        self.assertEqual(len(told), 2)
        self.assertIn("Tasks of yours that are gone: 2", told[0].body)

    def test_a_campaign_that_was_there_stays(self):
        campaign = self._campaign()
        member = self.env["enova.campaign.member"]._join(campaign, self.contractor)
        run = self._made_run(campaign_name=False, campaign_id=campaign.id)
        self.assertFalse(run.campaign_made)
        self._undo(run).action_undo()
        self.assertTrue(campaign.exists())
        self.assertEqual(campaign.member_ids, member)

    def test_members_alone(self):
        campaign = self._campaign()
        run = self._made_run(
            playbook_id=False, campaign_name=False, campaign_id=campaign.id
        )
        campaign.member_ids.filtered(
            lambda member: member.partner_id == self.second
        ).action_refused()
        self._undo(run).action_undo_untouched()
        self.assertEqual(campaign.member_ids.partner_id, self.second)

    def test_whoever_has_another_project_stays_a_member(self):
        run = self._made_run()
        self._project(campaign_id=run.campaign_id.id)
        wizard = self._undo(run)
        self.assertIn("something else belongs to it", wizard.preview)
        wizard.action_undo_untouched()
        self.assertEqual(run.campaign_id.member_ids.partner_id, self.contractor)
        self.assertFalse(self._projects())

    def test_tasks_in_projects_that_were_there(self):
        projects = self._project() | self._project(name="Drugi")
        values = {
            "audience": "projects",
            "partner_ids": self.both.browse(),
            "campaign_name": False,
        }
        earlier = self._made_run(project_ids=projects[0], **values)
        projects[0].enova_activity_ids[0].unlink()
        there = projects.enova_activity_ids
        run = self._made_run(project_ids=projects, **values)
        self.assertEqual(len(projects.enova_activity_ids), 4)
        self._undo(run).action_undo()
        self.assertEqual(projects.exists(), projects)
        self.assertEqual(projects.enova_activity_ids, there)
        self.assertEqual(earlier.state, "done")

    def test_reservations_go_with_their_tasks(self):
        category = self.env["enova.resource.category"].create({"name": "Wozy"})
        van = self.env["enova.resource"].create(
            {"name": "Wóz", "category_id": category.id}
        )
        hours = {"timed": True, "hour": 10, "duration": 1, "resource_id": van.id}
        playbook = self._playbook(("Wizyta", 3, {**hours, "on_clash": "next"}))
        run = self._made_run(playbook_id=playbook.id)
        booked = self.env["enova.reservation"].search([("resource_id", "=", van.id)])
        self.assertEqual(len(booked), 2)
        wizard = self._undo(run)
        self.assertIn("Reservations: 2", wizard.preview)
        wizard.action_undo()
        self.assertFalse(booked.exists())

    def test_entries_in_the_calendar_go_with_their_tasks(self):
        self.type_task.calendar_entry = True
        playbook = self._playbook(("Wizyta", 3, {"timed": True, "hour": 10}))
        run = self._made_run(playbook_id=playbook.id)
        events = run.project_ids.enova_activity_ids.calendar_event_ids
        self.assertEqual(len(events), 2)
        wizard = self._undo(run)
        self.assertFalse(wizard.has_kept)
        wizard.action_undo()
        self.assertFalse(events.exists())

    def test_in_the_background_it_is_paused_first(self):
        run = self._made_run()
        run.state = "running"
        with self.assertRaisesRegex(UserError, "Pause it first"):
            run.with_user(self.user_all).action_undo()
        run.with_user(self.user_all).action_pause()
        self._undo(run).action_undo()
        self.assertEqual(run.state, "undone")

    def test_queries_do_not_grow_with_the_contractors(self):
        self._queries(2)
        few = self._queries(2)
        self.assertLessEqual(self._queries(60), few)

    def _queries(self, count):
        partners = self.env["res.partner"].create(
            [
                {"name": f"Z {i}", "is_company": True, "user_id": self.user_own.id}
                for i in range(count)
            ]
        )
        run = self._made_run(partner_ids=partners)
        wizard = self._undo(run)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        wizard.action_undo()
        self.env.flush_all()
        self.assertEqual(run.state, "undone")
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestCreatorUndoRights(UndoCase):
    def test_whoever_began_it_and_managers(self):
        run = self._made_run(self.user_own, partner_ids=self.contractor)
        with mute_logger("odoo.addons.base.models.ir_rule"):
            for user in (self.user_all, self.crm_users["outsider"]):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self._undo(run, user).action_undo()
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    run.with_user(user).action_undo()
        self.assertEqual(run.state, "done")
        self.assertTrue(self._projects())
        self._undo(run, self.user_own).action_undo()
        self.assertFalse(self._projects())

    def test_a_manager_takes_back_another_s(self):
        run = self._made_run(self.user_own, partner_ids=self.contractor)
        self._undo(run, self.user_manager).action_undo()
        self.assertEqual(run.undone_by_id, self.user_manager)
        self.assertFalse(self._projects())

    def test_nobody_says_that_a_run_has_made_it(self):
        """Else the run would take along what others have."""
        run = self._made_run()
        task = self._activity(user_id=self.user_all.id)
        for role in ("own", "all", "manager"):
            mine = task.with_user(self.crm_users[role])
            with self.subTest(role=role):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    mine.write({"creator_run_id": run.id})
        created = self.env["enova.activity"].with_user(self.user_all)
        created = created.with_context(default_creator_run_id=run.id)
        made = created.create({"name": "x", "type_id": self.type_task.id})
        self.assertFalse(made.creator_run_id)
