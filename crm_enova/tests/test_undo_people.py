from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import CrmEnovaCase
from .undo_common import UndoMixin


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestUndoCaretakers(UndoMixin, CrmEnovaCase):
    """Contractors that changed hands by mistake have their caretakers again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.firms = partners.create(
            [{"name": f"Firma {i}", "user_id": cls.user_own.id} for i in range(4)]
        )
        cls.firms.caretaker_ids.write({"date_from": "2026-01-05"})
        # theirs from a later day on: the assignment removes it
        cls.env["enova.caretaker"].create(
            {
                "partner_id": cls.firms[0].id,
                "user_id": cls.user_manager.id,
                "role": "deputy",
                "date_from": "2026-08-01",
            }
        )
        cls.free = partners.create({"name": "Wolna"})
        cls.all_firms = cls.firms + cls.free
        cls.task = cls._activity(partner_id=cls.firms[1].id, user_id=cls.user_own.id)

    def _assign(self, **values):
        wizards = self.env["enova.caretaker.assign"].with_user(self.user_manager)
        form = Form(
            wizards.with_context(
                active_model="res.partner", active_ids=self.all_firms.ids
            )
        )
        form.user_ids.add(self.user_all)
        for name, value in values.items():
            setattr(form, name, value)
        return form.save().action_confirm()

    def _periods(self):
        periods = self.env["enova.caretaker"].with_context(active_test=False)
        periods = periods.search([("partner_id", "in", self.all_firms.ids)])
        return sorted(
            (p.partner_id.id, p.user_id.login, p.role, str(p.date_from), str(p.date_to))
            for p in periods
        )

    def test_all_back(self):
        before = self._periods()
        notice = self._assign(move_tasks=True)
        self.assertEqual(self.all_firms.user_id, self.user_all)
        self.assertEqual(self.task.user_id, self.user_all)
        self._undo(notice, self.user_manager)
        self.assertEqual(self._periods(), before)
        self.assertEqual(self.firms.user_id, self.user_own)
        self.assertFalse(self.free.user_id)
        self.assertEqual(self.firms.caretaker_user_ids, self.user_own)
        self.assertEqual(self.task.user_id, self.user_own)

    def test_a_removed_period_is_made_again(self):
        self.firms.caretaker_ids.write({"date_from": "2026-07-01"})
        before = self._periods()
        notice = self._assign()
        self.assertNotEqual(self._periods(), before)
        self._undo(notice, self.user_manager)
        self.assertEqual(self._periods(), before)

    def test_refused_where_somebody_was_put_in_charge_since(self):
        notice = self._assign(move_tasks=True)
        self.firms[2].with_user(self.user_manager).user_id = self.user_manager
        with self.assertRaisesRegex(UserError, "changed since"):
            with self.env.cr.savepoint():
                self._undo(notice, self.user_manager)
        self.assertEqual(self.task.user_id, self.user_all)

    def test_constant_queries(self):
        partners = self.env["res.partner"]

        def cost(count):
            self.all_firms = partners.create(
                [
                    {"name": f"Nowa {count} {i}", "user_id": self.user_own.id}
                    for i in range(count)
                ]
            )
            self.all_firms.caretaker_ids.write({"date_from": "2026-01-05"})
            notice = self._assign()
            return self._queries(lambda: self._undo(notice, self.user_manager))[1]

        cost(2)
        self.assertLessEqual(cost(60), cost(10) + 4)
