from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.fields import Command
from odoo.tests import tagged, users

from .common import CrmEnovaCase

# On the other side of the line of dates, and far behind: noon of the tenth of June
# is for all of them some hour of the tenth.
FAR = {
    "Pacific/Auckland": "2026-06-10 00:00:00",
    "Asia/Tokyo": "2026-06-10 03:00:00",
    "Europe/Warsaw": "2026-06-10 10:00:00",
    "America/Los_Angeles": "2026-06-10 19:00:00",
    "Pacific/Honolulu": "2026-06-10 22:00:00",
}


class MyPageCase(CrmEnovaCase):
    def setUp(self):
        super().setUp()
        # what is already there when the user of the test comes
        self.system = self.env(user=SUPERUSER_ID)

    def _blocks(self):
        page = self.env["res.users"].enova_my_day()
        return {block["name"]: block for block in page}

    def _titles(self, name):
        block = self._blocks().get(name)
        return [row["title"] for row in block["rows"]] if block else []

    def _task(self, name, day=False, **values):
        return self.system["enova.activity"].create(
            {
                "name": name,
                "type_id": self.type_task.id,
                "partner_id": self.contractor.id,
                "user_id": self.user_own.id,
                "assigned_by_id": self.user_own.id,
                "date_deadline": day,
                **values,
            }
        )

    def _meeting(self, name, start, stop, **values):
        meetings = self.system["calendar.event"]
        return meetings.with_context(no_mail_to_attendees=True).create(
            {
                "name": name,
                "start": start,
                "stop": stop,
                "partner_ids": [Command.set(self.user_own.partner_id.ids)],
                **values,
            }
        )

    def _whole_day(self, first, last):
        return self._meeting(
            first, first, last, allday=True, start_date=first, stop_date=last
        )

    def _move_to(self, zone):
        """Let the user of the test work in a zone."""
        self.user_own.sudo().tz = zone
        self.env = self.env(context={**self.env.context, "tz": zone})


