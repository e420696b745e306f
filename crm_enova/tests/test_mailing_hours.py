"""When e-mails may go out: hours of offices, over changes of the clock."""

from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..models.mailing.mail_sender import MailSender
from ..models.mailing.sending_limits import (
    HOURLY_PARAMETER,
    HOURS_PARAMETER,
    QUOTA_PARAMETER,
    SendingLimits,
)
from .mailing_send_common import MailingSendCase

NOON = datetime(2026, 3, 25, 11)


@tagged("post_install", "-at_install")
class TestMailingHours(MailingSendCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parameters = cls.env["ir.config_parameter"]
        cls.server = cls.env["ir.mail_server"].create(
            {"name": "One", "smtp_host": "localhost"}
        )

    def _calendar(self, company, zone, hours=((8, 16),), days=range(5), **values):
        """Give a company an office that is open at some hours of some days."""
        self.parameters.set_param(HOURS_PARAMETER, "True")
        company.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Office",
                "tz": zone,
                "company_id": company.id,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "Open",
                                "dayofweek": str(day),
                                "hour_from": start,
                                "hour_to": stop,
                            }
                        )
                        for day in days
                        for start, stop in hours
                    ),
                ],
                **values,
            }
        )
        return company.resource_calendar_id

    def _opens(self, *moment, mailing=None):
        """Return when more may go out; nothing where some may now."""
        with freeze_time(datetime(*moment)):
            limits = SendingLimits(self.env)
            room, opens = limits.room(mailing or self.mailing, self.server)
        self.assertEqual(bool(room), not opens)
        return opens

    def test_the_same_hour_of_the_wall_in_winter(self):
        """Half past three by the world's clock is too late in summer alone."""
        self._calendar(self.company, "Europe/Warsaw", ((8, 17),))
        monday = datetime(2026, 10, 26, 7)
        self.assertEqual(self._opens(2026, 10, 23, 15, 30), monday)
        self.assertEqual(self._opens(2026, 10, 25, 1, 30), monday)
        self.assertEqual(self._opens(2026, 10, 26, 6, 30), monday)
        self.assertFalse(self._opens(2026, 10, 30, 15, 30))

    def test_a_night_in_which_an_hour_comes_twice(self):
        self._calendar(self.company, "Europe/Warsaw", ((0, 6),), range(7))
        # half past two in summer, and once more in winter
        self.assertFalse(self._opens(2026, 10, 25, 0, 30))
        self.assertFalse(self._opens(2026, 10, 25, 1, 30))
        self.assertFalse(self._opens(2026, 10, 25, 4, 59))
        self.assertEqual(self._opens(2026, 10, 25, 5), datetime(2026, 10, 25, 23))
        # and in spring the night is an hour shorter
        self.assertFalse(self._opens(2026, 3, 29, 3, 59))
        self.assertEqual(self._opens(2026, 3, 29, 4), datetime(2026, 3, 29, 22))

    def test_each_company_by_its_own_clock(self):
        """America changes it three weeks before Europe does."""
        self._calendar(self.company, "Europe/Warsaw")
        self._calendar(self.other_company, "America/New_York")
        theirs = self.mailing.copy({"company_id": self.other_company.id})
        self.assertFalse(self._opens(2026, 3, 20, 7, 30))
        self.assertEqual(
            self._opens(2026, 3, 2, 7, 30, mailing=theirs), datetime(2026, 3, 2, 13)
        )
        self.assertEqual(
            self._opens(2026, 3, 20, 7, 30, mailing=theirs), datetime(2026, 3, 20, 12)
        )
        self.assertFalse(self._opens(2026, 3, 20, 12, 30, mailing=theirs))
        self.assertFalse(self._opens(2026, 3, 20, 14, 59))
        self.assertTrue(self._opens(2026, 3, 20, 15))

    def test_breaks_and_holidays(self):
        calendar = self._calendar(self.company, "Europe/Warsaw", ((8, 12), (13, 16)))
        self.assertEqual(self._opens(2026, 12, 23, 11, 30), datetime(2026, 12, 23, 12))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Christmas",
                "calendar_id": calendar.id,
                "date_from": "2026-12-24 00:00:00",
                "date_to": "2026-12-27 22:00:00",
            }
        )
        monday = datetime(2026, 12, 28, 7)
        self.assertEqual(self._opens(2026, 12, 24, 9), monday)
        self.assertEqual(self._opens(2026, 12, 23, 15, 30), monday)

    def test_an_office_that_never_opens(self):
        """It is asked again tomorrow: somebody may enter hours."""
        self._calendar(self.company, "Europe/Warsaw", ())
        self.assertEqual(self._opens(2026, 3, 25, 11), datetime(2026, 3, 26, 11))

    def test_an_office_with_flexible_hours(self):
        self._calendar(
            self.company,
            "Europe/Warsaw",
            (),
            schedule_type="flexible",
            hours_per_day=8,
            hours_per_week=40,
        )
        self.assertFalse(self._opens(2026, 3, 25, 11))

    # -- limits ------------------------------------------------------------------------

    def _sent(self, mail, ago, **values):
        values = {"server_id": self.server.id, "date": NOON - ago, **values}
        return self._attempt(mail, "sent", **values)

    def _room(self):
        return SendingLimits(self.env).room(self.mailing, self.server)

    @freeze_time(NOON)
    def test_a_limit_that_was_lowered(self):
        """As many as are above it have to be past before the next may go."""
        for mail, minutes in zip(self.mails, (50, 30, 10), strict=True):
            self._sent(mail, timedelta(minutes=minutes))
        self.parameters.set_param(HOURLY_PARAMETER, "2")
        self.assertEqual(self._room(), (0, NOON + timedelta(minutes=30)))
        self.parameters.set_param(HOURLY_PARAMETER, "1")
        self.assertEqual(self._room(), (0, NOON + timedelta(minutes=50)))

    @freeze_time(NOON)
    def test_the_narrowest_limit_counts(self):
        self._sent(self.mails[0], timedelta(minutes=5))
        self._sent(self.mails[1], timedelta(hours=5))
        self.parameters.set_param(HOURLY_PARAMETER, "6")
        self.parameters.set_param(QUOTA_PARAMETER, "3")
        self.assertEqual(self._room(), (1, None))
        self.mailing.user_id = False
        self.assertEqual(self._room(), (5, None), "nobody has no quota")

    @freeze_time(NOON)
    def test_the_mailbox_of_a_person(self):
        """Has so many a minute as the ERP allows for it."""
        self.parameters.set_param("mail.server.personal.limit.minutes", "2")
        for mail, seconds in zip(self.mails, (70, 40, 10), strict=True):
            self._sent(mail, timedelta(seconds=seconds))
        self.assertGreater(self._room()[0], 1000)
        self.server.owner_user_id = self.user_manager
        self.assertEqual(self._room(), (0, NOON + timedelta(seconds=20)))
        self.parameters.set_param("mail.server.personal.limit.minutes", "3")
        self.assertEqual(self._room(), (1, None))

    def test_mailings_take_turns(self):
        second, third = (
            self._mailing(self._addressees(1, prefix)) for prefix in ("drugi", "trzeci")
        )
        self.env.flush_all()
        sender = MailSender(self.env)
        self.assertEqual(sender._mailings_due(), self.mailing | second | third)
        sender.last_mailing = self.mailing.id
        self.assertEqual(sender._mailings_due(), second | third | self.mailing)
        sender.last_mailing = third.id
        self.assertEqual(sender._mailings_due()[0], self.mailing)
        self._attempt(self._mails_of(second), "uncertain")
        self.env.flush_all()
        self.assertNotIn(second, sender._mailings_due())
