"""A run deletes as the superuser when it is taken back: only its own, only by whom."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .attack_common import AttackMixin
from .test_creator_undo import UndoCase

RUN, WINDOW = "enova.creator.run", "enova.creator.undo"


@tagged("post_install", "-at_install")
class TestCreatorUndoAttack(AttackMixin, UndoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_attackers()

    def setUp(self):
        super().setUp()
        self.run_of_all = self._made_run(
            self.user_all, partner_ids=self.second, campaign_name="Tajna kampania"
        )
        self.run_of_own = self._made_run(
            self.user_own, partner_ids=self.contractor, campaign_name="Moja"
        )

    def _all_there(self, run):
        """Assert that nothing of a run is gone."""
        self.env.invalidate_all()
        self.assertEqual(run.state, "done")
        self.assertTrue(run.campaign_id.exists())
        self.assertEqual(len(run.project_ids), len(run.line_ids))
        tasks = self.env["enova.activity"].search([("creator_run_id", "=", run.id)])
        self.assertEqual(len(tasks), 2 * len(run.line_ids))

    def test_a_run_of_others(self):
        """Neither by its button, nor by a window of one's own onto it."""
        mine = self._call("own", WINDOW, "create", [{"run_id": self.run_of_own.id}])
        for role, target in (
            ("own", self.run_of_all),
            ("all", self.run_of_own),
            ("stranger", self.run_of_all),
            ("stranger", self.run_of_own),
            ("portal", self.run_of_own),
            ("outsider", self.run_of_own),
        ):
            for model, method, args in (
                (RUN, "action_undo", [target.ids]),
                (WINDOW, "create", [[{"run_id": target.id}]]),
                (WINDOW, "action_undo", [mine]),
                (WINDOW, "action_undo_untouched", [mine]),
            ):
                if role == "own" and args == [mine]:
                    continue
                with self.subTest(role=role, run=target.name, method=method):
                    self._assert_refused(role, model, method, *args)
        self._all_there(self.run_of_all)
        self._all_there(self.run_of_own)

    def test_a_window_is_not_turned_to_another_run(self):
        [mine] = self._call("own", WINDOW, "create", [{"run_id": self.run_of_own.id}])
        self._assert_refused(
            "own", WINDOW, "write", [mine], {"run_id": self.run_of_all.id}
        )
        window = self.env[WINDOW].browse(mine)
        self.assertEqual(window.run_id, self.run_of_own)

    def test_what_is_read_before_it_is_saved(self):
        """The form asks for its preview first, with whatever run it names."""
        other = self.run_of_all
        spec = {"run_id": {}, "preview": {}, "has_removed": {}, "has_kept": {}}
        words = ["Tajna kampania", "Drugi", other.name]
        for role in ("own", "stranger"):
            for context in ({}, {"default_run_id": other.id}):
                with self.subTest(role=role, context=context):
                    try:
                        with self.env.cr.savepoint():
                            answer = self._call(
                                role,
                                WINDOW,
                                "onchange",
                                [],
                                {"run_id": other.id},
                                ["run_id"],
                                spec,
                                context=context,
                            )
                    except UserError as error:
                        answer = str(error)
                    for word in words:
                        self.assertNotIn(word, str(answer))

    def test_nobody_writes_a_run_or_its_lines(self):
        """They go on with the rights of whoever began them."""
        for role in ("own", "manager", "stranger"):
            for model, method, args in (
                (RUN, "write", [self.run_of_own.ids, {"state": "running"}]),
                (RUN, "write", [self.run_of_own.ids, {"user_id": 2}]),
                (RUN, "write", [self.run_of_own.ids, {"campaign_made": True}]),
                (RUN, "create", [[{"name": "x", "user_id": self.user_all.id}]]),
                (RUN, "copy", [self.run_of_own.ids]),
                (
                    "enova.creator.line",
                    "write",
                    [self.run_of_own.line_ids.ids, {"state": "made"}],
                ),
                ("enova.creator.line", "unlink", [self.run_of_own.line_ids.ids]),
                (RUN, "_undo", [self.run_of_own.ids, True]),
                (RUN, "_undo_plan", [self.run_of_own.ids]),
                (RUN, "_process", [self.run_of_own.ids, []]),
            ):
                with self.subTest(role=role, method=method, args=str(args)[-40:]):
                    self._assert_refused(role, model, method, *args)
        self._all_there(self.run_of_own)

    def test_a_manager_of_another_company_beside_this_one(self):
        """With the company switched off they see no run of it."""
        self.stranger.company_ids = [Command.link(self.company.id)]
        run = self.run_of_own
        context = {"allowed_company_ids": self.other_company.ids}
        self._assert_refused("stranger", RUN, "action_undo", run.ids, context=context)
        context = {"allowed_company_ids": (self.other_company + self.company).ids}
        action = self._call("stranger", RUN, "action_undo", run.ids, context=context)
        self.assertEqual(action["context"], {"default_run_id": run.id})

    def test_a_copy_is_no_part_of_the_run(self):
        """What somebody made of it by copying is theirs, and stays."""
        run = self.run_of_own
        task = run.project_ids.enova_activity_ids[0]
        [copied] = self._call("own", "enova.activity", "copy", task.ids)
        [project] = self._call("own", "enova.project", "copy", run.project_ids.ids)
        copies = self.env["enova.activity"].browse(copied)
        copies.sudo().project_id = False
        self.assertFalse(copies.creator_run_id)
        self.assertFalse(self.env["enova.project"].browse(project).creator_run_id)
        self._undo(run, self.user_own).action_undo_untouched()
        self.assertTrue(copies.exists())
        self.assertTrue(self.env["enova.project"].browse(project).exists())

    def test_what_was_given_to_somebody_else_stays(self):
        """Taken out of the reach of who began it: a manager has changed it since."""
        run = self.run_of_own
        run.project_ids.with_user(self.user_manager).user_id = self.user_manager
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        self.contractor.user_id = self.user_manager
        self.env.flush_all()
        self.assertFalse(
            run.project_ids.with_user(self.user_own)._filtered_access("read")
        )
        window = self._undo(run, self.user_own)
        self.assertRaises(UserError, window.action_undo)
        window.action_undo_untouched()
        self.assertTrue(self._projects().filtered(lambda p: p.creator_run_id == run))

    def test_twice(self):
        window = self._undo(self.run_of_own, self.user_own)
        self._call("own", WINDOW, "action_undo", window.ids)
        for model, method, ids in (
            (WINDOW, "action_undo", window.ids),
            (WINDOW, "action_undo_untouched", window.ids),
            (RUN, "action_undo", self.run_of_own.ids),
            (RUN, "action_resume", self.run_of_own.ids),
        ):
            with self.subTest(method=method):
                if method == "action_resume":
                    self._call("own", model, method, ids)
                else:
                    self._assert_refused("own", model, method, ids)
        self.env.invalidate_all()
        self.assertEqual(self.run_of_own.state, "undone")
        self._all_there(self.run_of_all)
