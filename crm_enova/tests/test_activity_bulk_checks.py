from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.base.moment import is_within_reach
from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestBulkChecks(CrmEnovaCase):
    """One wrong row among many is found, whatever the rest looks like."""

    def _values(self, **values):
        prepared = {
            "name": "Row",
            "type_id": self.type_task.id,
            "partner_id": self.contractor.id,
        }
        return {**prepared, **values}

    def _refused(self, error, message, **wrong):
        activities = self.env["enova.activity"].with_user(self.user_all)
        rows = [self._values(), self._values(partner_id=False), self._values()]
        self.assertEqual(len(activities.create(rows)), 3)
        for position in range(4):
            batch = rows[:position] + [self._values(**wrong)] + rows[position:]
            with (
                self.subTest(position=position),
                self.assertRaisesRegex(error, message),
            ):
                with self.env.cr.savepoint():
                    activities.create(batch)

    def test_contractor_that_a_definition_needs(self):
        self.type_call_task.contractor_required = True
        self._refused(
            ValidationError,
            "needs a contractor",
            type_id=self.type_call_task.id,
            partner_id=False,
        )

    def test_result_that_a_definition_needs(self):
        self.type_call_task.result_required = True
        self._refused(
            ValidationError,
            "result",
            type_id=self.type_call_task.id,
            stage_id=self.stage_done.id,
        )

    def test_device_of_another(self):
        device = self.env["enova.device"].create(
            {"name": "Piec", "partner_id": self.other_contractor.id}
        )
        self._refused(ValidationError, "another contractor", device_id=device.id)

    def test_project_of_another(self):
        project = self.env["enova.project"].create(
            {"name": "Montaż", "partner_id": self.other_contractor.id}
        )
        self._refused(ValidationError, "one contractor", project_id=project.id)

    def test_contractor_of_another_company(self):
        foreign = self.env["res.partner"].create(
            {"name": "Obca", "is_company": True, "company_id": self.other_company.id}
        )
        self.user_all.company_ids += self.other_company
        self._refused(UserError, "", partner_id=foreign.id, company_id=self.company.id)

    def test_day_out_of_reach(self):
        self._refused(UserError, "choose a day", date_deadline="0999-01-01")
        for day in ("1799-12-31", "3000-01-01", 5, ["1"]):
            self.assertFalse(is_within_reach(day))
        for day in ("1800-01-01", "2999-12-31 23:59:59", False, None):
            self.assertTrue(is_within_reach(day))

    def test_each_row_has_its_caretaker(self):
        """A definition for caretakers among others, and rows without any contractor."""
        self.type_call_task.write(
            {"assign_to": "caretaker", "contractor_required": False}
        )
        activities = self.env["enova.activity"].with_user(self.user_all)
        made = activities.create(
            [
                self._values(),
                self._values(type_id=self.type_call_task.id),
                self._values(type_id=self.type_call_task.id, partner_id=False),
                self._values(tag_ids=[Command.clear()]),
            ]
        )
        expected = [self.user_all, self.user_own, self.user_all, self.user_all]
        self.assertEqual([activity.user_id for activity in made], expected)
