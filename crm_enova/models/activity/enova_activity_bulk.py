import pytz

from odoo import api, fields, models

from .activity_times import due_day, end_of, history_date, shown_span

# What is filled in here, unless something else has to be computed for the row anyway.
FILLED = (
    "stage_id",
    "state",
    "date",
    "date_stop",
    "all_day",
    "date_due",
    "date_done",
    "calendar_start",
    "calendar_stop",
)


class EnovaActivity(models.Model):
    """Creation in bulk: what core would compute row by row is done for all at once.

    The formulas are those of the computes, which call the same functions.
    """

    _inherit = "enova.activity"

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Copy what is stored from links, and fill in what follows from the values.

        Core makes a record in memory of each row that lacks a computed value, and
        computes each of its fields before it writes it. It calls this with all
        defaults filled in. A row that is complete afterwards is left as it is.
        """
        self._copy_related(vals_list, "type_id", "kind", "channel")
        self._copy_related(vals_list, "partner_id", "commercial_partner_id")
        self._add_roots(vals_list)
        for vals in vals_list:
            # nobody is reminded of most rows
            if not vals.get("reminder"):
                vals.setdefault("reminder_at", False)
        filled = [set() for _vals in vals_list]
        self._copy_stages(vals_list, filled)
        self._copy_related(vals_list, "stage_id", "state")
        if not self._other_precomputed(vals_list):
            self._fill_times(vals_list, filled)
        result = super()._add_precomputed_values(vals_list)
        for vals, names in zip(vals_list, filled, strict=True):
            # computed, so that core does not take them for given and inverts them
            computed = {self._fields[name] for name in names}
            vals["__precomputed__"] = computed | set(vals.get("__precomputed__", ()))
        return result

    @api.model
    def _other_precomputed(self, vals_list):
        """Tell whether core has something left to compute in advance anyway."""
        names = {
            name
            for name, field in self._fields.items()
            if field.precompute and name not in FILLED
        }
        return not all(names <= vals.keys() for vals in vals_list)

    @api.model
    def _copy_stages(self, vals_list, filled):
        """Begin where the definitions begin, as :meth:`_compute_stage_id` does.

        :param list filled: a set for each of the values, of what was filled in
        """
        now = fields.Datetime.now()
        stages = {}
        for vals, names in zip(vals_list, filled, strict=True):
            type_id = vals.get("type_id")
            if vals.get("stage_id") or not type_id:
                continue
            if type_id not in stages:
                definition = self.env["enova.activity.type"].browse(type_id)
                stages[type_id] = definition._first_stages()
            planned, past = stages[type_id]
            start = fields.Datetime.to_datetime(vals.get("date_start"))
            is_past = vals.get("kind") == "event" and (not start or start <= now)
            vals["stage_id"] = (past if is_past else planned).id
            names.add("stage_id")

    @api.model
    def _fill_times(self, vals_list, filled):
        """Fill in what follows from start, deadline and state.

        :param list filled: a set for each of the values, of what was filled in
        """
        now = fields.Datetime.now()
        zones, hours = {}, {}
        for vals, names in zip(vals_list, filled, strict=True):
            start = fields.Datetime.to_datetime(vals.get("date_start"))
            deadline = fields.Date.to_date(vals.get("date_deadline"))
            type_id, user_id = vals.get("type_id"), vals.get("user_id")
            if start and type_id not in hours:
                definition = self.env["enova.activity.type"].browse(type_id or ())
                hours[type_id] = definition.default_duration
            if start and user_id not in zones:
                zones[user_id] = self._due_zone(self.env["res.users"].browse(user_id))
            stop = fields.Datetime.to_datetime(vals.get("date_stop"))
            done = now if vals.get("state") == "done" else False
            all_day = vals.get("all_day", bool(deadline and not start))
            if "date_stop" not in vals:
                stop = end_of(start, stop, 0 if all_day else hours.get(type_id))
            shown_from, shown_until = shown_span(start, stop, deadline, all_day)
            computed = {
                "date": history_date(start, deadline, now),
                "date_stop": stop,
                "all_day": all_day,
                "date_due": due_day(start, deadline, zones.get(user_id), all_day),
                "date_done": done,
                "calendar_start": shown_from,
                "calendar_stop": shown_until,
            }
            for name, value in computed.items():
                if name not in vals:
                    vals[name] = value
                    names.add(name)

    @api.model
    def _due_zone(self, user):
        """Return the zone in whose days what is for somebody is due.

        :return: a pytz time zone, or ``None`` for UTC
        """
        # sudo: in which zone a colleague works
        name = user.sudo().tz or self.env.context.get("tz")
        is_known = isinstance(name, str) and name in pytz.all_timezones_set
        return pytz.timezone(name) if is_known else None
