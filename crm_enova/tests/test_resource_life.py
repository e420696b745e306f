from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import new_user
from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestResourceLife(ResourceCase):
    """What becomes of resources and their categories."""

    def test_category_is_no_part_of_itself(self):
        below = self.vehicles.create(
            {"name": "Dostawcze", "parent_id": self.vehicles.id}
        )
        last = self.vehicles.create({"name": "Chłodnie", "parent_id": below.id})
        for parent in (self.vehicles, below, last):
            with self.subTest(parent=parent.name):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    self.vehicles.parent_id = parent
        self.vehicles.name = "Auta"
        self.assertEqual(last.complete_name, "Auta / Dostawcze / Chłodnie")
        below.parent_id = False
        self.assertEqual(last.complete_name, "Dostawcze / Chłodnie")

    @mute_logger("odoo.sql_db")
    def test_category_in_use_is_kept(self):
        mine = self.vehicles.create({"name": "Wózki"})
        cart = self._resource(name="Wózek", category_id=mine.id)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            mine.unlink()
        mine.action_archive()
        self.assertEqual(cart.category_id, mine)
        self.assertEqual(self._book(resource=cart).state, "confirmed")
        found = self.env["enova.resource"].search([("category_id", "=", mine.id)])
        self.assertEqual(found, cart)

    def test_category_takes_what_is_below_it(self):
        """Whoever wants any vehicle gets a van, and nobody a vehicle for a van."""
        vans = self.vehicles.create({"name": "Vany", "parent_id": self.vehicles.id})
        lorry = self._resource(name="Ciężarówka", category_id=vans.id, sequence=1)
        reservations = self.env["enova.reservation"].with_user(self.user_all)
        times = {"start": at(0), "stop": at(1)}
        one = reservations.create({"category_id": self.vehicles.id, **times})
        self.assertEqual(one.resource_id, lorry)
        with self.assertRaisesRegex(UserError, "Nothing of Vany is free then"):
            reservations.create({"category_id": vans.id, **times})

    def test_copy_is_a_resource_of_its_own(self):
        self.van.write({"number": "INW-1", "serial": "S1", "hourly_cost": 50})
        self._book()
        calendar = self.company.resource_calendar_id.copy({"name": "Na dwie zmiany"})
        self.van.write({"resource_calendar_id": calendar.id, "tz": "Europe/London"})
        plain = self.env["resource.resource"].search_count([])
        copy = self.van.with_user(self.user_manager).copy({"name": "Van 2"})
        self.assertEqual(self.env["resource.resource"].search_count([]), plain + 1)
        self.assertEqual(
            (copy.resource_calendar_id, copy.tz), (calendar, "Europe/London")
        )
        self.assertEqual(self.van.copy().name, "Van 1 (copy)")
        self.assertNotEqual(copy.resource_id, self.van.resource_id)
        self.assertEqual(copy.resource_id.name, "Van 2")
        self.assertFalse(copy.number or copy.serial or copy.reservation_ids)
        self.assertEqual(copy.hourly_cost, 50)
        self.assertEqual(self._book(resource=copy).state, "confirmed")

    @mute_logger("odoo.sql_db")
    def test_history_is_not_deleted_with_it(self):
        one = self._book()
        one.action_cancel()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.van.unlink()
        self.van.action_archive()
        self.assertEqual(one.resource_id, self.van)
        with self.assertRaisesRegex(UserError, "Van 1 is archived"):
            one.write({"state": "confirmed"})

    def test_what_is_asked_for_keeps_it_too(self):
        self.van.approval_required = True
        one = self._book(user=self.user_own, private=True, name="Lekarz")
        self.assertEqual(one.state, "requested")
        with self.assertRaises(ValidationError) as refused, self.env.cr.savepoint():
            self.van.with_user(self.user_manager).action_archive()
        self.assertIn("Busy", str(refused.exception))
        self.assertNotIn("Lekarz", str(refused.exception))
        with freeze_time(at(2)):
            self.van.with_user(self.user_manager).action_archive()
        self.assertFalse(self.van.active, "what is over is in nobody's way")

    @mute_logger("odoo.sql_db")
    def test_impossible_figures(self):
        for values in (
            {"capacity": 0},
            {"capacity": 1001},
            {"hourly_cost": -1},
            {"out_from": at(2), "out_to": at(2)},
            {"out_from": at(2), "out_to": at(1)},
        ):
            with self.subTest(values=values):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.van.write(values)
                    self.van.flush_recordset()

    def test_back_before_it_was_out(self):
        self.van.write({"out_from": at(0), "out_to": at(9)})
        second = self._resource(name="Van 2", out_from=at(-5), out_to=at(9))
        with freeze_time(at(-2)):
            (self.van | second).action_back_in_service()
        self.assertFalse(self.van.out_from or self.van.out_to)
        self.assertEqual((second.out_from, second.out_to), (at(-5), at(-2)))
        self._book(0, 1)
        self._book(0, 1, resource=second)

    def test_long_list_of_what_is_in_the_way(self):
        """Ten are named, and that there are more is said."""
        for hour in range(12):
            self._book(hour, hour + 0.5, name=f"Kurs {hour}")
        with self.assertRaises(ValidationError) as refused, self.env.cr.savepoint():
            self.van.action_archive()
        text = str(refused.exception)
        self.assertEqual(text.count("Kurs"), 10)
        self.assertTrue(text.rstrip().endswith("…"))

    def test_of_another_company(self):
        """Its company sees it, and none of those who work elsewhere."""
        there = self._resource(
            name="Obcy", company_id=self.other_company.id, responsible_id=False
        )
        reservations = self.env["enova.reservation"].with_user(self.user_all)
        times = {"start": at(0), "stop": at(1), "name": "x"}
        with self.assertRaisesRegex(UserError, "Nothing of Vehicles"):
            self._book()
            reservations.create({"category_id": self.vehicles.id, **times})
        self.user_all.company_ids = [Command.link(self.other_company.id)]
        both = (self.company + self.other_company).ids
        one = reservations.with_context(allowed_company_ids=both[::-1]).create(
            {"category_id": self.vehicles.id, **times}
        )
        self.assertEqual(one.resource_id, there)
        self.assertEqual(one.company_id, self.other_company)
        self.assertEqual(one.currency_id, self.other_company.currency_id)
        found = self.env["enova.reservation"].with_user(self.user_manager).search([])
        self.assertNotIn(one, found)


