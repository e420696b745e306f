from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.timeline.source import GROUPS, TimelineSource

from .test_timeline import NINE
from .test_timeline_messages import MessageCase

LOGGER = "odoo.addons.crm_enova.models.timeline.page"


class TimelineWindowCase(MessageCase):
    def _read(self, **arguments):
        return self.contractor.with_env(self.env).enova_timeline(**arguments)

    def _found(self, **arguments):
        arguments.setdefault("sources", ["activity", "message"])
        return {(e["source"], e["id"]) for e in self._read(**arguments)["entries"]}


@tagged("post_install", "-at_install")
class TestTimelineSince(TimelineWindowCase):
    """A history since a day begins with that day's midnight, on the reader's clock."""

    def _since(self, zone, day, midnight):
        """Return what the history since a day has of the seconds about a midnight."""
        self.env.user.sudo().tz = zone
        self.env = self.env(context={**self.env.context, "tz": zone})
        second = timedelta(seconds=1)
        names = {}
        for name, moment in (("before", midnight - second), ("first", midnight)):
            event = self._events(1, date_start=moment)
            names["activity", event.id] = name
            names["message", self._message(self.contractor, date=moment).id] = name
        return sorted(names[key] for key in self._found(since=day) if key in names)

    @users("crm_all")
    def test_midnight_of_the_reader(self):
        """Summer begins and ends, a midnight is skipped, and one comes twice."""
        for zone, day, midnight in (
            ("Europe/Warsaw", "2026-03-29", datetime(2026, 3, 28, 23)),
            ("Europe/Warsaw", "2026-03-30", datetime(2026, 3, 29, 22)),
            ("Europe/Warsaw", "2026-10-26", datetime(2026, 10, 25, 23)),
            ("Africa/Cairo", "2026-04-24", datetime(2026, 4, 23, 22)),
            ("America/Havana", "2026-11-01", datetime(2026, 11, 1, 4)),
            ("Pacific/Kiritimati", "2026-06-10", datetime(2026, 6, 9, 10)),
            (False, "2026-06-10", datetime(2026, 6, 10)),
        ):
            with self.subTest(zone=zone, day=day):
                self.assertEqual(self._since(zone, day, midnight), ["first", "first"])

    @users("crm_all")
    def test_days_are_days_in_every_zone(self):
        """A deadline of the tenth is there since the tenth for all, and not later."""
        self._activity(partner_id=self.contractor.id, date_deadline="2026-06-10")
        for zone in ("Asia/Tokyo", "Europe/Warsaw", "Pacific/Honolulu"):
            self.env.user.sudo().tz = zone
            for day, count in (("2026-06-10", 1), ("2026-06-11", 0)):
                found = self._read(since=day, sources=["activity"])["entries"]
                with self.subTest(zone=zone, day=day):
                    self.assertEqual(len(found), count)

    @users("crm_all")
    def test_pages_of_what_was_looked_for(self):
        """Words, a person and a day together hold on every page."""
        wanted = set()
        for number in range(7):
            moment = NINE + timedelta(days=number)
            is_wanted = number >= 2
            event = self._events(1, contact_id=self.contact.id, date_start=moment)
            event.name = "Rolls" if is_wanted else "rolls, too early"
            self._events(1, contact_id=self.contact.id, date_start=moment)
            self._events(1, name="Rolls", date_start=moment)
            wanted |= {("activity", event.id)} if is_wanted else set()
        filters = {"text": "ROLLS", "person": self.contact.id, "since": "2026-03-04"}
        found, cursor, sizes = [], None, []
        while not sizes or cursor:
            page = self._read(
                limit=2, cursor=cursor, sources=["activity", "message"], **filters
            )
            found += [(entry["source"], entry["id"]) for entry in page["entries"]]
            sizes.append(len(page["entries"]))
            cursor = page["cursor"]
        self.assertEqual(sizes, [2, 2, 1])
        self.assertEqual((set(found), len(found)), (wanted, len(wanted)))


