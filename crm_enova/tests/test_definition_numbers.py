from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .test_definition import DefinitionCase


@tagged("post_install", "-at_install")
class TestNumberingOfDefinition(DefinitionCase):
    def test_manager_writes_the_pattern(self):
        """They may not touch sequences, only this definition's own."""
        mine = self.definition.with_user(self.user_manager)
        with freeze_time("2026-07-01"):
            mine.number_prefix = "R/%(range_year)s/"
            self.assertEqual(mine.next_number, "R/2026/00001")
            self.assertEqual(self._task().reference, "R/2026/00001")
        with freeze_time("2027-01-02"):
            self.assertEqual(self._task().reference, "R/2027/00001")
        sequence = self.definition.sequence_id
        mine.number_prefix = "RK/%(range_year)s/"
        self.assertEqual(self.definition.sequence_id, sequence)
        with freeze_time("2027-01-03"):
            self.assertEqual(self._task().reference, "RK/2027/00002")

    def test_the_sequence_of_others_stays(self):
        shared = self.type_task.sequence_id
        before = shared.prefix
        self.definition.sequence_id = shared
        self.definition.with_user(self.user_manager).number_prefix = "Z/"
        self.assertEqual(shared.prefix, before)
        self.assertNotEqual(self.definition.sequence_id, shared)

    def test_unknown_placeholder(self):
        mine = self.definition.with_user(self.user_manager)
        for prefix, wrong in (
            ("R/%(klient)s/", r"%\(klient\)s stands for nothing"),
            ("R/%(year)/", r"%\(year\) stands"),
            ("R/%(year)d/", r"%\(year\)d stands"),
            ("R/%s/", "%s stands"),
            ("R/%d/%(klient)s", r"%d, %\(klient\)s stand"),
            ("100%", "% stands"),
        ):
            with self.subTest(prefix=prefix):
                with self.assertRaisesRegex(UserError, wrong), self.env.cr.savepoint():
                    mine.number_prefix = prefix
        self.assertFalse(self.definition.sequence_id)

    def test_a_percent_sign_that_is_meant(self):
        mine = self.definition.with_user(self.user_manager)
        mine.number_prefix = "R%%/%(current_isoyear)s/"
        self.assertRegex(self._task().reference, r"^R%/\d{4}/00001$")

    def test_digits(self):
        mine = self.definition.with_user(self.user_manager)
        with freeze_time("2026-07-01"):
            mine.write({"number_prefix": "R/", "number_digits": 3})
            self.assertEqual(mine.next_number, "R/001")
            self.assertEqual(self._task().reference, "R/001")
            mine.number_digits = 4
            self.assertEqual(self._task().reference, "R/0002")
        for wrong in (0, 13, -1):
            with self.subTest(digits=wrong):
                said = f"cannot have {wrong} digits"
                with self.assertRaisesRegex(UserError, said), self.env.cr.savepoint():
                    mine.number_digits = wrong
        self.assertEqual(self.definition.sequence_id.padding, 4)

    def test_digits_alone_leave_the_sequence_of_others(self):
        shared = self.type_task.sequence_id
        before = (shared.prefix, shared.padding, shared.number_next_actual)
        self.definition.sequence_id = shared
        self.definition.with_user(self.user_manager).number_digits = 2
        self.assertNotEqual(self.definition.sequence_id, shared)
        self.assertEqual(self.definition.sequence_id.padding, 2)
        self.assertEqual(
            (shared.prefix, shared.padding, shared.number_next_actual), before
        )

    def test_saving_what_is_there_changes_nothing(self):
        sequence = self.type_task.sequence_id
        sequence.padding = 0
        mine = self.type_task.with_user(self.user_manager)
        form = Form(mine)
        form.name = "Inna nazwa"
        form.save()
        mine.write({"number_prefix": sequence.prefix, "number_digits": 0})
        self.assertEqual(self.type_task.sequence_id, sequence)
        self.assertEqual(sequence.padding, 0)

    def test_the_preview_follows_the_form(self):
        """As somebody types; nothing is drawn, and no sequence is made."""
        with freeze_time("2026-07-01"):
            form = Form(self.definition.with_user(self.user_manager))
            self.assertFalse(form.next_number)
            form.number_prefix = "ZAD/%(range_year)s/"
            self.assertEqual(form.next_number, "ZAD/2026/00001")
            form.number_digits = 3
            self.assertEqual(form.next_number, "ZAD/2026/001")
            form.number_prefix = "ZAD/%(month)s-"
            self.assertEqual(form.next_number, "ZAD/07-001")
            form.number_prefix = "ZAD/%(rok)s/"
            self.assertFalse(form.next_number)
            self.assertIn("%(rok)s stands for nothing", form.number_problem)
            with self.assertRaises(UserError), self.env.cr.savepoint():
                form.save()
            form.number_prefix = "ZAD/%(range_year)s/"
            self.assertFalse(form.number_problem)
            self.assertFalse(self.definition.sequence_id)
            form.save()
            self._task()
            self.env.invalidate_all()
            self.assertEqual(self.definition.next_number, "ZAD/2026/002")
            form = Form(self.definition.with_user(self.user_manager))
            form.number_prefix = "ZA/%(range_year)s/"
            self.assertEqual(form.next_number, "ZA/2026/002")
            form.number_prefix = "ZA/"
            self.assertEqual(form.next_number, "ZA/001")

    def test_another_definition_s_pattern_changed_begins_with_one(self):
        self.definition.sequence_id = self.type_task.sequence_id
        self._task()
        form = Form(self.definition.with_user(self.user_manager))
        form.number_prefix = "Q/"
        self.assertEqual(form.next_number, "Q/00001")

    def test_of_projects_as_well(self):
        kind = self.env.ref("crm_enova.enova_project_type_sale").copy()
        form = Form(kind.with_user(self.user_manager))
        with freeze_time("2026-07-01"):
            form.number_prefix = "PR-%(range_year)s-"
            self.assertEqual(form.next_number, "PR-2026-00001")

    def test_nobody_else_changes_it(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.definition.with_user(self.user_all).number_prefix = "R/"
        self.assertFalse(self.definition.sequence_id)
