from itertools import chain

from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime

CLASHES_SHOWN = 20


class CalendarEvent(models.Model):
    """Bring what is booked for meetings in line with them, for a whole series at once.

    Of a single meeting a clash is refused. Of a series the rest is kept, and whoever
    changes it is told which ones have to go without.
    """

    _inherit = "calendar.event"

    def _enova_booked(self):
        """Return what is booked or asked for, for these meetings or their tasks."""
        # sudo: whoever may see it
        reservations = self.env["enova.reservation"].sudo()
        return reservations._coming_for(self.enova_activity_id.ids, self.ids)

    def _enova_book(self, booked, planned):
        """Book, move and free, as the meetings are now.

        :param booked: what was booked for them
        :param dict planned: values of moves by the id of a reservation
        :raises UserError: when a resource of a single meeting is taken
        """
        booked = booked.exists()
        places, missing, spare = self._enova_plan(booked, planned)
        clashes = []
        meetings = {vals["calendar_event_id"] for vals in places.values()}
        meetings |= {vals["meeting"].id for vals in missing}
        if len(meetings) > 1:
            missing, lost = booked._split_bookable(missing)
            clashes += [(vals["meeting"], vals["resource_id"]) for vals in lost]
            unplaceable = booked._filter_unplaceable(places)
            for reservation in unplaceable:
                meeting = self.browse(places.pop(reservation)["calendar_event_id"])
                clashes.append((meeting, reservation.resource_id.id))
            spare = spare.union(*unplaceable)
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

    def _enova_plan(self, booked, planned):
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
                    event._enova_rename(reservation)
                    when = planned.get(reservation.id, {}).get("when")
                    if when:
                        place = reservation._moment_vals(when)
                        places[reservation] = {**place, "calendar_event_id": event.id}
                elif spare.get(resource) and not event.enova_activity_id:
                    place = dict(zip(("start", "stop"), hours, strict=True))
                    place["calendar_event_id"] = event.id
                    places[spare[resource].pop(0)] = place
                else:
                    missing.append(event._enova_booking(resource, hours))
        return places, missing, booked.browse().concat(*chain(*spare.values()))

    def _enova_rename(self, reservation):
        """Let a reservation say what the meeting says."""
        if reservation.calendar_entry or reservation.activity_id:
            return
        names = reservation._fields
        values = self._enova_reservation_values()
        # what it takes of the meeting's time is planned
        del values["all_day"]
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