@tagged("post_install", "-at_install")
class TestTimelineText(TimelineWindowCase):
    """Words are looked for as they are typed, and nothing is ever made of them."""

    @users("crm_all")
    def test_signs_that_mean_something_to_others(self):
        for text in (
            "O'Neill", 'the "big" one', "C:\\dane", "a;--", "100%s", "{0}", "žółć 🚚",
            "x" * 500,
        ):  # fmt: skip
            event = self._events(1, result=f"about {text} again")
            message = self._message(self.contractor, subject=f"about {text} again")
            wanted = {("activity", event.id), ("message", message.id)}
            with self.subTest(text=text[:20]):
                self.assertEqual(self._found(text=text), wanted)
                self.assertEqual(self._found(text=f" {text}\n"), wanted)
                self.assertEqual(self._read(text=text)["failed"], [])

    @users("crm_all")
    def test_case_does_not_matter_and_blanks_are_nothing(self):
        event = self._events(1, name="ŻÓŁTY pojazd")
        message = self._message(self.contractor, body="<p>Żółty Pojazd</p>")
        both = {("activity", event.id), ("message", message.id)}
        for text in ("żółty pojazd", "ŻÓŁTY POJAZD", "", "  ", "\t", None, False):
            with self.subTest(text=text):
                self.assertEqual(self._found(text=text), both)
        self.assertEqual(self._found(text="Zolty czołg"), set())

    @users("crm_all")
    def test_no_sign_stands_for_others(self):
        """Neither in what the ERP searches itself nor in messages."""
        for text, other in (("50%", "500"), ("a_b", "axb"), ("50%c", "50 of c")):
            self._events(1, result=other)
            self._message(self.contractor, subject=other)
            with self.subTest(text=text):
                self.assertEqual(self._found(text=text), set())

    @users("crm_all")
    def test_sources_without_words_are_silent(self):
        """The name of a caretaker is found; who has none to look in shows nothing."""
        found = self._read(text=self.user_own.name, sources=["caretaker"])
        self.assertEqual(len(found["entries"]), 1)
        found = self._read(text="nobody of that name", sources=["caretaker"])
        self.assertEqual(found["entries"], [])

    @users("crm_all")
    def test_nonsense_is_refused_by_its_name(self):
        for name, values in {
            "text": (5, ["a"], {"a": 1}, True),
            "person": (-1, "7", 2**31, True, [1], 1.5),
            "since": ("yesterday", "2026-02-30", 5, ["2026-01-01"], "0001-01-01"),
            "sources": ("activity", 3, [1], [["activity"]], {"a": 1}),
            "groups": ("file", [None], [True]),
            "conversation": ("1", -3, True),
            "limit": ("many", None, True, [], float("inf")),
        }.items():
            for value in values:
                with self.subTest(argument=name, value=value):
                    with self.assertRaises(UserError) as refusal:
                        self._read(**{name: value})
                    self.assertIn(name, str(refusal.exception))

    @users("crm_all")
    def test_an_unknown_person_or_conversation_has_no_entries(self):
        self._events(2)
        self._message(self.contractor)
        gone = self._create_and_delete()
        for filters in ({"person": gone}, {"conversation": 2**31 - 1}):
            with self.subTest(filters=filters):
                page = self._read(**filters)
                self.assertEqual((page["entries"], page["failed"]), ([], []))
                self.assertIsNone(page["cursor"])

    def _create_and_delete(self):
        person = self.system["res.partner"].create({"name": "Jan"})
        person.unlink()
        return person.id


@tagged("post_install", "-at_install")
class TestTimelineFurther(TimelineWindowCase):
    """A source of another addon stands among ours, with all that they can."""

    def setUp(self):
        super().setUp()

        class PhoneBookSource(TimelineSource):
            name = "bank"
            model = "res.partner.bank"
            partner_field = "partner_id"
            of_people = True
            date_field = "create_date"
            icon = "fa-bank"
            shown_fields = ("acc_number",)

            def _details(self, record):
                return {"title": record.acc_number}

        self.kind = PhoneBookSource
        partners = self.registry["res.partner"]
        known = partners._enova_timeline_sources
        self.startPatcher(
            patch.object(
                partners,
                "_enova_timeline_sources",
                lambda partner: [*known(partner), PhoneBookSource],
            )
        )
        self.account = self.system["res.partner.bank"].create(
            {
                "acc_number": "PL61109010140000071219812874",
                "partner_id": self.contact.id,
            }
        )

    @users("crm_all")
    def test_it_has_an_entry_a_name_and_a_place(self):
        self._events(3, date_start="2020-01-01 09:00:00")
        page = self._read(limit=1, groups=["other"], sources=["bank", "activity"])
        [entry] = page["entries"]
        self.assertEqual(entry["title"], self.account.acc_number)
        self.assertEqual((entry["source"], entry["icon"]), ("bank", "fa-bank"))
        [source] = [s for s in page["sources"] if s["name"] == "bank"]
        self.assertEqual(source["group"], GROUPS[-1])
        self.assertEqual(source["label"], self.env["res.partner.bank"]._description)
        keys = self._keys(self._pages(1, ["bank", "activity"]))
        self.assertEqual(len(keys), len(set(keys)))
        self.assertIn(("bank", self.account.id), keys)

    @users("crm_all")
    def test_filters_that_it_does_not_know(self):
        """Without fields of words nothing is found; of people it knows whose it is."""
        both = ["bank", "activity"]
        self.assertFalse(self._found(text="PL61", sources=both))
        mine = {("bank", self.account.id)}
        self.assertEqual(self._found(person=self.contact.id, sources=both), mine)
        self.assertFalse(self._found(person=self.contractor.id, sources=both))
        self.assertFalse(self._found(since="2999-01-01", sources=both))

    @users("crm_all")
    def test_where_it_breaks_the_others_have_their_pages(self):
        self._events(5)
        with (
            patch.object(self.kind, "position", side_effect=KeyError("x")),
            mute_logger(LOGGER),
        ):
            page = self._read(limit=2, sources=["bank", "activity"])
            self.assertEqual(len(page["entries"]), 2)
            self.assertEqual(
                page["failed"], [self.env["res.partner.bank"]._description]
            )
            after = self._read(
                limit=5, cursor=page["cursor"], sources=["bank", "activity"]
            )
            self.assertEqual(len(after["entries"]), 3)

    def test_whoever_may_not_read_the_contractor(self):
        self.system["res.config.settings"].create(
            {"restrict_contractors": True}
        ).execute()
        theirs = self.other_contractor.with_user(self.user_own)
        for method in ("enova_timeline", "enova_open_tasks", "enova_head"):
            with (
                self.subTest(method=method),
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRaises(AccessError),
            ):
                getattr(theirs, method)()
