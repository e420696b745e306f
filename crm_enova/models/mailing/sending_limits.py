"""How many e-mails may go out now, and when more may."""

from datetime import timedelta

import pytz

from odoo import fields

HOURLY_PARAMETER = "crm_enova.mailing_hourly_limit"
QUOTA_PARAMETER = "crm_enova.mailing_daily_quota"
HOURS_PARAMETER = "crm_enova.mailing_working_hours"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# How far to look for the next working hours.
LOOK_AHEAD = timedelta(days=21)
PLENTY = 1_000_000


class SendingLimits:
    """The limits that an administrator has set, counted by what has been sent.

    ::

        room, free_at = SendingLimits(env).room(mailing, server)

    They slide: in no hour go out more than the limit of the server, in no 24 hours more
    than the quota of the person. Counted are attempts, which all senders share.
    """

    def __init__(self, env):
        self.env = env
        parameters = env["ir.config_parameter"].sudo()  # sudo: limits, for the sender
        self.hourly = _number(parameters.get_param(HOURLY_PARAMETER))
        self.quota = _number(parameters.get_param(QUOTA_PARAMETER))
        self.in_working_hours = parameters.get_param(HOURS_PARAMETER) == "True"
        self.working_hours = {}

    def room(self, mailing, server):
        """Return how many of a mailing may go out now.

        :param mailing: ``mailing.mailing``
        :param server: ``ir.mail_server``, empty for that of the configuration file
        :return: pair of a number, and of the moment when there is room where it is 0
        """
        opens = self._opens(mailing.company_id or self.env.company)
        if opens:
            return 0, opens
        over_it = [("server_id", "=", server.id)]
        limit = server.enova_hourly_limit or self.hourly
        rooms = [self._left(over_it, limit, HOUR)]
        if server.owner_user_id:
            # a mailbox of a person, for which core has a limit of its own
            limit = server._get_personal_mail_servers_limit()
            rooms.append(self._left(over_it, limit, MINUTE))
        if mailing.user_id:
            rooms.append(
                self._left([("user_id", "=", mailing.user_id.id)], self.quota, DAY)
            )
        return min(rooms, key=lambda room: room[0])

    def _left(self, domain, limit, span):
        """Return how many of a limit are left, and when the next is free."""
        if not limit:
            return PLENTY, None
        attempts = self.env["enova.mailing.attempt"]
        recent = [*domain, ("date", ">", fields.Datetime.now() - span)]
        left = limit - attempts.search_count(recent, limit=limit)
        if left:
            return left, None
        # the oldest of those that fill the limit is the first to make room
        oldest = attempts.search(recent, order="date DESC", offset=limit - 1, limit=1)
        return 0, oldest.date + span

    def _opens(self, company):
        """Return when the working hours begin; nothing while they last."""
        calendar = company.resource_calendar_id
        if not self.in_working_hours or not calendar:
            return None
        now = fields.Datetime.now()
        coming = [pair for pair in self._hours(calendar, now) if now < pair[1]]
        if not coming:
            return now + DAY
        start = coming[0][0]
        return start if now < start else None

    def _hours(self, calendar, now):
        """Return the working hours to come, as pairs of moments in UTC."""
        if calendar not in self.working_hours:
            found = calendar._work_intervals_batch(
                pytz.utc.localize(now), pytz.utc.localize(now + LOOK_AHEAD)
            )
            self.working_hours[calendar] = [
                (_utc(start), _utc(stop)) for start, stop, *_rest in found[False]
            ]
        return self.working_hours[calendar]


def _number(text):
    """Read a parameter; what is no number is no limit."""
    return int(text) if text and str(text).strip().isdecimal() else 0


def _utc(moment):
    return moment.astimezone(pytz.utc).replace(tzinfo=None)
