from datetime import datetime, timedelta

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ..models.mailing.sending_limits import (
    HOURLY_PARAMETER,
    HOURS_PARAMETER,
    QUOTA_PARAMETER,
    SendingLimits,
)
from .mailing_send_common import MailingSendCase

# A Wednesday, eleven o'clock in Warsaw.
NOON = datetime(2026, 3, 25, 10)


@tagged("post_install", "-at_install")
class TestMailingLimits(MailingSendCase):
    """So many an hour and server, so many a day and person, in working hours."""

    def setUp(self):
        super().setUp()
        self.server = self.env["ir.mail_server"].create(
            {"name": "One", "smtp_host": "localhost"}
        )
        self.enterContext(freeze_time(NOON))

    def _set(self, parameter, value):
        self.env["ir.config_parameter"].set_param(parameter, value)

    def _room(self, server=None):
        limits = SendingLimits(self.env)
        return limits.room(self.mailing, self.server if server is None else server)

    def _sent(self, mail, minutes_ago, **values):
        date = NOON - timedelta(minutes=minutes_ago)
        values = {"server_id": self.server.id, "date": date, **values}
        return self._attempt(mail, "sent", **values)

    def test_no_limit(self):
        room, free_at = self._room()
        self.assertGreater(room, 100_000)
        self.assertFalse(free_at)

    def test_per_hour_and_server(self):
        self._set(HOURLY_PARAMETER, "2")
        self._sent(self.mails[0], 61)
        self._sent(self.mails[1], 20)
        self.assertEqual(self._room()[0], 1)
        self._sent(self.mails[2], 10)
        self.assertEqual(self._room(), (0, NOON + timedelta(minutes=40)))
        other = self.env["ir.mail_server"]
        self.assertEqual(self._room(other)[0], 2, "each server has its own")
        self.server.enova_hourly_limit = 5
        self.assertEqual(self._room()[0], 3, "and may have another limit")

    def test_per_person_and_day(self):
        self._set(QUOTA_PARAMETER, "2")
        self._sent(self.mails[0], 25 * 60)
        self._sent(self.mails[1], 23 * 60)
        self.assertEqual(self._room()[0], 1)
        self._sent(self.mails[2], 60)
        self.assertEqual(self._room(), (0, NOON + timedelta(hours=1)))
        self.mailing.user_id = self.user_all
        self.assertEqual(self._room()[0], 2)

    def test_working_hours(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Office", "tz": "Europe/Warsaw", "company_id": self.company.id}
        )
        self.company.resource_calendar_id = calendar
        self._set(HOURS_PARAMETER, "True")
        self.assertGreater(self._room()[0], 0)
        with freeze_time(NOON.replace(hour=20)):
            room, opens = self._room()
        self.assertEqual(room, 0)
        # eight o'clock of the next day in Warsaw
        self.assertEqual(opens, datetime(2026, 3, 26, 7))
        # over the weekend, and over the night in which the clock goes forward
        with freeze_time(datetime(2026, 3, 28, 9)):
            self.assertEqual(self._room(), (0, datetime(2026, 3, 30, 6)))
        self.company.resource_calendar_id = False
        with freeze_time(NOON.replace(hour=20)):
            self.assertGreater(self._room()[0], 0, "no calendar, no window")

    def test_nonsense_in_a_parameter_is_no_limit(self):
        for text in ("x", "-3", "", "1.5"):
            self._set(HOURLY_PARAMETER, text)
            with self.subTest(text):
                self.assertGreater(self._room()[0], 100_000)

    def test_settings_refuse_what_is_no_address(self):
        settings = self.env["res.config.settings"]
        for values in ({"mailing_from": "x"}, {"mailing_alias": "a b@c"}):
            with self.subTest(values), self.assertRaises(ValidationError):
                settings.create(values)

    def test_settings_reach_the_sender(self):
        settings = self.env["res.config.settings"].create(
            {"mailing_hourly_limit": 7, "mailing_daily_quota": 3}
        )
        settings.set_values()
        limits = SendingLimits(self.env)
        self.assertEqual((limits.hourly, limits.quota), (7, 3))
        self.assertEqual(self._room()[0], 3)

    def test_archived_mailing_rests(self):
        due = self.env["mail.mail"]._enova_mailings_due
        self.env.flush_all()
        self.assertIn(self.mailing.id, due())
        self.mailing.active = False
        self.env.flush_all()
        self.assertNotIn(self.mailing.id, due())

    def test_scheduled_ones_wake_the_sender(self):
        later = datetime(2090, 3, 25, 12)  # by the clock of the database, too
        self.mails.scheduled_date = later
        self.assertEqual(self.env["mail.mail"]._enova_next_scheduled(), later)
        self.env.flush_all()
        self.assertNotIn(self.mailing.id, self.env["mail.mail"]._enova_mailings_due())
