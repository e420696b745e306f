from datetime import datetime, time, timedelta

import pytz

from odoo import models

WEEKEND = (5, 6)
LONGEST_PLAN = 1000
LONGEST_LOOK = timedelta(days=3 * 366)


class ResCompany(models.Model):
    _inherit = "res.company"

    def _enova_working_day(self, day, count):
        """Return the working day that comes ``count`` working days after a day.

        Days off are those of the company's working calendar, its holidays included;
        without a calendar they are Saturdays and Sundays.

        :param date day: where counting begins; it is not counted itself
        :param int count: 0 returns ``day``
        :return: date
        """
        if count <= 0:
            return day
        count = min(count, LONGEST_PLAN)
        # sudo: working hours and holidays of the whole company, which all may know
        calendar = self.sudo().resource_calendar_id
        if calendar:
            zone = pytz.timezone(calendar.tz or "UTC")
            start = zone.localize(datetime.combine(day + timedelta(days=1), time.min))
            found = calendar.plan_days(count, start, compute_leaves=True)
            if found:
                return found.astimezone(zone).date()
        while count:
            day += timedelta(days=1)
            count -= day.weekday() not in WEEKEND
        return day

    def _enova_days_off(self, first):
        """Return the days on which the whole company is off, as far as it is planned.

        A day on which some of the working hours are left is a working day.

        :param date first: where to begin
        :return: set of dates
        """
        # sudo: working hours and holidays of the whole company, which all may know
        calendar = self.sudo().resource_calendar_id
        if not calendar:
            return set()
        zone = pytz.timezone(calendar.tz or "UTC")
        leaves = calendar.env["resource.calendar.leaves"].search_fetch(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("calendar_id", "in", [calendar.id, False]),
                ("company_id", "in", [self.id, False]),
                ("date_to", ">=", first),
                ("date_from", "<=", first + LONGEST_LOOK),
            ],
            ["date_from", "date_to"],
        )
        if not leaves:
            return set()
        start = pytz.utc.localize(min(leaves.mapped("date_from"))).astimezone(zone)
        stop = pytz.utc.localize(max(leaves.mapped("date_to"))).astimezone(zone)
        start = max(start, zone.localize(datetime.combine(first, time.min)))
        begin = zone.localize(datetime.combine(start.date(), time.min))
        end = zone.localize(datetime.combine(stop.date(), time.max))
        meant = calendar._attendance_intervals_batch(begin, end)[False]
        left = calendar._work_intervals_batch(begin, end)[False]
        return {i[0].date() for i in meant} - {i[0].date() for i in left}
