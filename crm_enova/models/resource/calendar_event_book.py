from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime

from .enova_reservation_flow import COMING

CLASHES_SHOWN = 20


class CalendarEvent(models.Model):
    """Bring what is booked for meetings in line with them, for a whole series at once.

    Of a single meeting a clash is refused. Of a series the rest is kept, and whoever
    changes it is told which ones have to go without.
    """

    _inherit = "calendar.event"

    def _enova_booked(self):
        """Return what is booked or asked for, for these meetings or their tasks."""
        reservations = self.env["enova.reservation"].with_context(enova_on_behalf=True)
        of_meeting = [("calendar_event_id", "in", self.ids)]
        tasks = self.enova_activity_id.ids
        if tasks:
            of_meeting = ["|", *of_meeting, ("activity_id", "in", tasks)]
        return reservations.search([("state", "in", COMING), *of_meeting])

    def _enova_book(self, before, booked):
        """Book, move and free, as the meetings are now.

        :param dict before: from, to and resources of each meeting, as they were
        :param booked: what was booked for them
        :raises UserError: when a resource of a single meeting is taken
        """
        self._enova_inherit_resources(before)
        booked = booked.exists()
        places, missing, spare = self._enova_plan(before, booked)
        clashes = []
        meetings = {vals["calendar_event_id"] for vals in places.values()}
        meetings |= {vals["meeting"].id for vals in missing}
        if len(meetings) > 1:
            missing, lost = booked._sort_out(missing)
            clashes += [(vals["meeting"], vals["resource_id"]) for vals in lost]
            for one in booked._without_place(places):
                vals = places.pop(one)
                clashes.append(
                    (self.browse(vals["calendar_event_id"]), one.resource_id.id)
                )
                spare |= one
        spare.write({"state": "cancelled"})
        booked._move(places)
        booked.create(
            [{k: v for k, v in vals.items() if k != "meeting"} for vals in missing]
        )
        self._enova_go_without(clashes)

    def _enova_inherit_resources(self, before):
        """Give new meetings of a series the resources of the one they repeat."""
        for event in self:
            pattern = event.recurrence_id.base_event_id
            new = event not in before and event.active
            if new and pattern not in (event, event.browse()):
                event.enova_resource_ids = pattern.enova_resource_ids

    def _enova_plan(self, before, booked):
        """Compare what is booked with what is wanted.

        :return: values of new places by reservation; list of values to book; what
            nobody wants any more
        """
        of_task = {event.enova_activity_id: event for event in self}
        present, spare = {}, {}
        for one in booked:
            event = one.calendar_event_id or of_task.get(one.activity_id)
            resources = event.enova_resource_ids if event and event.active else ()
            if one.resource_id in resources:
                present[event, one.resource_id] = one
            elif not (one.activity_id and event and not event.active):
                spare.setdefault(one.resource_id, []).append(one)
        places, missing = {}, []
        for event in self.filtered("active").sorted("start"):
            hours = event._enova_hours()
            for resource in event.enova_resource_ids:
                one = present.get((event, resource))
                if one:
                    places.update(event._enova_shift(one, hours, before.get(event)))
                elif spare.get(resource) and not event.enova_activity_id:
                    one = spare[resource].pop(0)
                    place = dict(zip(("start", "stop"), hours, strict=True))
                    places[one] = {**place, "calendar_event_id": event.id}
                else:
                    missing.append(event._enova_booking(resource, hours))
        rest = booked.browse().union(*(o for some in spare.values() for o in some))
        return places, missing, rest

    def _enova_shift(self, one, hours, before):
        """Return where a reservation goes when its meeting has moved, if it has.

        It keeps the time that it begins earlier or ends later. What belongs to a task
        has gone with the task.
        """
        self.ensure_one()
        self._enova_rename(one)
        if one.activity_id or not before or before[:2] == hours:
            return {}
        start = one.start + (hours[0] - before[0])
        stop = one.stop + (hours[1] - before[1])
        if stop <= start:
            start, stop = hours
        return {one: {"start": start, "stop": stop, "calendar_event_id": self.id}}

    def _enova_rename(self, one):
        """Let a reservation say what the meeting says."""
        if one.calendar_entry or one.activity_id:
            return
        values = self._enova_reservation_values()
        changed = {
            name: value
            for name, value in values.items()
            if one._fields[name].convert_to_write(one[name], one) != value
        }
        if changed:
            one.write(changed)

    def _enova_reservation_values(self):
        """Return what a reservation takes over from its meeting."""
        guests = self.partner_ids.commercial_partner_id
        contractor = guests.filtered("contractor_status")[:1]
        return {
            "name": self.name,
            "user_id": self.user_id.id or self.env.uid,
            "all_day": self.allday,
            "private": self.effective_privacy == "private",
            "partner_id": contractor.id,
        }

    def _enova_booking(self, resource, hours):
        """Return the values of a new reservation for the meeting."""
        link = {"calendar_event_id": self.id}
        task = self.enova_activity_id
        if task:
            link = {"activity_id": task.id}
        return {
            **self._enova_reservation_values(),
            **link,
            **({"partner_id": task.partner_id.id} if task else {}),
            "resource_id": resource.id,
            "start": hours[0],
            "stop": hours[1],
            "meeting": self,
        }

    def _enova_go_without(self, clashes):
        """Take resources off meetings that cannot have them; say which, and keep it.

        :param list clashes: pairs of a meeting and the id of a resource
        """
        if not clashes:
            return
        resources = self.env["enova.resource"]
        lines = []
        for event, resource_id in sorted(clashes, key=lambda pair: pair[0].start):
            resource = resources.browse(resource_id)
            event.enova_resource_ids -= resource
            start = format_datetime(
                self.env, event._enova_hours()[0], dt_format="short"
            )
            lines.append(f"{resource.name}, {start}")
        title = self.env._("Taken at these times, so these meetings go without:")
        shown = lines[:CLASHES_SHOWN]
        if len(lines) > CLASHES_SHOWN:
            shown.append(self.env._("and %s more", len(lines) - CLASHES_SHOWN))
        rows = Markup().join(Markup("<li>{}</li>").format(line) for line in lines)
        events = self.browse().union(*(event for event, _resource in clashes))
        keeper = events.recurrence_id.base_event_id[:1] or events[:1]
        keeper._message_log(body=Markup("<p>{}</p><ul>{}</ul>").format(title, rows))
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": title,
                "message": "; ".join(shown),
            },
        )
