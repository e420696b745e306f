from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .resource_common import at
from .test_reservation_meeting import QUIET, MeetingCase

FORGED = {"enova_on_behalf": True, "enova_meeting_sync": True, "enova_system": True}


class ApprovalCase(MeetingCase):
    """The second van is approved by the manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_van.approval_required = True

    def _refused(self, call, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            call()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestApprovalOnEveryRoad(ApprovalCase):
    def test_meeting(self):
        """A meeting with it asks for it: new, added to one, and of a series."""
        self._meeting(resources=self.second_van)
        self.assertEqual(self._booked(self.second_van).state, "requested")
        self._meeting(3, 4).enova_resource_ids = self.van | self.second_van
        self._series(start=6, resources=self.second_van)
        states = set(self._booked(self.second_van).mapped("state"))
        self.assertEqual(states, {"requested"})

    def test_meeting_tells_who_approves(self):
        """They are told of it."""
        messages = self.env["mail.message"]
        before = messages.search([])
        self._meeting(resources=self.second_van)
        told = (messages.search([]) - before).partner_ids
        self.assertIn(self.user_manager.partner_id, told)

    def test_move_to_it(self):
        """Whatever state is sent along."""
        for number, state in enumerate((None, "confirmed", "requested")):
            with self.subTest(state=state):
                booked = self._book(number, number + 1)
                vals = {"resource_id": self.second_van.id}
                booked.write({**vals, "state": state} if state else vals)
                self.assertEqual(booked.state, "requested")

    def test_done_is_no_way_around(self):
        """Neither created, nor written."""
        self.assertEqual(
            self._book(0, 1, resource=self.second_van, state="done").state, "requested"
        )
        waiting = self._book(2, 3, resource=self.second_van)
        self._refused(lambda: waiting.write({"state": "done"}), AccessError)
        cancelled = self._book(4, 5, resource=self.second_van)
        cancelled.action_cancel()
        for state in ("done", "confirmed"):
            call = lambda state=state: cancelled.write({"state": state})  # noqa: E731
            self._refused(call, AccessError)
        with freeze_time(at(2.5)):
            waiting.action_over()
        self.assertEqual(waiting.state, "cancelled", "nobody has approved it")
        done = self._book(6, 7)
        done.write({"state": "done"})
        done.write({"resource_id": self.second_van.id})
        self.assertEqual(done.state, "requested")

    def test_what_is_approved_may_be_given_back(self):
        """By whoever it is for, without being asked again."""
        booked = self._book(0, 2, resource=self.second_van)
        booked.with_user(self.user_manager).action_confirm()
        with freeze_time(at(1)):
            booked.action_over()
        self.assertEqual((booked.state, booked.stop), ("done", at(1)))
        booked.write({"stop": at(9), "state": "confirmed"})
        self.assertEqual(booked.state, "requested")

    def test_forged_keys(self):
        """What only the server says means nothing when a client says it."""
        forger = self.env["enova.reservation"].with_user(self.user_all)
        booked = forger.with_context(**FORGED).create(
            {"resource_id": self.second_van.id, "start": at(0), "stop": at(1)}
        )
        self.assertEqual(booked.state, "requested")
        self._refused(lambda: booked.write({"state": "confirmed"}), AccessError)
        self._refused(lambda: booked.write({"unit": 2}), AccessError)
        events = self.env["calendar.event"].with_user(self.user_all)
        meeting = events.with_context(**QUIET, **FORGED).create(
            {
                "name": "Narada",
                "start": at(3),
                "stop": at(4),
                "enova_resource_ids": [Command.set(self.van.ids)],
            }
        )
        self.assertEqual(self._booked().calendar_event_id.id, meeting.id)
        meeting.write({"start": at(5), "stop": at(6)})
        self.assertEqual(self._booked().start, at(5))
        meeting.unlink()
        self.assertFalse(self._booked())

    def test_forged_keys_show_no_names(self):
        """A refusal names no more to whoever says they act on behalf."""
        self._book(user=self.user_manager, private=True, name="Tajne")
        forger = self.env["enova.reservation"].with_user(self.user_all)
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            forger.with_context(**FORGED).create(
                {"resource_id": self.van.id, "start": at(0), "stop": at(1)}
            )
        self.assertNotIn("Tajne", str(refused.exception))


@tagged("post_install", "-at_install")
class TestDoneOverTaken(ApprovalCase):
    def test_created_over_what_is_taken(self):
        """What is noted afterwards is not where something else stands, or stood."""
        taken = self._book(0, 2)
        self._refused(lambda: self._book(1, 2, state="done"))
        taken.write({"state": "done"})
        self._refused(lambda: self._book(1, 2, state="done"))
        self._book(2, 3, state="done")
        with self.assertRaisesRegex(UserError, "Van 1 is not free then"):
            self._book(2, 3, state="done")

    def test_moved_over_what_is_taken(self):
        """Nor does it move there, or come back."""
        self._book(0, 2)
        done = self._book(2, 3, state="done")
        self._refused(lambda: done.write({"start": at(1)}))
        cancelled = self._book(3, 4)
        cancelled.action_cancel()
        self._book(3, 4)
        self._refused(lambda: cancelled.write({"state": "done"}))
        self._refused(lambda: cancelled.write({"state": "done", "start": at(3)}))
        done.write({"name": "Inny powód"})
        done.write({"stop": at(2.5)})
        self.assertEqual(done.stop, at(2.5))

    def test_two_units(self):
        """Each has a unit of its own."""
        self.van.capacity = 2
        units = [self._book(0, 1, state="done").unit for _turn in range(2)]
        self.assertEqual(units, [1, 2])


@tagged("post_install", "-at_install")
class TestBookedByOnEveryRoad(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.restricted = cls._resource(
            name="Tylko admin", group_ids=cls.env.ref("base.group_system")
        )
        cls.foreign = cls._resource(
            name="Obcy TAJNE", company_id=cls.other_company.id, responsible_id=False
        )

    def test_reservation(self):
        """Created, moved to, or revived."""
        self._refused(lambda: self._book(resource=self.restricted))
        booked = self._book()
        self._refused(lambda: booked.write({"resource_id": self.restricted.id}))
        # sudo: booked for the user by somebody who may
        given = self._book(
            2, 3, resource=self.restricted, user=self.env.user, user_id=self.user_all.id
        )
        given.state = "cancelled"
        mine = given.with_user(self.user_all)
        for state in ("confirmed", "requested", "done"):
            call = lambda state=state: mine.write({"state": state})  # noqa: E731
            self._refused(call)

    def test_meeting(self):
        """Put on a new meeting, on one that is there, on one of a series."""
        self._refused(lambda: self._meeting(resources=self.restricted))
        meeting = self._meeting()
        self._refused(
            lambda: meeting.write(
                {"enova_resource_ids": [Command.link(self.restricted.id)]}
            )
        )
        series = self._series(start=3, resources=self.second_van)
        events = series.recurrence_id.calendar_event_ids.sorted("start")
        # sudo: put there by somebody who may
        events[1].sudo().enova_resource_ids |= self.restricted
        self._refused(
            lambda: (
                events[2]
                .with_user(self.user_all)
                .write(
                    {
                        "enova_resource_ids": [Command.link(self.restricted.id)],
                        "recurrence_update": "self_only",
                    }
                )
            )
        )

    def test_refusal_names_nothing(self):
        """Of a resource of another company."""
        meeting = self._meeting()
        booked = self._book(4, 5)
        for call in (
            lambda: self._book(resource=self.foreign),
            lambda: self._meeting(resources=self.foreign),
            lambda: meeting.write({"enova_resource_ids": [(4, self.foreign.id)]}),
            lambda: booked.write({"resource_id": self.foreign.id}),
        ):
            with self.assertRaises(AccessError) as refused, self.env.cr.savepoint():
                call()
            self.assertNotIn("TAJNE", str(refused.exception))
