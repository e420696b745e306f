from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestCaretakerAssign(CrmEnovaCase):
    """Many contractors change hands at once, and one is told before what happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.firms = partners.create(
            [{"name": f"Firma {i}", "user_id": cls.user_own.id} for i in range(7)]
        )
        cls.firms.caretaker_ids.write({"date_from": "2026-01-05"})
        cls.free = partners.create([{"name": f"Wolna {i}"} for i in range(3)])

    def _wizard(self, partners, *users, **values):
        wizard = self.env["enova.caretaker.assign"].with_user(self.user_manager)
        form = Form(
            wizard.with_context(active_model="res.partner", active_ids=partners.ids)
        )
        for user in users:
            form.user_ids.add(user)
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def _spans(self, partner):
        return [
            (p.user_id.login, str(p.date_from), p.date_to and str(p.date_to))
            for p in partner.caretaker_ids.sorted("date_from")
        ]

    def test_shared_out_evenly(self):
        every = self.firms + self.free
        form = self._wizard(every, self.user_all, self.user_manager)
        self.assertEqual((form.partner_count, form.overlap_count), (10, 7))
        form.save().action_confirm()
        shares = [len(group) for group in every.grouped("user_id").values()]
        self.assertEqual(sorted(shares), [5, 5])
        self.assertEqual(
            self._spans(self.firms[0]),
            [
                ("crm_own", "2026-01-05", "2026-06-09"),
                (self.firms[0].user_id.login, "2026-06-10", False),
            ],
        )

    def test_skip_those_who_have_one(self):
        form = self._wizard(self.firms + self.free, self.user_all, overlap="skip")
        form.save().action_confirm()
        self.assertEqual(self.firms.user_id, self.user_own)
        self.assertEqual(self.free.user_id, self.user_all)

    def test_keep_fills_the_free_days_around(self):
        partner = self.free[0]
        self.env["enova.caretaker"].create(
            {
                "partner_id": partner.id,
                "user_id": self.user_own.id,
                "date_from": "2026-07-01",
                "date_to": "2026-07-31",
            }
        )
        self._wizard(partner, self.user_all, overlap="keep").save().action_confirm()
        self.assertEqual(
            self._spans(partner),
            [
                ("crm_all", "2026-06-10", "2026-06-30"),
                ("crm_own", "2026-07-01", "2026-07-31"),
                ("crm_all", "2026-08-01", False),
            ],
        )

    def test_replace_for_some_days_splits_the_period(self):
        partner = self.firms[0]
        form = self._wizard(
            partner, self.user_all, date_from="2026-06-15", date_to="2026-06-20"
        )
        form.save().action_confirm()
        self.assertEqual(
            self._spans(partner),
            [
                ("crm_own", "2026-01-05", "2026-06-14"),
                ("crm_all", "2026-06-15", "2026-06-20"),
                ("crm_own", "2026-06-21", False),
            ],
        )
        self.assertEqual(partner.user_id, self.user_own)

    def test_deputies_stand_beside(self):
        form = self._wizard(self.firms, self.user_all, role="deputy")
        self.assertEqual(form.overlap_count, 0)
        form.save().action_confirm()
        self.assertEqual(self.firms.user_id, self.user_own)
        team = self.user_own + self.user_all
        self.assertEqual(self.firms[3].caretaker_user_ids, team)

    def test_told_of_deputies_in_any_order(self):
        self._wizard(
            self.firms[:2], self.user_all, role="deputy"
        ).save().action_confirm()
        form = self._wizard(self.firms, role="deputy")
        self.assertEqual(form.overlap_count, 0)
        form.user_ids.add(self.user_all)
        self.assertEqual(form.overlap_count, 2)

    def test_deputy_who_becomes_main_is_deputy_no_more(self):
        partner = self.firms[0]
        deputy = {"role": "deputy", "date_from": "2026-06-01"}
        self._wizard(partner, self.user_all, **deputy).save().action_confirm()
        form = self._wizard(partner, self.user_all, date_to="2026-06-20")
        form.save().action_confirm()
        self.assertEqual(partner.user_id, self.user_all)
        roles = partner.caretaker_ids.filtered(lambda p: p.user_id == self.user_all)
        self.assertEqual(
            sorted((p.role, str(p.date_from), str(p.date_to)) for p in roles),
            [
                ("deputy", "2026-06-01", "2026-06-09"),
                ("deputy", "2026-06-21", "False"),
                ("main", "2026-06-10", "2026-06-20"),
            ],
        )

    def test_nobody_is_their_own_deputy(self):
        """Who is the main caretaker is told before, and left out there."""
        form = self._wizard(self.firms + self.free, self.user_own, role="deputy")
        self.assertEqual((form.overlap_count, form.main_count), (0, 7))
        form.save().action_confirm()
        self.assertEqual(self.firms.caretaker_ids.mapped("role"), ["main"] * 7)
        self.assertEqual(self.free.caretaker_ids.mapped("role"), ["deputy"] * 3)

    def test_another_of_them_is_deputy_where_one_is_main(self):
        users = (self.user_own, self.user_all)
        form = self._wizard(self.firms + self.free, *users, role="deputy")
        self.assertFalse(form.main_count)
        form.save().action_confirm()
        deputies = self.firms.caretaker_ids.filtered(lambda p: p.role == "deputy")
        self.assertEqual(deputies.user_id, self.user_all)
        self.assertEqual(len(deputies), 7)
        # the others go to whoever has less
        self.assertEqual(self.free.caretaker_ids.user_id, self.user_own)

    def test_period_that_ends_before_it_begins(self):
        before = self._spans(self.firms[0])
        form = self._wizard(self.firms, self.user_all, date_from="2026-06-20")
        with self.assertRaisesRegex(ValidationError, "cannot end before it begins"):
            form.date_to = "2026-06-15"
            form.save()
        self.assertEqual(self._spans(self.firms[0]), before)

    def test_of_a_change_to_come_nothing_is_handed_over_yet(self):
        """Whoever is in charge until then needs what they have to do."""
        partner = self.firms[0]
        task = self._activity(partner_id=partner.id, user_id=self.user_own.id)
        form = self._wizard(
            partner, self.user_all, move_tasks=True, date_from="2026-07-01"
        )
        self.assertTrue(form.begins_later)
        form.save().action_confirm()
        self.assertEqual(task.user_id, self.user_own)
        self.assertEqual(partner.user_id, self.user_own)

    def test_handing_over_takes_constant_queries(self):
        def cost(count):
            olds = (self.user_own, self.user_all, self.user_outsider)
            partners = self.env["res.partner"].create(
                [
                    {"name": str(i), "user_id": olds[i % 3].id, "company_id": False}
                    for i in range(count)
                ]
            )
            for partner in partners[:3]:
                self._activity(partner_id=partner.id, user_id=partner.user_id.id)
            form = self._wizard(partners, self.user_manager, move_tasks=True)
            wizard = form.save()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_confirm()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(6)
        few, many = cost(6), cost(306)
        self.assertLessEqual(many, few + 2 * 300 // 100)

    def test_open_tasks_go_along_but_private_ones_stay(self):
        partner = self.firms[0]
        values = {"partner_id": partner.id, "user_id": self.user_own.id}
        pending = self._activity(**values)
        private = self._activity(**values, private=True)
        foreign = self._activity(partner_id=partner.id, user_id=self.user_manager.id)
        closed = self._activity(**values)
        closed.action_done()
        form = self._wizard(partner, self.user_all, move_tasks=True)
        form.save().action_confirm()
        self.assertEqual(pending.user_id, self.user_all)
        self.assertEqual(private.user_id, self.user_own)
        self.assertEqual(foreign.user_id, self.user_manager)
        self.assertEqual(closed.user_id, self.user_own)

    def test_contact_person_stands_for_their_company(self):
        self._wizard(self.contact, self.user_all).save().action_confirm()
        self.assertEqual(self.contractor.user_id, self.user_all)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_managers_only(self):
        wizard = self.env["enova.caretaker.assign"].with_user(self.user_all)
        with self.assertRaises(AccessError):
            wizard.create(
                {"partner_ids": self.firms.ids, "user_ids": self.user_all.ids}
            )
        self.assertEqual(self.firms.user_id, self.user_own)

    def test_queries_do_not_grow_with_the_selection(self):
        def cost(count):
            partners = self.env["res.partner"].create(
                [{"name": str(i), "user_id": self.user_own.id} for i in range(count)]
            )
            wizard = self._wizard(partners, self.user_all).save()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            wizard.action_confirm()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(5)
        few, many = cost(10), cost(500)
        # what is inserted, and core's salesperson, is cut into statements of a hundred
        # rows by the ORM
        self.assertLessEqual(many, few + 2 * 500 // 100)
