from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.timeline.activity_source import ActivitySource
from odoo.addons.crm_enova.models.timeline.res_partner_pins import MOST_PINS

from .test_timeline import NINE
from .test_timeline_everything import GROUPS, EverythingCase
from .test_timeline_messages import MessageCase

RULES = "odoo.addons.base.models.ir_rule"
LOGGER = "odoo.addons.crm_enova.models.timeline.res_partner_pins"


class PinMixin:
    def _of(self, partner=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (partner or self.contractor).with_env(self.env)

    def _pin(self, record, partner=None):
        return self._of(partner).enova_pin(record._name, record.id)

    def _unpin(self, record, partner=None):
        return self._of(partner).enova_unpin(record._name, record.id)

    def _pinned(self, partner=None):
        pins = self._of(partner).enova_open_tasks()["pins"]
        return [(pin["model"], pin["id"]) for pin in pins]

    def _stored(self):
        of_company = [("partner_id.commercial_partner_id", "=", self.contractor.id)]
        return self.system["enova.pin"].search(of_company)

    def _key(self, record):
        return record._name, record.id


@tagged("post_install", "-at_install")
class TestPinsOfEverything(PinMixin, EverythingCase):
    """An entry of each source can be pinned, and is seen by those who may read it."""

    @users("crm_manager")
    def test_one_of_each_source(self):
        self._may_read(*GROUPS)
        for name, record in self.made.items():
            with self.subTest(source=name):
                self.assertTrue(self._pin(record))
        newest_first = [self._key(record) for record in self.made.values()][::-1]
        self.assertEqual(self._pinned(), newest_first[:MOST_PINS])
        entries = {(entry["source"], entry["id"]): entry for entry in self._whole()[0]}
        for pin in self._of().enova_open_tasks()["pins"]:
            with self.subTest(source=pin["source"]):
                self.assertEqual(pin, entries[pin["source"], pin["id"]])
        self.assertEqual(self._pinned(self.contact), newest_first, "of the company")

    @users("crm_all")
    def test_what_one_may_not_read_is_absent_and_uncounted(self):
        env = self.env
        self.env = self.env(user=self.user_manager)
        self._may_read(*GROUPS)
        for record in self.made.values():
            self._pin(record)
        self.env = env
        readable = {(entry["model"], entry["id"]) for entry in self._whole()[0]}
        pinned = self._pinned()
        self.assertEqual(
            set(pinned), readable & set(map(self._key, self.made.values()))
        )
        self.assertNotIn(self._key(self.made["order"]), pinned)
        self.assertIn(self._key(self.made["activity"]), pinned)

    @users("crm_all")
    @mute_logger(RULES)
    def test_what_one_may_not_read_cannot_be_pinned(self):
        for name in ("order", "payment", "service"):
            record = self.made[name]
            for method in (self._pin, self._unpin):
                with self.subTest(source=name), self.assertRaises(AccessError):
                    method(record)
        self.assertFalse(self._stored())


@tagged("post_install", "-at_install")
class TestPins(PinMixin, MessageCase):
    """Pins stand over the history of a contractor, for all its readers."""

    @users("crm_own")
    def test_pin_once_and_unpin(self):
        first, second = self._events(2)
        for record in (first, second, first):
            self._pin(record)
        self.assertEqual(self._pinned(), [self._key(second), self._key(first)])
        self.assertEqual(len(self._stored()), 2)
        self._unpin(second)
        self._unpin(second)
        self.assertEqual(self._pinned(), [self._key(first)])
        # and back, as by Undo
        self._pin(second)
        self.assertEqual(self._pinned()[0], self._key(second))

    @users("crm_own")
    def test_a_colleague_sees_and_unpins_them(self):
        event = self._events(1)
        self._pin(event)
        self.env = self.env(user=self.user_all)
        answer = self._of().enova_open_tasks()
        self.assertEqual([pin["id"] for pin in answer["pins"]], event.ids)
        self.assertTrue(answer["may_pin"])
        self._unpin(event)
        self.assertEqual(self._pinned(), [])

    @users("crm_own")
    def test_a_person_pins_to_the_company(self):
        event = self._events(1)
        self._pin(event, self.contact)
        self.assertEqual(self._stored().partner_id, self.contractor)
        self.assertEqual(self._pinned(self.contact), self._pinned())

    @users("crm_all")
    def test_of_another_contractor(self):
        event = self._events(1, partner_id=self.other_contractor.id)
        with self.assertRaises(AccessError):
            self._pin(event)
        self._pin(event, self.other_contractor)
        self.assertEqual(self._pinned(), [])

    @users("crm_own")
    def test_what_is_no_entry_of_a_history(self):
        for model, id_ in (
            ("res.users", self.env.uid),
            ("res.partner", self.contractor.id),
            ("enova.pin", 1),
            ("no.such.model", 1),
            ("enova.activity", 2**31 - 1),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._of().enova_pin(model, id_)
        for model, id_ in ((7, 1), ("enova.activity", "1"), (None, None)):
            with self.subTest(model=model), self.assertRaises(UserError):
                self._of().enova_pin(model, id_)

    @users("crm_own")
    @mute_logger(RULES)
    def test_only_who_may_change_the_contractor(self):
        event = self._events(1)
        self._pin(event)
        for role in ("outsider", "portal"):
            self.env = self.env(user=self.crm_users[role])
            for method in (self._pin, self._unpin):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    method(event)
        self.env = self.env(user=self.user_outsider)
        answer = self._of().enova_open_tasks()
        self.assertEqual((answer["pins"], answer["may_pin"]), ([], False))

    @users("crm_own")
    @mute_logger(RULES)
    def test_nobody_reads_or_writes_pins_themselves(self):
        self._pin(self._events(1))
        pins = self.env["enova.pin"]
        values = {
            "partner_id": self.contractor.id,
            "res_model": "enova.activity",
            "res_id": 1,
        }
        for call in (
            lambda: pins.search([("res_id", ">", 0)]),
            lambda: pins.create(values),
            lambda: pins.browse(self._stored().ids).read(),
        ):
            with self.assertRaises(AccessError):
                call()

    @users("crm_own")
    def test_no_more_than_so_many(self):
        events = self._events(MOST_PINS + 1)
        for event in events[:-1]:
            self._pin(event)
        with self.assertRaisesRegex(UserError, "Unpin"):
            self._pin(events[-1])
        self._pin(events[0])
        self._unpin(events[0])
        self._pin(events[-1])
        self.assertEqual(len(self._pinned()), MOST_PINS)

    @users("crm_own")
    def test_what_one_does_not_see_takes_no_place(self):
        """Neither private entries of others nor what has been deleted."""
        colleague = self.user_all.id
        hidden = self._events(
            MOST_PINS, private=True, user_id=colleague, assigned_by_id=colleague
        )
        env, self.env = self.env, self.env(user=colleague)
        for event in hidden:
            self._pin(event)
        self.env = env
        self.assertTrue(self._pin(self._events(1)))
        self.assertEqual(len(self._pinned()), 1)

    @users("crm_own")
    @mute_logger(RULES)
    def test_by_a_person_whom_one_may_not_see(self):
        """Nobody is told whom they work for."""
        event = self._events(1)
        person = self.system["res.partner"].create(
            {"name": "Jan", "parent_id": self.contractor.id}
        )
        person.company_id = self.other_company
        for method in (self._pin, self._unpin):
            with self.assertRaises(AccessError):
                method(event, person)

    @users("crm_own")
    def test_what_is_deleted_is_forgotten(self):
        kept, gone = self._events(2)
        for record in (kept, gone):
            self._pin(record)
        gone.with_env(self.system).unlink()
        self.assertEqual(self._pinned(), [self._key(kept)])
        self.system["enova.pin"]._gc_pins()
        self.assertEqual(self._stored().mapped("res_id"), kept.ids)

    @users("crm_own")
    def test_what_goes_to_another_contractor_goes_from_here(self):
        event = self._events(1)
        self._pin(event)
        event.with_env(self.system).partner_id = self.other_contractor
        self.assertEqual(self._pinned(), [])
        self.assertEqual(self._pinned(self.other_contractor), [])

    @users("crm_own")
    def test_of_an_app_that_is_gone(self):
        self._pin(self._events(1))
        pin = self.system["enova.pin"].create(
            {"partner_id": self.contractor.id, "res_model": "gone.app", "res_id": 1}
        )
        self.assertEqual(len(self._pinned()), 1)
        self.system["enova.pin"]._gc_pins()
        self.assertTrue(pin.exists(), "it may come back")

    @users("crm_own")
    def test_a_source_that_raises(self):
        message = self._message(self.contractor)
        for record in (self._events(1), message):
            self._pin(record)

        def fails(source, request, ids):
            raise ValueError("no")

        with mute_logger(LOGGER), patch.object(ActivitySource, "among", fails):
            self.assertEqual(self._pinned(), [self._key(message)])

    @users("crm_own")
    def test_queries_do_not_grow_with_pins(self):
        events = self._events(12)
        messages = [
            self._message(self.contractor, date=NINE - timedelta(hours=n))
            for n in range(8)
        ]

        def cost():
            partner = self._of()
            before = self.env.cr.sql_log_count
            partner.enova_open_tasks()
            return self.env.cr.sql_log_count - before

        none = cost()
        for record in (events[0], messages[0]):
            self._pin(record)
        cost()
        few = cost()
        for record in (*events[1:], *messages[1:]):
            self._pin(record)
        self.assertLessEqual(cost(), few)
        self.assertLessEqual(few - none, 20)
