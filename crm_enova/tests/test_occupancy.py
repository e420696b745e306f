from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestOccupancy(ResourceCase):
    """A week of January 2099: Warsaw is an hour ahead of UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Od 8 do 16", "tz": "Europe/Warsaw"}
        )
        lines = cls.calendar.attendance_ids
        lines.filtered(lambda line: line.day_period == "lunch").unlink()
        lines = cls.calendar.attendance_ids
        lines.filtered(lambda a: a.day_period == "morning").write(
            {"hour_from": 8, "hour_to": 12}
        )
        lines.filtered(lambda a: a.day_period == "afternoon").write(
            {"hour_from": 12, "hour_to": 16}
        )
        cls.van.write({"resource_calendar_id": cls.calendar.id, "hourly_cost": 10})
        cls.tools = cls._resource(
            name="Wiertarki",
            capacity=2,
            resource_calendar_id=cls.calendar.id,
            category_id=cls.env.ref("crm_enova.enova_resource_category_tools").id,
        )

    def _lines(self, user=None, first=date(2099, 1, 5), last=date(2099, 1, 11), **more):
        report = self.env["enova.occupancy"].with_user(user or self.user_own)
        report = report.create({"date_from": first, "date_to": last, **more})
        action = report.action_show()
        return (
            self.env[action["res_model"]]
            .with_user(report.env.user)
            .search(action["domain"])
        )

    def test_hours_and_percent(self):
        self._book(0, 4)
        self._book(0, 4, resource=self.tools)
        self._book(0, 4, resource=self.tools)
        self._book(24, 28, resource=self.tools)
        self._book(30, 31).action_cancel()
        lines = self._lines()
        van = lines.filtered(lambda line: line.resource_id == self.van)
        self.assertEqual((van.booked, van.available, van.rate), (4, 40, 10))
        self.assertEqual(van.cost, 40)
        tools = lines.filtered(lambda line: line.resource_id == self.tools)
        self.assertEqual((tools.booked, tools.available, tools.rate), (12, 80, 15))

    def test_the_percent_of_many_is_weighed(self):
        self._book(0, 4)
        self._book(0, 12, resource=self.tools)
        lines = self._lines()
        lines = lines.filtered(lambda o: o.resource_id in self.van | self.tools)
        [[rate]] = lines._read_group([("id", "in", lines.ids)], [], ["rate:avg"])
        self.assertAlmostEqual(rate, 100 * 16 / 120)

    def test_by_the_day_on_the_reader_s_clock(self):
        """What goes on over midnight in Warsaw is counted on both days."""
        self._book(at(13), at(17))
        lines = self._lines(step="day").filtered(lambda o: o.resource_id == self.van)
        self.assertEqual(len(lines), 7)
        booked = {line.period: line.booked for line in lines if line.booked}
        self.assertEqual(booked, {date(2099, 1, 5): 2, date(2099, 1, 6): 2})

    def test_weeks_and_months_begin_where_they_do(self):
        lines = self._lines(first=date(2099, 1, 1), last=date(2099, 2, 15))
        lines = lines.filtered(lambda o: o.resource_id == self.van)
        self.assertEqual(
            lines.mapped("period")[:3],
            [date(2099, 1, 1), date(2099, 1, 5), date(2099, 1, 12)],
        )
        months = self._lines(
            first=date(2099, 1, 1), last=date(2099, 2, 15), step="month"
        ).filtered(lambda o: o.resource_id == self.van)
        self.assertEqual(months.mapped("period"), [date(2099, 1, 1), date(2099, 2, 1)])

    def test_out_of_service_and_leaves_are_not_available(self):
        self.van.write({"out_from": at(-1), "out_to": at(7)})
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Przegląd",
                "calendar_id": self.calendar.id,
                "resource_id": self.van.resource_id.id,
                "date_from": at(-8, day=1),
                "date_to": at(15, day=1),
            }
        )
        van = self._lines().filtered(lambda line: line.resource_id == self.van)
        self.assertEqual(van.available, 24)

    def test_what_one_may_not_know_counts_too(self):
        self._book(0, 4, user=self.user_manager, private=True)
        van = self._lines().filtered(lambda line: line.resource_id == self.van)
        self.assertEqual(van.booked, 4)

    def test_of_a_category_and_of_one_s_companies(self):
        foreign = self._resource(
            name="Obcy", company_id=self.other_company.id, responsible_id=False
        )
        lines = self._lines(category_id=self.vehicles.id)
        self.assertIn(self.van, lines.resource_id)
        self.assertNotIn(self.tools, lines.resource_id)
        self.assertNotIn(foreign.id, lines.resource_id.ids)

    def test_constant_queries(self):
        def count(resources):
            self.env.flush_all()
            self.env.invalidate_all()
            report = self.env["enova.occupancy"].create(
                {"date_from": date(2099, 1, 5), "date_to": date(2099, 1, 11)}
            )
            before = self.env.cr.sql_log_count
            report._prepare_lines(resources, report._periods())
            return self.env.cr.sql_log_count - before

        count(self.van)
        few = count(self.van)
        many = self.van
        for number in range(20):
            many |= self._resource(
                name=f"Van {number + 5}", resource_calendar_id=self.calendar.id
            )
        self.assertLessEqual(count(many), few + 1)

    def test_bad_days(self):
        with self.assertRaisesRegex(UserError, "before the first"):
            self._lines(first=date(2099, 2, 1), last=date(2099, 1, 1))
        with self.assertRaisesRegex(UserError, "too much for one"):
            self._lines(first=date(1950, 1, 1), last=date(2099, 1, 1), step="day")
