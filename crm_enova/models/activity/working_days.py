from datetime import datetime, time, timedelta

import pytz

from odoo import models

WEEKEND = (5, 6)
LONGEST_PLAN = 1000


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
