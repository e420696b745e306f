from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import CrmEnovaCase
from .undo_common import UndoMixin

EVERYBODY = ("own", "all", "manager")


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 10:00:00")
class TestFollowUpForTheCaretaker(UndoMixin, CrmEnovaCase):
    """Closing what the caretaker is to go on with, by everybody who may close it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.definition = cls.type_task.copy(
            {
                "name": "Sprawa",
                "followup_type_id": cls.type_call_task.id,
                "followup_to": "caretaker",
            }
        )
        cls.env["enova.caretaker"].create(
            {
                "partner_id": cls.contractor.id,
                "user_id": cls.user_all.id,
                "role": "deputy",
                "date_from": "2026-01-01",
            }
        )

    def _task(self, user, **values):
        values = {"partner_id": self.contractor.id, "user_id": user.id, **values}
        return self._activity(type_id=self.definition.id, **values).with_user(user)

    def _away(self):
        self.user_own.write(
            {
                "out_of_office_from": "2026-05-03 22:00:00",
                "out_of_office_to": "2026-05-05 22:00:00",
            }
        )

    def _window(self, tasks):
        action = tasks.action_ask_done()
        window = tasks.env["enova.activity.done"]
        return Form(window.with_context(**action["context"]))

    def test_by_everybody(self):
        """Nobody needs a right of the system for what the definition says."""
        for role in EVERYBODY:
            user = self.crm_users[role]
            task = self._task(user)
            form = self._window(task)
            with self.subTest(user=user.login):
                self.assertEqual(form.followup_user_id, self.user_own)
                form.save().action_confirm()
                self.assertEqual(task.state, "done")
                following = task.sudo().child_ids
                self.assertEqual(following.user_id, self.user_own)
                self.assertFalse(following.on_behalf_of_id)

    def test_while_they_are_away(self):
        self._away()
        for role in EVERYBODY:
            user = self.crm_users[role]
            task = self._task(user)
            self._window(task).save().action_confirm()
            following = task.sudo().child_ids
            with self.subTest(user=user.login):
                self.assertEqual(following.user_id, self.user_all)
                self.assertEqual(following.on_behalf_of_id, self.user_own)

    def test_somebody_else_who_was_chosen_does_it_for_nobody(self):
        self._away()
        task = self._task(self.user_own)
        form = self._window(task)
        form.followup_user_id = self.user_manager
        form.save().action_confirm()
        following = task.sudo().child_ids
        self.assertEqual(following.user_id, self.user_manager)
        self.assertFalse(following.on_behalf_of_id)

    def test_undo_takes_the_next_one_back(self):
        self._away()
        task = self._task(self.user_own)
        notice = self._window(task).save().action_confirm()
        self.assertTrue(task.sudo().child_ids)
        self._undo(notice)
        self.assertEqual(task.state, "planned")
        self.assertFalse(task.sudo().child_ids)

    def test_what_the_system_enters_is_not_chosen(self):
        """A client names it past the list that the window offers; nothing is closed."""
        task = self._task(self.user_own)
        system = self.env["enova.activity.type"].search(
            [("is_system", "=", True)], limit=1
        )
        window = self.env["enova.activity.done"].with_user(self.user_own)
        window = window.create(
            {
                "activity_ids": task.ids,
                "followup": True,
                "followup_type_id": system.id,
                "followup_name": "x",
            }
        )
        with self.assertRaisesRegex(UserError, "by the system alone"):
            with self.env.cr.savepoint():
                window.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(task.state, "planned")

    def test_many_of_many_contractors(self):
        """Each goes to its own caretaker, who is looked up for all at once."""
        used = []
        people = (self.user_own, self.user_all, self.user_manager)
        for count in (6, 60):
            partners = self.env["res.partner"].create(
                [
                    {"name": f"Firma {i}", "user_id": people[i % 3].id}
                    for i in range(count)
                ]
            )
            tasks = self.env["enova.activity"].create(
                [
                    {
                        "name": "x",
                        "type_id": self.definition.id,
                        "partner_id": partner.id,
                        "user_id": self.user_manager.id,
                    }
                    for partner in partners
                ]
            )
            window = self._window(tasks.with_user(self.user_manager)).save()
            _notice, queries = self._queries(window.action_confirm)
            used.append(queries)
            for task, partner in zip(tasks, partners, strict=True):
                self.assertEqual(task.child_ids.user_id, partner.user_id)
        # two looks at the stages of the definition for each, and nothing else
        self.assertLessEqual(used[1] - used[0], 2 * 54, used)
