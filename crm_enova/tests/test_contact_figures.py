from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


class FiguresCase(CrmEnovaCase):
    def _contact(self, moment, **values):
        """Log a call that took place at a moment."""
        prepared = {
            "type_id": self.type_call.id,
            "partner_id": self.contractor.id,
            "user_id": self.user_own.id,
            "date_start": moment,
            **values,
        }
        return self._activity(**prepared)

    def _invoice(self, due, amount=100, partner=None, post=True, **values):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.contractor).id,
                "invoice_date": "2026-01-02",
                "invoice_date_due": due,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "x",
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    def _figures(self, partner=None, user=None):
        partner = partner or self.contractor
        self.env.flush_all()
        self.env.invalidate_all()
        return partner.with_user(user or self.user_all)._contact_figures()[partner.id]


@tagged("post_install", "-at_install")
@freeze_time("2026-05-20 10:00:00")
class TestContactFigures(FiguresCase):
    """What one knows of a contractor before one speaks with them."""

    def test_last_contact_is_the_newest_that_took_place(self):
        self._contact("2026-05-03 08:00:00", name="Stara")
        newest = self._contact("2026-05-11 08:00:00", name="Nowa")
        self._activity(
            name="Notatka",
            type_id=self.type_note.id,
            partner_id=self.contractor.id,
            date_start="2026-05-12 08:00:00",
        )
        self._contact("2026-05-28 08:00:00", name="Dopiero będzie")
        last = self._figures()["last"]
        self.assertEqual(
            (last["id"], last["title"], last["date"], last["user"]),
            (newest.id, "Nowa", "2026-05-11 08:00:00", "Crm Own"),
        )
        self.assertEqual(last["icon"], "fa-phone")

    def test_nothing_yet(self):
        self.assertEqual(
            self._figures(self.other_contractor),
            {"last": False, "open_count": 0, "overdue": False},
        )

    def test_what_is_private_is_not_told(self):
        values = {"private": True, "user_id": self.user_own.id}
        self._contact("2026-05-11 08:00:00", name="Tajne", **values)
        self._activity(partner_id=self.contractor.id, **values)
        figures = self._figures()
        self.assertFalse(figures["last"])
        self.assertEqual(figures["open_count"], 0)
        own = self._figures(user=self.user_own)
        self.assertEqual((own["last"]["title"], own["open_count"]), ("Tajne", 1))

    def test_open_tasks_are_counted(self):
        for stage in (self.stage_planned, self.stage_in_progress, self.stage_done):
            self._activity(partner_id=self.contractor.id, stage_id=stage.id)
        self.assertEqual(self._figures()["open_count"], 2)

    def test_a_person_has_the_figures_of_the_firm(self):
        self._contact("2026-05-11 08:00:00", name="Nowa")
        self.assertEqual(self._figures(self.contact)["last"]["title"], "Nowa")

    def test_overdue_for_whoever_may_see_invoices(self):
        self._invoice("2026-05-19", 100)
        self._invoice("2026-05-01", 50)
        self._invoice("2026-05-20", 1000)
        self._invoice("2026-05-01", 2000, post=False)
        self._invoice("2026-05-01", 4000, partner=self.other_contractor)
        refund = {"move_type": "out_refund"}
        self._invoice("2026-05-01", 8000, **refund)
        self.assertFalse(self._figures()["overdue"])
        self.user_all.group_ids += self.env.ref("account.group_account_readonly")
        self.assertEqual(
            self._figures()["overdue"],
            {
                "count": 2,
                "amount": 150,
                "currency_id": self.company.currency_id.id,
            },
        )

    def test_queries_do_not_depend_on_how_many(self):
        self.user_all.group_ids += self.env.ref("account.group_account_readonly")
        partners = self.env["res.partner"].create(
            [{"name": f"Firma {i}", "is_company": True} for i in range(20)]
        )
        for partner in partners:
            for day in (3, 4, 5):
                self._contact(f"2026-05-0{day} 08:00:00", partner_id=partner.id)
        partners = partners.with_user(self.user_all)
        partners[0]._contact_figures()
        counts = []
        for some in (partners[:1], partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some._contact_figures()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[0], 10)


