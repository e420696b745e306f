from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestReservation(ResourceCase):
    def _refused(self, words):
        return self.assertRaisesRegex(UserError, words)

    def test_the_same_hour_is_not_booked_twice(self):
        self._book(0, 2)
        for start, stop in ((0, 2), (1, 3), (-1, 1), (0.5, 1), (-1, 5)):
            with (
                self.subTest(start=start, stop=stop),
                self._refused("Van 1 is not free then"),
                self.env.cr.savepoint(),
            ):
                self._book(start, stop)
        self.assertEqual(len(self.van.reservation_ids), 1)

    def test_back_to_back(self):
        self._book(0, 2)
        self._book(2, 3)
        self._book(-1, 0)
        self.assertEqual(len(self.van.reservation_ids), 3)

    def test_the_database_keeps_the_promise(self):
        first = self._book(0, 2)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "INSERT INTO enova_reservation (resource_id, unit, start, stop,"
                " blocked_start, blocked_stop, state, forbid)"
                " SELECT resource_id, unit, start, stop, blocked_start, blocked_stop,"
                " state, forbid FROM enova_reservation WHERE id = %s",
                [first.id],
            )

    def test_units_one_after_the_other(self):
        self.van.capacity = 3
        units = [self._book(0, 2).unit for _turn in range(3)]
        self.assertEqual(units, [1, 2, 3])
        with self._refused("not free"), self.env.cr.savepoint():
            self._book(1, 2)
        self.assertEqual(self._book(2, 3).unit, 1)

    def test_several_in_one_go(self):
        self.van.capacity = 2
        values = {"resource_id": self.van.id, "start": at(0), "stop": at(1)}
        reservations = self.env["enova.reservation"].with_user(self.user_all)
        made = reservations.create([dict(values), dict(values)])
        self.assertEqual(made.mapped("unit"), [1, 2])
        with self._refused("not free"), self.env.cr.savepoint():
            reservations.create([{**values, "start": at(-1)}])

    def test_time_before_and_after_is_taken_too(self):
        self.van.write({"buffer_before": 0.5, "buffer_after": 1})
        self._book(0, 2)
        for start, stop in ((2, 3), (3, 4), (-1, 0)):
            with (
                self.subTest(start=start),
                self._refused("not free"),
                self.env.cr.savepoint(),
            ):
                self._book(start, stop)
        self._book(3.5, 4)

    def test_the_message_names_who_when_and_what_is_free(self):
        self._resource(name="Van 2")
        self._book(0, 2, name="Montaż", user_id=self.user_own.id)
        with self.assertRaises(UserError) as caught:
            self._book(1, 2)
        message = str(caught.exception)
        for words in ("Montaż", "Crm Own", "9:00", "Free next", "11:00", "Van 2"):
            with self.subTest(words=words):
                self.assertIn(words, message)

    def test_like_resources_of_its_very_category_come_first(self):
        trucks = self.vehicles.create({"name": "Trucks", "parent_id": self.vehicles.id})
        self._resource(name="Truck", category_id=trucks.id, sequence=1)
        self._resource(name="Van 2", sequence=90)
        self._book(0, 2)
        with self._refused("Free at that time: Van 2, Truck"):
            self._book(1, 2)

    def test_a_refusal_costs_the_same_however_many_there_are(self):
        self._book(0, 2)
        counts = []
        for more in (8, 40):
            for number in range(more):
                self._resource(name=f"Van {more} {number}")
            self.env.flush_all()
            for _again in range(2):  # the first time fills what is kept for all
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                with self._refused("Free at that time: Van 8 0, Van 8 1"):
                    self._book(1, 2)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.env.invalidate_all()
        with self.assertQueryCount(11), self._refused("not free"):
            self._book(1, 2)

    def test_a_row_is_shifted_at_once(self):
        row = self.env["enova.reservation"]
        for hour in range(4):
            row += self._book(hour, hour + 1).with_env(self.env)
        for one in row:
            self.assertEqual(one.unit, 1)
        values = {one: (one.start, one.stop) for one in row}
        # all later by an hour, in one transaction: each into the place of the next
        last_first = row[::-1]
        for one in last_first:
            one.write(
                {
                    "start": values[one][0] + timedelta(hours=1),
                    "stop": values[one][1] + timedelta(hours=1),
                }
            )
        self.assertEqual(row.mapped("start"), [at(h) for h in range(1, 5)])
        with self._refused("not free"), self.env.cr.savepoint():
            row[0].write({"start": at(2), "stop": at(3)})
        self.assertEqual(row[0].start, at(1))

    def test_a_move_takes_another_unit(self):
        self.van.capacity = 2
        self._book(0, 1)
        second = self._book(1, 2)
        self.assertEqual(second.unit, 1)
        second.write({"start": at(0), "stop": at(1)})
        self.assertEqual(second.unit, 2)

    def test_cancelled_ones_are_free(self):
        first = self._book(0, 2)
        first.action_cancel()
        second = self._book(0, 2)
        with self._refused("not free"), self.env.cr.savepoint():
            first.write({"state": "confirmed"})
        self.assertEqual(first.state, "cancelled")
        with self._refused("cannot be given back"), self.env.cr.savepoint():
            second.action_over()
        with freeze_time(at(1)):
            second.action_over()
        self.assertEqual((second.state, second.stop), ("done", at(1)))
        first.write({"state": "confirmed"})
        self.assertEqual(first.state, "confirmed")

    def test_what_is_over_ends_by_itself(self):
        over, coming = self._book(0, 2), self._book(5, 6)
        asked = self._book(2, 3, state="requested")
        with freeze_time(at(4)), self.enter_registry_test_mode():
            job = self.env.ref("crm_enova.enova_reservation_cron_over")
            job.sudo().method_direct_trigger()
        states = (over | coming | asked).mapped("state")
        self.assertEqual(states, ["done", "confirmed", "refused"])

    def test_whole_days(self):
        """From midnight to midnight in Warsaw, an hour ahead of UTC."""
        reservations = self.env["enova.reservation"].with_user(self.user_all)
        form = Form(reservations.with_context(tz="Europe/Warsaw"))
        form.resource_id, form.name = self.van, "Targi"
        form.start, form.stop = at(0), at(1, day=1)
        form.all_day = True
        self.assertEqual(form.start, at(-9))
        form.day_to = at(0, day=2).date()
        one = form.save()
        self.assertEqual((one.start, one.stop), (at(-9), at(-9, day=3)))
        self.assertEqual(
            (one.day_from, one.day_to), (at(0).date(), at(0, day=2).date())
        )

    def test_days_of_23_and_25_hours(self):
        reservations = self.env["enova.reservation"].with_context(tz="Europe/Warsaw")
        for day, hours in ((date(2027, 3, 28), 23), (date(2027, 10, 31), 25)):
            start, stop = reservations._whole_days(day, day)
            with self.subTest(day=day):
                one = self._book(start, stop, all_day=True)
                self.assertEqual(one.hours, hours)
                self.assertEqual((one.day_from, one.day_to), (day, day))

    def test_what_it_costs(self):
        self.van.hourly_cost = 40
        one = self._book(0, 2)
        self.assertEqual((one.hours, one.cost), (2, 80))
        one.stop = at(3)
        self.van.hourly_cost = 100
        self.assertEqual(one.cost, 120, "the price of the day of the booking")
        one.action_cancel()
        self.assertEqual(one.cost, 0)

    @mute_logger("odoo.sql_db")
    def test_bad_times(self):
        for start, stop in ((1, 1), (2, 1)):
            with self.subTest(start=start), self._refused("must end after"):
                self._book(start, stop)
        one = self._book(0, 1)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            one.write({"stop": at(-1)})
            one.flush_recordset()

    def test_unit_and_blocked_time_are_not_a_clients(self):
        self.van.capacity = 2
        for given in ({"unit": 7}, {"forbid": False}, {"blocked_stop": at(0)}):
            with self.subTest(given=given):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._book(0, 1, **given)
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._book(0, 1).write(given)
        reservations = self.env["enova.reservation"].with_user(self.user_all)
        placed = (({"unit": 7}, {"blocked_stop": at(0)}),)
        for forged in (placed, True, "x", [[1]]):
            with self.subTest(forged=forged):
                forger = reservations.with_context(
                    enova_placements=forged, default_unit=7, default_forbid=False
                )
                booked = forger.create(
                    {"resource_id": self.van.id, "start": at(3), "stop": at(4)}
                )
                found = (booked.unit, booked.forbid, booked.blocked_stop)
                self.assertEqual(found, (1, True, at(4)))
                booked.action_cancel()

    def test_a_warning_instead(self):
        self.van.overlap = "warn"
        self._book(0, 2)
        second = self._book(1, 2)
        self.assertIn("booked by others", second.warning)

    def test_the_best_free_one_of_a_category(self):
        second = self._resource(name="Van 2", sequence=5)
        reservations = self.env["enova.reservation"].with_user(self.user_all)
        values = {
            "category_id": self.vehicles.id,
            "start": at(0),
            "stop": at(1),
        }
        chosen = [reservations.create(dict(values)).resource_id for _turn in range(2)]
        self.assertEqual(chosen, [second, self.van])
        with self._refused("Nothing of Vehicles is free then. Free next: Van"):
            reservations.create(dict(values))

    def test_the_form_with_a_category(self):
        form = Form(self.env["enova.reservation"].with_user(self.user_own))
        form.category_id = self.vehicles
        form.start = at(0)
        self.assertEqual(form.stop, at(1))
        one = form.save()
        self.assertEqual(one.resource_id, self.van)
        self.assertEqual(one.user_id, self.user_own)

    def test_out_of_service(self):
        self.van.write({"out_from": at(0), "out_to": at(24)})
        with self._refused("out of service until"), self.env.cr.savepoint():
            self._book(1, 2)
        self._book(24, 25)

    def test_archived_or_for_others(self):
        self.van.group_ids = [
            Command.set(self.env.ref("crm_enova.crm_enova_group_manager").ids)
        ]
        with self._refused("booked by"), self.env.cr.savepoint():
            self._book()
        self._book(user=self.user_manager).unlink()
        self.van.action_archive()
        with self._refused("archived"), self.env.cr.savepoint():
            self._book(user=self.user_manager)
