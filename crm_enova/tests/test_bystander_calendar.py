from odoo.tests import tagged

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestBystanderCalendar(CrmEnovaCase):
    """An employee without any CRM right uses the calendar as without the addon."""

    def setUp(self):
        super().setUp()
        self.events = self.env["calendar.event"].with_user(self.user_outsider)

    def _plan(self, **values):
        return self.events.create(
            {
                "name": "Zebranie",
                "start": "2026-03-02 09:00:00",
                "stop": "2026-03-02 10:00:00",
                **values,
            }
        )

    def test_meeting(self):
        """Plans, moves, archives and deletes a meeting."""
        event = self._plan(partner_ids=[(4, self.contractor.id)])
        event.write({"start": "2026-03-02 11:00:00", "stop": "2026-03-02 12:00:00"})
        event.write({"name": "Narada", "active": False})
        event.unlink()
        self.assertFalse(event.exists())

    def test_recurring_meeting(self):
        """Plans a meeting that recurs, changes all of it, and deletes it."""
        event = self._plan(
            recurrency=True,
            rrule_type="daily",
            interval=1,
            end_type="count",
            count=3,
        )
        family = event.recurrence_id.calendar_event_ids
        self.assertEqual(len(family), 3)
        event.write({"name": "Odprawa", "recurrence_update": "all_events"})
        self.assertEqual(
            set(event.recurrence_id.calendar_event_ids.mapped("name")), {"Odprawa"}
        )
        event.action_mass_deletion("all_events")
        self.assertFalse(family.exists())

    def test_meeting_begins_to_recur(self):
        """Lets a meeting that is there recur."""
        event = self._plan()
        event.write(
            {
                "recurrency": True,
                "rrule_type": "weekly",
                "mon": True,
                "interval": 1,
                "end_type": "count",
                "count": 2,
            }
        )
        self.assertEqual(len(event.recurrence_id.calendar_event_ids), 2)

    def test_copy(self):
        """Copies a meeting."""
        self.assertEqual(self._plan().copy().name, "Zebranie")
