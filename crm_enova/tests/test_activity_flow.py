from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestActivityFlow(CrmEnovaCase):
    """What a person does with a task from the first plan to the last word."""

    def test_task_begins_planned_and_numbered(self):
        task = self._activity()
        self.assertEqual(task.state, "planned")
        self.assertEqual(task.kind, "task")
        self.assertRegex(task.reference, r"^ZAD/\d{4}/\d{5}$")
        self.assertIn(task.reference, task.display_name)

    def test_event_is_history_unless_it_lies_ahead(self):
        past = self._activity(type_id=self.type_note.id)
        later = self._activity(
            type_id=self.type_note.id,
            date_start=fields.Datetime.add(fields.Datetime.now(), days=3),
        )
        self.assertEqual((past.state, later.state), ("done", "planned"))
        self.assertTrue(past.date_done)
        self.assertFalse(later.date_done)

    def test_start_and_done(self):
        task = self._activity()
        task.action_start()
        self.assertEqual(task.state, "in_progress")
        with freeze_time("2026-03-02 09:30:00"):
            task.action_done("Zamówił")
            task.flush_recordset()
        self.assertEqual(task.state, "done")
        self.assertEqual(task.result, "Zamówił")
        self.assertEqual(
            task.date_done, fields.Datetime.to_datetime("2026-03-02 09:30")
        )

    def test_done_twice_is_refused_and_changes_nothing(self):
        task = self._activity()
        task.action_done("pierwszy wynik")
        done_on = task.date_done
        with self.assertRaisesRegex(UserError, "Already closed"):
            task.action_done("drugi wynik")
        self.assertEqual(task.result, "pierwszy wynik")
        self.assertEqual(task.date_done, done_on)

    def test_done_leaves_closed_ones_among_many_alone(self):
        first, second = self._activity(), self._activity()
        first.action_done("stary wynik")
        (first + second).action_done("nowy wynik")
        self.assertEqual(first.result, "stary wynik")
        self.assertEqual(second.result, "nowy wynik")

    def test_cancel_and_reopen(self):
        task = self._activity()
        task.action_cancel()
        self.assertEqual(task.state, "cancelled")
        with self.assertRaises(UserError):
            task.action_done()
        self.assertEqual(task.state, "cancelled")
        task.action_reopen()
        self.assertEqual(task.state, "planned")

    def test_result_required(self):
        task = self._activity(
            type_id=self.type_call_task.id, partner_id=self.contractor.id
        )
        with self.assertRaisesRegex(ValidationError, "result"), self.env.cr.savepoint():
            task.action_done()
        self.assertEqual(task.state, "planned")
        task.action_done("Oddzwoni")
        self.assertEqual(task.state, "done")

    def test_result_required_on_a_drop_in_the_board(self):
        task = self._activity(
            type_id=self.type_call_task.id, partner_id=self.contractor.id
        )
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            task.write({"stage_id": self.stage_done.id})
        self.assertEqual(task.state, "planned")

    def test_contractor_required(self):
        with self.assertRaisesRegex(ValidationError, "needs a contractor"):
            self._activity(type_id=self.type_call_task.id)

    def test_stage_not_allowed_for_definition(self):
        allowed = self.stage_planned + self.stage_done
        self.type_task.stage_ids = [Command.set(allowed.ids)]
        task = self._activity()
        refused = self.assertRaisesRegex(ValidationError, "does not allow")
        with refused, self.env.cr.savepoint():
            task.write({"stage_id": self.stage_waiting.id})
        with self.assertRaisesRegex(UserError, "no stage"):
            task.action_start()
        self.assertEqual(task.stage_id, self.stage_planned)

    def test_definition_needs_an_end(self):
        with self.assertRaisesRegex(ValidationError, "at least one stage"):
            self.type_task.stage_ids = [Command.set(self.stage_planned.ids)]

    def test_end_before_start(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self._activity(
                date_start="2026-05-01 10:00:00", date_stop="2026-05-01 09:00:00"
            )

    def test_end_follows_a_start_that_moves_past_it(self):
        task = self._activity(date_start="2026-05-01 10:00:00")
        self.assertEqual(task.date_stop.hour, 10)
        self.assertEqual(task.date_stop.minute, 30)
        task.date_start = "2026-05-02 12:00:00"
        self.assertEqual(
            task.date_stop, fields.Datetime.to_datetime("2026-05-02 12:30:00")
        )

    def test_contractor_of_another_company(self):
        self.other_contractor.company_id = self.other_company
        with self.assertRaises(UserError):
            self._activity(partner_id=self.other_contractor.id)

    def test_assignee_without_access_to_the_company(self):
        with self.assertRaises(UserError):
            self._activity(user_id=self.user_own.id, company_id=self.other_company.id)

    def test_one_wrong_row_among_many_fails_the_company_check(self):
        self.other_contractor.company_id = self.other_company
        rows = [{"name": str(i), "partner_id": self.contractor.id} for i in range(20)]
        rows[13]["partner_id"] = self.other_contractor.id
        with self.assertRaisesRegex(UserError, "13"):
            self.env["enova.activity"].create(rows)

    def test_task_cannot_follow_itself(self):
        first = self._activity()
        second = self._activity(parent_id=first.id)
        with self.assertRaises(ValidationError):
            first.parent_id = second

    def test_long_text_and_scripts_are_stored_harmlessly(self):
        task = self._activity(
            name="=HYPERLINK('x')",
            description="<p>ok</p><script>alert(1)</script>",
            result="<script>alert(1)</script>" + "ż" * 100_000,
        )
        task.invalidate_recordset()
        self.assertEqual(task.name, "=HYPERLINK('x')")
        self.assertNotIn("script", task.description)
        self.assertEqual(len(task.result), 100_025)  # and shown as text

    def test_form_proposes_what_belongs_together(self):
        form = Form(self.env["enova.activity"].with_user(self.user_own))
        form.contact_id = self.contact
        self.assertEqual(form.partner_id, self.contractor)
        form.type_id = self.type_call
        self.assertEqual(form.name, "Phone call")
        self.assertTrue(form.date_start)
        event = form.save()
        self.assertEqual(event.user_id, self.user_own)
        self.assertEqual(event.assigned_by_id, self.user_own)
        self.assertEqual(event.commercial_partner_id, self.contractor)

    def test_copy_starts_anew(self):
        task = self._activity(partner_id=self.contractor.id)
        task.action_done("ok")
        again = task.copy()
        self.assertEqual(again.state, "planned")
        self.assertNotEqual(again.reference, task.reference)
        self.assertFalse(again.result)


@tagged("post_install", "-at_install")
class TestActivityDone(CrmEnovaCase):
    """The window that asks for the result and offers the follow-up."""

    def _ask(self, activities):
        action = activities.action_ask_done()
        window = activities.env["enova.activity.done"]
        return Form(window.with_context(**action["context"]))

    def test_nothing_to_ask_closes_at_once(self):
        task = self._activity()
        self.assertIn("Task", task.action_ask_done()["params"]["message"])
        self.assertEqual(task.state, "done")

    @freeze_time("2026-03-02 09:30:00")
    def test_result_and_follow_up(self):
        call = self._activity(
            type_id=self.type_call_task.id,
            partner_id=self.contractor.id,
            contact_id=self.contact.id,
        )
        form = self._ask(call)
        form.result = "Prosi o ofertę"
        self.assertTrue(form.followup)
        self.assertEqual(str(form.followup_date), "2026-03-09")
        form.save().action_confirm()
        self.assertEqual((call.state, call.result), ("done", "Prosi o ofertę"))
        follow = call.child_ids
        self.assertEqual(follow.type_id, self.type_call_task)
        self.assertEqual(follow.partner_id, self.contractor)
        self.assertEqual(follow.contact_id, self.contact)
        self.assertEqual(follow.state, "planned")
        self.assertEqual(str(follow.date_deadline), "2026-03-09")

    def _of_call(self, days, **values):
        values.setdefault("partner_id", self.contractor.id)
        return self._activity(
            type_id=self.type_call_task.id,
            user_id=self.user_own.id,
            date_deadline=days and f"2026-03-{days:02}",
            **values,
        ).with_user(self.user_own)

    def test_it_names_task_and_contractor(self):
        call = self._of_call(2, name="Zapytać o rolki", partner_id=self.contractor.id)
        form = self._ask(call)
        self.assertEqual(form.activity_name, "Zapytać o rolki")
        self.assertEqual(form.partner_id, self.contractor)
        many = self._ask(call + self._of_call(3))
        self.assertFalse(many.activity_name or many.partner_id)
        self.assertEqual(many.activity_count, 2)

    def test_done_and_next_goes_on_in_the_order_of_days(self):
        undated, late = self._of_call(False), self._of_call(9)
        first, same_day = self._of_call(2), self._of_call(2)
        self._of_call(3).action_cancel()
        self._of_call(3).user_id = False
        for task, following in (
            (first, same_day),
            (same_day, late),
            (late, undated),
            (undated, self.env["enova.activity"]),
        ):
            form = self._ask(task)
            self.assertEqual(form.next_activity_id, following)
            form.result = "ok"
            form.followup = False
            params = form.save().action_confirm_next()["params"]
            self.assertTrue(params["undo_id"])
            self.assertEqual(task.state, "done")
            context = params["next"].get("context") or {}
            self.assertEqual(context.get("default_activity_ids", []), following.ids)

    def test_follow_up_declined(self):
        call = self._activity(
            type_id=self.type_call_task.id, partner_id=self.contractor.id
        )
        form = self._ask(call)
        form.result = "Nieaktualne"
        form.followup = False
        form.save().action_confirm()
        self.assertEqual(call.state, "done")
        self.assertFalse(call.child_ids)

    def test_result_is_asked_for(self):
        call = self._activity(
            type_id=self.type_call_task.id, partner_id=self.contractor.id
        )
        form = self._ask(call)
        self.assertTrue(form.result_required)
        with self.assertRaises(AssertionError):
            form.save()
        self.assertEqual(call.state, "planned")

    def test_many_at_once(self):
        calls = self.env["enova.activity"].create(
            [
                {
                    "name": f"Telefon {i}",
                    "type_id": self.type_call_task.id,
                    "partner_id": self.contractor.id,
                }
                for i in range(30)
            ]
        )
        form = self._ask(calls)
        form.result = "Życzenia złożone"
        form.followup = False
        form.save().action_confirm()
        self.assertEqual(set(calls.mapped("state")), {"done"})
        self.assertEqual(set(calls.mapped("result")), {"Życzenia złożone"})
