from datetime import date

from odoo.tests import Form, freeze_time, tagged

from .test_definition import DefinitionCase


@tagged("post_install", "-at_install")
@freeze_time("2026-04-30 08:00:00")
class TestProposals(DefinitionCase):
    """Thursday; Friday is a holiday in Poland, and Monday the first working day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Święto Pracy",
                "calendar_id": cls.company.resource_calendar_id.id,
                "date_from": "2026-04-30 22:00:00",
                "date_to": "2026-05-01 21:59:59",
            }
        )
        cls.company.resource_calendar_id.tz = "Europe/Warsaw"
        cls.definition.write({"deadline_proposed": True, "deadline_delay": 1})

    def test_deadline_in_working_days(self):
        self.assertEqual(self._task().date_deadline, date(2026, 5, 4))
        self.definition.deadline_delay = 0
        self.assertEqual(self._task().date_deadline, date(2026, 4, 30))

    def test_without_calendar(self):
        self.company.resource_calendar_id = False
        self.assertEqual(self._task().date_deadline, date(2026, 5, 1))
        self.definition.deadline_delay = 2
        self.assertEqual(self._task().date_deadline, date(2026, 5, 4))

    def test_what_was_given_stays(self):
        self.assertFalse(self._task(date_deadline=False).date_deadline)
        self.assertFalse(self._task(date_start="2026-05-06 10:00:00").date_deadline)
        given = self._task(date_deadline="2027-01-01").date_deadline
        self.assertEqual(given, date(2027, 1, 1))

    def test_private(self):
        self.definition.default_private = True
        self.assertTrue(self._task(user_id=self.user_own.id).private)
        self.assertFalse(self._task(private=False).private)

    def test_form_shows_it(self):
        self.definition.default_private = True
        form = Form(self.env["enova.activity"].with_user(self.user_own))
        form.type_id = self.definition
        self.assertEqual(form.date_deadline, date(2026, 5, 4))
        self.assertTrue(form.private)
        form.name = "Zwrot"
        form.date_deadline = False
        self.assertFalse(form.save().date_deadline)

    def test_follow_up_in_working_days(self):
        self.definition.write(
            {"followup_type_id": self.definition.id, "followup_delay": 2}
        )
        action = self._task().action_ask_done()
        form = Form(self.env["enova.activity.done"].with_context(**action["context"]))
        self.assertEqual(form.followup_date, date(2026, 5, 5))

    def test_follow_up_for_whom(self):
        self.definition.followup_type_id = self.definition
        task = self._task(
            partner_id=self.contractor.id,
            user_id=self.user_all.id,
            assigned_by_id=self.user_manager.id,
        )
        for meant, user in (
            ("same", self.user_all),
            ("giver", self.user_manager),
            ("caretaker", self.user_own),
        ):
            self.definition.followup_to = meant
            with self.subTest(meant=meant):
                self.assertEqual(task._create_followup().user_id, user)
        self.user_own.sudo().write(
            {"out_of_office_from": "2026-04-29", "out_of_office_to": "2026-05-30"}
        )
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.contractor.id,
                "user_id": self.user_manager.id,
                "role": "deputy",
                "date_from": "2026-01-01",
            }
        )
        deputy = task._create_followup()
        self.assertEqual(deputy.user_id, self.user_manager)
        self.assertEqual(deputy.on_behalf_of_id, self.user_own)

    def test_follow_ups_of_many_people_stay_with_each(self):
        self.definition.followup_type_id = self.definition
        tasks = self._task(user_id=self.user_own.id) + self._task(
            user_id=self.user_all.id
        )
        action = tasks.action_ask_done()
        form = Form(self.env["enova.activity.done"].with_context(**action["context"]))
        self.assertFalse(form.followup_user_id)
        form.save().action_confirm()
        self.assertEqual(
            tasks.child_ids.mapped("user_id"), self.user_own + self.user_all
        )
