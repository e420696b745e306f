"""The tiles over a contractor, one figure each, and those of contacts with it."""

from odoo import fields
from odoo.tools import format_date

from ..activity.enova_activity_stage import OPEN_STATES
from .money import whole_amount

CALM, GOOD, ALARM = "", "good", "alarm"


class Tile:
    """One figure about a contractor, under the rights of whoever looks.

    An addon adds one by appending a class in ``res.partner._enova_tiles``. It has a
    ``name``, the ``model`` that it reads, and :meth:`content`, which returns
    ``None`` where there is nothing to say: the tile is then absent.
    """

    name = None
    model = None

    def __init__(self, env, contractor_id):
        self.env = env
        self.contractor_id = contractor_id

    def is_readable(self):
        """Tell whether the user may read what the tile counts.

        :return: bool
        """
        return self.env[self.model].has_access("read")

    def content(self):
        """Return what the tile shows.

        :return: dict of ``label``, ``value``, maybe ``hint``, ``tone``, ``bars``
            (heights from 0 to 1) and ``action``; ``None`` for nothing
        """
        raise NotImplementedError

    def _list(self, label, domain, context=None):
        """Return the action that opens what has been counted."""
        return {
            "type": "ir.actions.act_window",
            "name": label,
            "res_model": self.model,
            "domain": domain,
            "views": [[False, "list"], [False, "form"]],
            "context": context or {},
        }

    def _form(self, id_):
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": id_,
            "views": [[False, "form"]],
        }

    def _today(self):
        return fields.Date.context_today(self.env.user)

    def _days(self, day):
        """Return how far a day is, in words."""
        distance = (day - self._today()).days
        if not distance:
            return self.env._("Today")
        if distance == 1:
            return self.env._("Tomorrow")
        if distance == -1:
            return self.env._("Yesterday")
        return format_date(self.env, day)

    def _money(self, amount):
        """Return a sum as one reads it at a glance, without its smallest coins."""
        return whole_amount(self.env, amount, self.env.company.currency_id)


class NextContact(Tile):
    """When somebody is to be contacted next, and about what."""

    name = "next_contact"
    model = "enova.activity"

    def content(self):
        domain = [
            ("commercial_partner_id", "=", self.contractor_id),
            ("state", "in", OPEN_STATES),
            ("date_due", "!=", False),
        ]
        # with what is shown, by one statement
        task = self.env[self.model].search_fetch(
            domain,
            ["name", "state", "date_due"],
            order="date_due, id",
            limit=1,
        )
        if not task:
            return None
        return {
            "label": self.env._("Next contact"),
            "value": self._days(task.date_due),
            "hint": task.name,
            "tone": ALARM if task.due_state == "overdue" else CALM,
            "action": self._form(task.id),
        }


class LastContact(Tile):
    """When somebody has spoken with them last, and who."""

    name = "last_contact"
    model = "enova.activity"

    def content(self):
        partners = self.env["res.partner"]
        last = partners._last_contacts([self.contractor_id]).get(self.contractor_id)
        if not last:
            return None
        moment = fields.Datetime.to_datetime(last["date"])
        day = fields.Datetime.context_timestamp(self.env.user, moment).date()
        return {
            "label": self.env._("Last contact"),
            "value": self._days(day),
            "hint": ", ".join(filter(None, (last["kind"], last["user"]))),
            # an e-mail has no form; it stands in the history below
            "action": self._form(last["id"]) if last["model"] == self.model else False,
        }
