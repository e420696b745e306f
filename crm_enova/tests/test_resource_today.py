from datetime import datetime, timedelta

from odoo.tests import freeze_time, tagged

from .resource_common import MONDAY, ResourceCase, at


@tagged("post_install", "-at_install")
class TestOccupancyToday(ResourceCase):
    def setUp(self):
        super().setUp()
        calendar = self.company.resource_calendar_id
        calendar.tz = "Europe/Warsaw"
        self.van.write({"resource_calendar_id": calendar.id, "tz": "Europe/Warsaw"})
        clock = freeze_time(MONDAY + timedelta(hours=1))
        clock.start()
        self.addCleanup(clock.stop)

    def _today(self, resource=None):
        resource = (resource or self.van).with_user(self.user_own)
        resource.invalidate_recordset()
        return resource.occupancy_today

    def test_of_the_working_hours(self):
        self.assertEqual(self._today(), 0)
        self._book(0, 2)
        self.assertEqual(self._today(), 25)
        self._book(at(0, day=1), at(4, day=1))
        self.assertEqual(self._today(), 25)

    def test_of_all_units(self):
        self.van.capacity = 4
        self._book(0, 2)
        self.assertEqual(self._today(), 6)
        for _turn in range(3):
            self._book(0, 2)
        self.assertEqual(self._today(), 25)

    def test_on_a_day_off(self):
        saturday = MONDAY + timedelta(days=5)
        with freeze_time(saturday):
            self.assertEqual(self._today(), 0)
            self._book(at(0, day=5), at(1, day=5))
            self.assertEqual(self._today(), 100)

    def test_at_any_hour(self):
        self.van.resource_calendar_id = False
        self._book(0, 6)
        self.assertEqual(self._today(), 25)

    def test_a_day_of_twenty_three_hours(self):
        self.van.resource_calendar_id = False
        with freeze_time(datetime(2027, 3, 28, 10)):
            start = datetime(2027, 3, 27, 23)
            self._book(start, start + timedelta(hours=23))
            self.assertEqual(self._today(), 100)

    def test_one_query_for_all(self):
        calendar = self.company.resource_calendar_id
        resources = self.van
        for number in range(12):
            resources |= self._resource(
                name=f"V{number}", resource_calendar_id=calendar.id
            )
        self._today()
        counts = []
        for some in (resources[:2], resources):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.user_own).mapped("occupancy_today")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
