"""Whose history is asked for."""

from copy import copy
from datetime import datetime, time
from functools import cached_property

import pytz

from ..base.moment import to_utc

# What the rules of partners ask for; without it whole rows, which are wide, are read.
RULED = ("company_id", "partner_share")


class Request:
    """Whose history is asked for, and which part of it.

    :param subject: the contractor or a person of theirs, or a record that has a
        history of its own: a project, campaign, device or service order
    :param int conversation_id: the first of a chain of follow-ups, to see it alone
    :param str text: what is looked for in what entries say
    :param int person_id: whom entries have to be about
    :param date since: the first day
    """

    def __init__(
        self, subject, conversation_id=None, text=None, person_id=None, since=None
    ):
        self.subject = subject
        self.of_contractor = subject._name == "res.partner"
        # sudo: ids of the company and of its people; each source checks what may be
        # read of them
        self.partners = (
            subject if self.of_contractor else subject.env["res.partner"]
        ).sudo()
        self.partner_id = self.partners.commercial_partner_id.id
        self.conversation_id = conversation_id
        self.text = text
        self.person_id = person_id
        self.since = since
        self.horizon = None

    def newer_than(self, place):
        """Return the same question, about nothing that is not newer than a place.

        What was asked first has filled the page down to there.

        :param Position place: of an entry
        :return: Request
        """
        bounded = copy(self)
        bounded.horizon = place
        return bounded

    @cached_property
    def people_ids(self):
        """Ids of the company, its people and addresses, archived ones too."""
        everybody = self.partners.with_context(active_test=False)
        theirs = [("commercial_partner_id", "=", self.partner_id)]
        return everybody.search_fetch(theirs, RULED, order="id").ids

    @cached_property
    def since_moment(self):
        """The moment in UTC at which the first day begins for the reader."""
        zone = pytz.timezone(self.partners.env.user.tz or "UTC")
        return to_utc(datetime.combine(self.since, time.min), zone)