@tagged("post_install", "-at_install")
@freeze_time("2026-05-20 10:00:00")
class TestCallSheet(FiguresCase):
    """The telephone rings, and the call settles what was open."""

    def _sheet(self, user=None):
        return self.contractor.with_user(user or self.user_own).enova_call_sheet()

    def _task(self, **values):
        prepared = {
            "name": "Zadzwoń w sprawie oferty",
            "type_id": self.type_call_task.id,
            "partner_id": self.contractor.id,
            "user_id": self.user_own.id,
            **values,
        }
        return self._activity(**prepared)

    def _log(self, task, user=None, **values):
        activities = self.env["enova.activity"].with_user(user or self.user_own)
        next_date = values.pop("next_date", None)
        prepared = {
            "partner_id": self.contractor.id,
            "type_id": self.type_call.id,
            "name": "Rozmowa",
            "result": "Rozmawialiśmy",
            **values,
        }
        return activities.quick_log(prepared, next_date, task.id)

    def test_tasks_and_people(self):
        late = self._task(date_deadline="2026-05-10")
        self._task(date_deadline="2026-06-10", name="Później")
        partners = self.env["res.partner"]
        partners.create(
            {"name": "Magazyn", "type": "delivery", "parent_id": self.contractor.id}
        )
        partners.create(
            {"name": "Adam Bąk", "function": "Prezes", "parent_id": self.contractor.id}
        )
        sheet = self._sheet()
        self.assertEqual(sheet["open_count"], 2)
        first = sheet["tasks"][0]
        self.assertEqual(
            (first["id"], first["channel"], first["due"], first["due_state"]),
            (late.id, "phone", "2026-05-10", "overdue"),
        )
        self.assertEqual(
            [(p["name"], p["function"]) for p in sheet["people"]],
            [("Adam Bąk", "Prezes"), ("Ewa Nowak", "")],
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_nobody_else_is_told(self):
        with self.assertRaises(AccessError):
            self._sheet(self.user_portal)
        sheet = self._sheet(self.user_outsider)
        self.assertEqual((sheet["tasks"], sheet["last"]), ([], False))

    def test_a_call_closes_the_task(self):
        task = self._task()
        logged = self._log(
            task,
            name="Rozmowa o ofercie",
            result="Zamówi",
            contact_id=self.contact.id,
            next_date="2026-06-01",
        )
        self.assertEqual(logged["id"], task.id)
        self.assertEqual((task.state, task.result), ("done", "Zamówi"))
        self.assertEqual(
            (task.name, task.contact_id), ("Rozmowa o ofercie", self.contact)
        )
        followup = self.env["enova.activity"].browse(logged["followup_id"])
        self.assertEqual(followup.parent_id, task)
        self.assertEqual(str(followup.date_deadline), "2026-06-01")
        history = [("commercial_partner_id", "=", self.contractor.id)]
        self.assertEqual(self.env["enova.activity"].search_count(history), 2)

    def test_it_is_the_last_contact_then(self):
        """When it took place counts, not when it was due."""
        for deadline in ("2026-04-01", "2026-07-01"):
            task = self._task(date_deadline=deadline)
            self._log(task)
            last = self._figures(user=self.user_own)["last"]
            self.assertEqual(last["id"], task.id)
            self.assertEqual(last["date"], "2026-05-20 10:00:00")
            self.assertFalse(task.calendar_event_ids)

    def test_a_planned_hour_stays(self):
        """A call that has an hour of its own is not moved by being made."""
        task = self._task(date_start="2026-05-19 09:00:00")
        self._log(task)
        self.assertEqual(str(task.date_start), "2026-05-19 09:00:00")

    def test_what_is_closed_already_stays_as_it_was(self):
        task = self._task(stage_id=self.stage_done.id, result="Nie odebrał")
        with self.assertRaisesRegex(UserError, "Already closed"):
            self._log(task, result="Coś innego")
        self.assertEqual(task.result, "Nie odebrał")

    def test_of_another_contractor(self):
        task = self._task(partner_id=self.other_contractor.id)
        with self.assertRaisesRegex(UserError, "does not exist"):
            self._log(task)
        self.assertEqual(task.state, "planned")

    def test_somebody_elses_private_task(self):
        task = self._task(private=True, user_id=self.user_all.id)
        task.assigned_by_id = self.user_all
        with self.assertRaisesRegex(UserError, "does not exist"):
            self._log(task)
        self.assertEqual(task.state, "planned")

    def test_the_definition_has_its_say(self):
        self.assertTrue(self.type_call_task.result_required)
        task = self._task()
        with self.assertRaisesRegex(UserError, "result"), self.env.cr.savepoint():
            self._log(task, result="")
        self.assertEqual(task.state, "planned")