@tagged("post_install", "-at_install")
class TestApprovalWords(ResourceCase):
    """Who approves reads it in their language, at their hour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.far = new_user(
            cls.env,
            "crm_far",
            name="Daleka",
            groups="crm_enova.crm_enova_group_all",
            lang="pl_PL",
            tz="America/New_York",
        )
        cls.van.write({"approval_required": True, "responsible_id": cls.far.id})

    def _notices(self, user):
        return self.env["mail.message"].search(
            [("partner_ids", "in", user.partner_id.ids)]
        )

    def test_on_the_clock_of_the_reader(self):
        """The Sunday on which the clocks change in New York, and not in Warsaw yet."""
        start = datetime(2027, 3, 14, 12)
        self._book(start, datetime(2027, 3, 14, 13), user=self.user_own)
        body = self._notices(self.far).body
        self.assertIn("8:00", body)
        self.assertNotIn("13:00", body)
        self.assertIn("14.03.2027", body, "as dates are written in Poland")

    def test_one_notice_for_many(self):
        before = self._notices(self.far)
        self.env["enova.reservation"].with_user(self.user_own).create(
            [
                {
                    "resource_id": self.van.id,
                    "start": at(hour),
                    "stop": at(hour + 0.5),
                    "name": f"Kurs {hour}",
                }
                for hour in range(25)
            ]
        )
        told = self._notices(self.far) - before
        self.assertEqual(len(told), 1)
        self.assertEqual(told.body.count("<li>"), 20, "as many as are listed")

    def test_refusal_names_who_approves(self):
        one = self._book(user=self.user_own)
        with self.assertRaisesRegex(AccessError, "Van 1 is approved by Daleka"):
            one.action_confirm()
        self.van.responsible_id = False
        with self.assertRaisesRegex(AccessError, "Van 1 is approved by –"):
            one.action_refuse()
        one.with_user(self.user_manager).action_confirm()
        self.assertEqual(one.state, "confirmed")

    def test_moved_to_what_another_approves(self):
        """The one it moves to has a say, not the one it leaves."""
        free = self._resource(name="Van 2", responsible_id=self.user_all.id)
        one = self._book(user=self.user_own, resource=free)
        self.assertEqual(one.state, "confirmed")
        before = self._notices(self.far)
        one.with_user(self.user_own).resource_id = self.van
        self.assertEqual(one.state, "requested")
        self.assertEqual(len(self._notices(self.far) - before), 1)
        one.with_user(self.far).action_confirm()
        one.with_user(self.user_own).resource_id = free
        self.assertEqual(one.state, "confirmed")

    def test_shortened_is_approved_still(self):
        """What is given back earlier takes nothing that was not approved."""
        one = self._book(0, 3, user=self.user_own)
        one.with_user(self.far).action_confirm()
        with freeze_time(at(1)):
            one.with_user(self.user_own).action_over()
        self.assertEqual((one.state, one.stop), ("done", at(1)))
        early = self._book(5, 6, user=self.user_own)
        early.with_user(self.far).action_confirm()
        with self.assertRaisesRegex(UserError, "It has not begun"):
            early.with_user(self.user_own).action_over()

    def test_nobody_approves_in_time(self):
        one = self._book(0, 1, user=self.user_own)
        before = self._notices(self.user_own)
        with freeze_time(at(2)), self.enter_registry_test_mode():
            self.env.ref(
                "crm_enova.enova_reservation_cron_over"
            ).method_direct_trigger()
        self.assertEqual(one.state, "refused")
        self.assertEqual(len(self._notices(self.user_own) - before), 1)

    def test_form_shows_that_it_is_asked_for(self):
        form = Form(self.env["enova.reservation"].with_user(self.user_own))
        form.resource_id, form.start = self.van, at(0)
        self.assertEqual(form.save().state, "requested")