@tagged("post_install", "-at_install")
class TestMyPageDays(MyPageCase):
    """Today is the day of whoever looks, wherever they are."""

    @users("crm_own")
    def test_whole_days_of_the_calendar_in_every_zone(self):
        with freeze_time("2026-06-10 10:00:00"):
            for first, last in (
                ("2026-06-08", "2026-06-09"),
                ("2026-06-09", "2026-06-09"),
                ("2026-06-10", "2026-06-10"),
                ("2026-06-09", "2026-06-11"),
                ("2026-06-11", "2026-06-11"),
            ):
                self._whole_day(first, last)
        for zone, now in FAR.items():
            with self.subTest(zone=zone), freeze_time(now):
                self._move_to(zone)
                rows = self._blocks()["today"]["rows"]
                days = sorted(row["title"] for row in rows)
                self.assertEqual(days, ["2026-06-09", "2026-06-10"])
                hours = {(row["date"], row["start"], row["stop"]) for row in rows}
                self.assertEqual(hours, {("2026-06-10", False, False)})

    @users("crm_own")
    def test_from_midnight_to_midnight(self):
        """In Warsaw: what ends at midnight is of the day before, what begins is not."""
        for name, start, stop in (
            ("ends with yesterday", "2026-06-09 20:00:00", "2026-06-09 22:00:00"),
            ("goes over midnight", "2026-06-09 21:00:00", "2026-06-09 23:00:00"),
            ("begins with today", "2026-06-09 22:00:00", "2026-06-09 22:00:00"),
            ("ends with today", "2026-06-10 21:00:00", "2026-06-10 22:00:00"),
            ("begins with tomorrow", "2026-06-10 22:00:00", "2026-06-10 23:00:00"),
        ):
            self._meeting(name, start, stop)
        with freeze_time("2026-06-10 10:00:00"):
            self.assertEqual(
                self._titles("today"),
                ["goes over midnight", "begins with today", "ends with today"],
            )

    @users("crm_own")
    def test_the_day_on_which_clocks_change(self):
        """It has 23 hours in March and 25 in October, and all of them are of today."""
        for now, first, after in (
            ("2026-03-29 10:00:00", "2026-03-28 23:00:00", "2026-03-29 22:00:00"),
            ("2026-10-25 10:00:00", "2026-10-24 22:00:00", "2026-10-25 23:00:00"),
        ):
            begin, end = map(datetime.fromisoformat, (first, after))
            minute = timedelta(minutes=1)
            for name, moment in (
                ("before", begin - minute),
                ("first", begin),
                ("last", end - minute),
                ("after", end),
            ):
                self._meeting(name, moment, moment)
            with self.subTest(day=now), freeze_time(now):
                self.assertEqual(self._titles("today"), ["first", "last"])

    @users("crm_own")
    def test_a_task_becomes_late_at_midnight_of_its_reader(self):
        task = self._task("Offer", "2026-06-10")
        for moment, block in (
            ("2026-06-09 21:59:00", None),
            ("2026-06-09 22:00:00", "today"),
            ("2026-06-10 21:59:00", "today"),
            ("2026-06-10 22:00:00", "late"),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.env.invalidate_all()
                found = [
                    name
                    for name in ("today", "late")
                    if task.name in self._titles(name)
                ]
                self.assertEqual(found, [block] if block else [])

    @users("crm_own")
    @freeze_time("2026-06-10 10:00:00")
    def test_the_last_contact_is_told_by_the_day_of_the_reader(self):
        """A call half an hour after midnight in Warsaw is of the day that began."""
        self._task(
            "Talk",
            type_id=self.type_call.id,
            date_start="2026-03-31 22:30:00",
        )
        [row] = self._blocks()["cold"]["rows"]
        self.assertEqual(row["date"], "2026-04-01")

    @users("crm_own")
    @freeze_time("2026-06-10 10:00:00")
    def test_sixty_days_are_whole_days(self):
        """Who was spoken with on the eleventh of April is not yet told, to the hour."""
        call = self._task("Talk", type_id=self.type_call.id)
        for moment, is_cold in (
            ("2026-04-10 21:59:00", True),
            ("2026-04-10 22:00:00", False),
        ):
            call.date_start = moment
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(moment=moment):
                self.assertEqual("cold" in self._blocks(), is_cold)

    @users("crm_own")
    @freeze_time("2026-06-10 10:00:00")
    def test_news_begins_with_yesterday(self):
        """Of the hours before midnight in UTC, too, the day is the reader's."""
        for title, moment in (
            ("the day before", "2026-06-08 21:59:59"),
            ("yesterday", "2026-06-08 22:00:00"),
            ("tonight", "2026-06-09 22:00:00"),
        ):
            self.system["mail.message"].create(
                {
                    "model": "res.partner",
                    "res_id": self.contractor.id,
                    "message_type": "email",
                    "author_id": self.contact.id,
                    "subject": title,
                    "date": moment,
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                }
            )
        self.assertEqual(
            [(row["title"], row["date"]) for row in self._blocks()["news"]["rows"]],
            [("tonight", "2026-06-10"), ("yesterday", "2026-06-09")],
        )

    @users("crm_own")
    @freeze_time("2026-06-10 10:00:00")
    def test_meetings_that_the_calendar_keeps_from_them(self):
        """Without a zone the clock is UTC's; with nobody invited there is nothing."""
        self._move_to(False)
        self._meeting("mine", "2026-06-10 00:00:00", "2026-06-10 01:00:00")
        self._meeting("late at night", "2026-06-10 23:59:00", "2026-06-11 01:00:00")
        self._meeting(
            "of nobody",
            "2026-06-10 08:00:00",
            "2026-06-10 09:00:00",
            partner_ids=[Command.clear()],
        )
        archived = self._meeting("off", "2026-06-10 08:00:00", "2026-06-10 09:00:00")
        archived.active = False
        block = self._blocks()["today"]
        self.assertEqual(
            [row["title"] for row in block["rows"]], ["mine", "late at night"]
        )
        self.assertEqual(block["count"], 2)
        self.assertEqual(block["rows"][0]["start"], "2026-06-10T00:00:00Z")
