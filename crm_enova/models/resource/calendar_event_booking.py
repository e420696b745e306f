from itertools import chain

from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime

from ..base.context import ON_BEHALF
from .enova_reservation import COMING

CLASHES_SHOWN = 20


class CalendarEvent(models.Model):
    """Bring what is booked for meetings in line with them, for a whole series at once.

    Of a single meeting a clash is refused. Of a series the rest is kept, and whoever
    changes it is told which ones have to go without.
    """

    _inherit = "calendar.event"

    def _enova_booked(self):
        """Return what is booked or asked for, for these meetings or their tasks."""
        reservations = self.env["enova.reservation"].with_context(**ON_BEHALF.on)
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
            missing, lost = booked._split_bookable(missing)
            clashes += [(vals["meeting"], vals["resource_id"]) for vals in lost]
            for reservation in booked._filter_unplaceable(places):
                meeting = self.browse(places.pop(reservation)["calendar_event_id"])
                clashes.append((meeting, reservation.resource_id.id))
                spare |= reservation
        spare.write({"state": "cancelled"})
        booked._move(places)
        booked.create(
            [{k: v for k, v in vals.items() if k != "meeting"} for vals in missing]
        )
        self._drop_conflicting_resources(clashes)

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
        for reservation in booked:
            resource, task = reservation.resource_id, reservation.activity_id
            event = reservation.calendar_event_id or of_task.get(task)
            resources = event.enova_resource_ids if event and event.active else ()
            if resource in resources:
                present[event, resource] = reservation
            elif not (task and event and not event.active):
                spare.setdefault(resource, []).append(reservation)
        places, missing = {}, []
        for event in self.filtered("active").sorted("start"):
            hours = event._enova_hours()
            for resource in event.enova_resource_ids:
                reservation = present.get((event, resource))
                if reservation:
                    moved = event._enova_shift(reservation, hours, before.get(event))
                    places.update(moved)
                elif spare.get(resource) and not event.enova_activity_id:
                    place = dict(zip(("start", "stop"), hours, strict=True))
                    place["calendar_event_id"] = event.id
                    places[spare[resource].pop(0)] = place
                else:
                    missing.append(event._enova_booking(resource, hours))
        return places, missing, booked.browse().concat(*chain(*spare.values()))

    def _enova_shift(self, reservation, hours, before):
        """Return where a reservation goes when its meeting has moved, if it has.

        It keeps the time that it begins earlier or ends later. What belongs to a task
        has gone with the task.
        """
        self.ensure_one()
        self._enova_rename(reservation)
        if reservation.activity_id or not before or before[:2] == hours:
            return {}
        start = reservation.start + (hours[0] - before[0])
        stop = reservation.stop + (hours[1] - before[1])
        if stop <= start:
            start, stop = hours
        place = {"start": start, "stop": stop, "calendar_event_id": self.id}
        return {reservation: place}

    def _enova_rename(self, reservation):
        """Let a reservation say what the meeting says."""
        if reservation.calendar_entry or reservation.activity_id:
            return
        names = reservation._fields
        values = self._enova_reservation_values()
        changed = {
            name: value
            for name, value in values.items()
            if names[name].convert_to_write(reservation[name], reservation) != value
        }
        if changed:
            reservation.write(changed)

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

    def _drop_conflicting_resources(self, clashes):
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
