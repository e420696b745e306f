"""Undo is an open door into the ORM: who may go through it, and with what."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .attack_common import AttackMixin
from .project_common import ProjectMixin
from .resource_common import ResourceCase, at

UNDO = "enova.undo"


@tagged("post_install", "-at_install")
class TestUndoAttack(AttackMixin, ProjectMixin, ResourceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls._set_up_attackers()
        cls.task = cls._activity(
            name="Oferta",
            user_id=cls.user_own.id,
            partner_id=cls.contractor.id,
            date_deadline="2099-03-20",
        )
        cls.secret = cls._activity(
            name="Wypowiedzenie",
            user_id=cls.user_manager.id,
            assigned_by_id=cls.user_manager.id,
            partner_id=cls.contractor.id,
            private=True,
        )
        cls.booked = cls.env["enova.reservation"].create(
            {"resource_id": cls.van.id, "start": at(0), "stop": at(1), "name": "Jazda"}
        )

    def _begun(self, role="own", record=None, names=()):
        record = record or self.task
        return self._call(
            role, UNDO, "begin_change", record._name, record.ids, list(names)
        )

    # -- whose it is ---------------------------------------------------------------

    def test_begin_reaches_nothing_that_one_may_not_read(self):
        for role, record in (
            ("own", self.secret),
            ("all", self.secret),
            ("stranger", self.task),
            ("stranger", self.booked),
            ("portal", self.task),
            ("outsider", self.task),
        ):
            with self.subTest(role=role, record=record.display_name):
                self._assert_refused(
                    role, UNDO, "begin_change", record._name, record.ids
                )

    def test_begin_is_for_models_that_go_back(self):
        for model in (
            "res.users",
            "res.groups",
            "ir.rule",
            "ir.config_parameter",
            "enova.undo",
            "enova.undo.mixin",
            "enova.consent",
            "no.such.model",
            "",
        ):
            with self.subTest(model=model):
                self._assert_refused("manager", UNDO, "begin_change", model, [1])

    def test_nonsense_is_refused_and_crashes_nothing(self):
        names = self.task._name
        for args in (
            (names, "1"),
            (names, [self.task.id, "x"]),
            (names, {"id": 1}),
            (names, None),
            (names, [True]),
            (names, [-1]),
            (names, [2**40]),
            (names, list(range(1, 10_003))),
            (None, self.task.ids),
            ([names], self.task.ids),
            (names, self.task.ids, "priority"),
            (names, self.task.ids, [None]),
            (names, self.task.ids, {"priority": 1}),
        ):
            with self.subTest(args=str(args)[:60]):
                self._assert_refused("own", UNDO, "begin_change", *args)

    def test_only_whoever_began_ends_it_and_takes_it_back(self):
        key = self._begun(names=["priority"])
        self.task.with_user(self.user_own).priority = "2"
        before = self._held(self.task)
        for role in ("all", "manager", "stranger", "portal", "outsider"):
            for method in ("end_change", "action_undo"):
                with self.subTest(role=role, method=method):
                    self._assert_refused(role, UNDO, method, [key])
        self.assertEqual(self._held(self.task), before)
        notice = self._call("own", UNDO, "end_change", [key])
        self.assertEqual(notice["undo_id"], key)
        for role in ("all", "manager", "stranger", "portal", "outsider"):
            with self.subTest(role=role):
                self._assert_refused(role, UNDO, "action_undo", [key])
        self.assertEqual(self.task.priority, "2")

    def test_odd_ids(self):
        keys = [self._begun(), self._begun(record=self.task)]
        for ids in ([], keys, [0], [-1], [max(keys) + 1000]):
            for method in ("end_change", "action_undo"):
                with self.subTest(ids=ids, method=method):
                    self._assert_refused("own", UNDO, method, ids)

    # -- what it holds ---------------------------------------------------------------

    def test_nobody_reads_or_writes_what_is_kept(self):
        key = self._begun()
        forged = [{"model": "res.users", "rows": [[2, {"login": "x"}, {}]]}]
        for role in ("own", "manager", "portal", "outsider"):
            for method, args in (
                ("create", [{"parts": forged}]),
                ("create", [{}]),
                ("write", [[key], {"parts": forged}]),
                ("write", [[key], {"create_uid": 1}]),
                ("unlink", [[key]]),
                ("copy", [[key]]),
                ("read", [[key], ["parts"]]),
                ("read", [[key], ["before", "told"]]),
                ("search", [[("parts", "!=", False)]]),
                ("search", [[("before", "ilike", "Wypowiedzenie")]]),
                ("formatted_read_group", [[], ["is_started"], ["__count"]]),
                ("export_data", [[key], ["before"]]),
            ):
                with self.subTest(role=role, method=method, args=str(args)[:40]):
                    self._assert_refused(role, UNDO, method, *args)

    def test_what_is_inside_is_not_called_from_outside(self):
        key = self._begun()
        for method in ("_keep", "_start", "_notice", "_for_the_user", "_told_since"):
            with self.subTest(method=method):
                self._assert_refused("manager", UNDO, method, [key])
        for method in ("_undo_rows", "_undo_write", "_undo_created", "_undo_groups"):
            with self.subTest(method=method):
                self._assert_refused("own", "enova.activity", method, self.task.ids)

    def test_fields_that_are_nobodys_to_write_do_not_go_back(self):
        names = [
            "create_uid",
            "write_date",
            "reference",
            "commercial_partner_id",
            "creator_run_id",
            "reminded_user_id",
            "message_ids",
            "attendee_ids",
            "no_such_field",
        ]
        key = self._begun(names=names)
        [[_model, kept, _held], *_others] = self.env[UNDO].sudo().browse(key).before
        self.assertEqual(kept, [])

    # -- the way back ----------------------------------------------------------------

    def _changed(self, record, names, values):
        """Let the salesperson change something, and return the key of it."""
        key = self._begun("own", record, names)
        record.with_user(self.user_own).write(values)
        self.env.flush_all()
        self.assertTrue(self._call("own", UNDO, "end_change", [key]))
        return key

    def test_no_way_back_to_a_project_that_was_closed_off(self):
        """It was theirs to see; a link to it is not theirs to set any more."""
        mine, other = (
            self._project(name=name, user_id=self.user_own.id) for name in "AB"
        )
        self.task.project_id = mine
        key = self._changed(self.task, ["project_id"], {"project_id": other.id})
        mine.partner_id = self.other_contractor
        mine.user_id = self.user_manager
        self.env.flush_all()
        self.assertFalse(mine.with_user(self.user_own)._filtered_access("read"))
        self._assert_refused("own", UNDO, "action_undo", [key])
        self.assertEqual(self.task.project_id, other)

    def test_no_way_back_once_it_is_somebody_elses(self):
        key = self._changed(self.task, ["priority"], {"priority": "2"})
        self.task.write({"partner_id": False, "user_id": self.user_all.id})
        self.env.flush_all()
        self._assert_refused("own", UNDO, "action_undo", [key])
        self.assertEqual(self.task.priority, "2")

    def test_no_way_back_into_what_has_become_private(self):
        key = self._changed(self.task, ["priority"], {"priority": "2"})
        people = {"user_id": self.user_manager.id, "assigned_by_id": False}
        self.task.write({**people, "private": True})
        self.env.flush_all()
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            self._call("own", UNDO, "action_undo", [key])
        self.assertNotIn("Oferta", str(refused.exception))
        self.assertEqual(self.task.priority, "2")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_no_way_back_for_who_has_left_the_crm(self):
        key = self._changed(self.task, ["priority"], {"priority": "2"})
        group = self.env.ref("crm_enova.crm_enova_group_own")
        self.user_own.group_ids = [Command.unlink(group.id)]
        self.env.flush_all()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._call("own", UNDO, "action_undo", [key])
        self.assertEqual(self.task.priority, "2")

    def test_a_reservation_goes_back_by_the_rules_of_reservations(self):
        """Whoever may not approve does not confirm by taking a refusal back."""
        self.van.approval_required = True
        mine = self._book(2, 3, user=self.user_own, user_id=self.user_own.id)
        self.assertEqual(mine.state, "requested")
        key = self._begun("own", mine, ["state"])
        self._assert_refused(
            "own", "enova.reservation", "write", mine.ids, {"state": "confirmed"}
        )
        self.assertFalse(self._call("own", UNDO, "end_change", [key]))
        self.assertEqual(mine.state, "requested")

    def test_what_was_approved_is_not_approved_again_by_undo(self):
        self.van.approval_required = True
        mine = self._book(2, 3, user=self.user_own, user_id=self.user_own.id)
        mine.with_user(self.user_manager).action_confirm()
        key = self._begun("own", mine, ["state"])
        mine.with_user(self.user_own).action_cancel()
        self.env.flush_all()
        notice = self._call("own", UNDO, "end_change", [key])
        if notice:
            try:
                with self.env.cr.savepoint():
                    self._call("own", UNDO, "action_undo", [key])
            except UserError:
                self.env.invalidate_all()
        # asked for again, or left alone: who approves is the manager
        self.assertIn(mine.state, ("requested", "cancelled"))
