from datetime import datetime, timedelta

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import SQL

from odoo.addons.crm_enova.models.timeline.people_sources import CaretakerSource
from odoo.addons.crm_enova.models.timeline.request import Request
from odoo.addons.crm_enova.models.timeline.reservation_source import ReservationSource

from .common import CrmEnovaCase

NINE = datetime(2026, 3, 2, 9)


class TimelineCase(CrmEnovaCase):
    def _events(self, count, **values):
        """Create logged calls of the contractor, all of one moment."""
        # sudo: what is already there when the user of the test comes
        return (
            self.env["enova.activity"]
            .sudo()
            .create(
                [
                    {
                        "name": f"Call {number}",
                        "type_id": self.type_call.id,
                        "partner_id": self.contractor.id,
                        "date_start": NINE,
                        "user_id": False,
                        "assigned_by_id": False,
                        **values,
                    }
                    for number in range(count)
                ]
            )
        )

    def _reservation(self, moment, **values):
        """Book a van for the contractor, for two hours."""
        # what is already there when the user of the test comes
        env = self.env(user=SUPERUSER_ID)
        vehicles = env.ref("crm_enova.enova_resource_category_vehicles")
        van = env["enova.resource"].create(
            {"name": "Van WX 1", "category_id": vehicles.id, "responsible_id": False}
        )
        booked = {
            "resource_id": van.id,
            "start": moment,
            "stop": moment + timedelta(hours=2),
            "name": "Visit",
            "partner_id": self.contact.id,
            **values,
        }
        return env["enova.reservation"].create(booked).with_env(self.env)

    def _pages(self, limit, sources=None, partner=None):
        """Read the whole history of a contractor, page by page, as the user.

        Without a choice all but who looks after them, which is of today.
        """
        partner = (partner or self.contractor).with_env(self.env)
        if sources is None:
            kinds = partner._enova_timeline_sources()
            sources = [kind.name for kind in kinds if kind is not CaretakerSource]
        pages, cursor = [], None
        while not pages or cursor:
            page = partner.enova_timeline(limit, cursor, sources)
            pages.append(page["entries"])
            cursor = page["cursor"]
        return pages

    def _keys(self, pages):
        return [(entry["source"], entry["id"]) for page in pages for entry in page]


@tagged("post_install", "-at_install")
class TestTimeline(TimelineCase):
    def test_ties_across_pages(self):
        events = self._events(10)
        pages = self._pages(3)
        self.assertEqual([len(page) for page in pages], [3, 3, 3, 1])
        ids = [key[1] for key in self._keys(pages)]
        self.assertEqual(ids, sorted(events.ids, reverse=True))

    def test_microseconds_do_not_repeat_or_lose(self):
        """Dates that no screen wrote may be finer than a second."""
        events = self._events(6)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE enova_activity"
            " SET date = date + interval '1 microsecond' * (id %% 3)"
            " WHERE id = ANY(%s)",
            [events.ids],
        )
        self.env.invalidate_all()
        keys = self._keys(self._pages(2))
        self.assertEqual(len(keys), 6)
        self.assertEqual(len(set(keys)), 6)

    def test_sources_tie_on_one_moment(self):
        """Every source at noon of one day, a page each: all once, in one order."""
        noon = datetime(2026, 3, 2, 12)
        self._documents(noon)
        self._reservation(noon)
        self._events(2, date_start=noon)
        whole = self._keys(self._pages(100))
        self.assertEqual(len(whole), 7)
        self.assertEqual(self._keys(self._pages(1)), whole)
        self.assertEqual(len({source for source, _id in whole}), 6)

    @users("crm_all")
    def test_reservations(self):
        """A van for a person of the company; that of a task shows with the task."""
        booked = self._reservation(NINE, user_id=self.user_all.id)
        task = self._events(1)
        self._reservation(NINE, activity_id=task.id)
        found = [entry for page in self._pages(1) for entry in page]
        self.assertEqual(
            [entry["source"] for entry in found], ["reservation", "activity"]
        )
        entry = found[0]
        self.assertEqual((entry["model"], entry["id"]), (booked._name, booked.id))
        self.assertEqual(entry["date"], "2026-03-02T09:00:00Z")
        self.assertEqual(entry["title"], "Van WX 1")
        self.assertEqual(entry["result"], "Visit")
        self.assertEqual(entry["state"], "confirmed")
        self.assertEqual(entry["user"], self.user_all.name)

    def _documents(self, moment):
        """Create one document of each kind of the contractor."""
        partner = {"partner_id": self.contractor.id}
        order = self.env["sale.order"].create({**partner, "date_order": moment})
        invoice = self.env["account.move"].create(
            {**partner, "move_type": "out_invoice", "invoice_date": moment.date()}
        )
        picking_type = self.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", self.company.id)], limit=1
        )
        transfer = self.env["stock.picking"].create(
            {**partner, "picking_type_id": picking_type.id, "scheduled_date": moment}
        )
        service = self.env["repair.order"].create({**partner, "schedule_date": moment})
        return order, invoice, transfer, service

    def test_documents(self):
        order, invoice, transfer, service = self._documents(NINE)
        found = {entry["source"]: entry for page in self._pages(50) for entry in page}
        self.assertEqual(found["order"]["number"], order.name)
        self.assertEqual(found["order"]["model"], "sale.order")
        self.assertEqual(found["order"]["date"], "2026-03-02T09:00:00Z")
        self.assertIn(order.currency_id.symbol, found["order"]["amount"])
        self.assertEqual(found["invoice"]["date"], "2026-03-02")
        self.assertEqual(found["invoice"]["direction"], "out")
        self.assertEqual(found["transfer"]["id"], transfer.id)
        self.assertEqual(found["service"]["id"], service.id)
        self.assertEqual(found["invoice"]["id"], invoice.id)

    def test_day_stands_at_its_noon(self):
        morning = self._events(1, date_start="2026-03-02 08:00:00")
        evening = self._events(1, date_start="2026-03-02 16:00:00")
        invoice = self.env["account.move"].create(
            {
                "partner_id": self.contractor.id,
                "move_type": "out_invoice",
                "invoice_date": "2026-03-02",
            }
        )
        expected = [
            ("activity", evening.id),
            ("invoice", invoice.id),
            ("activity", morning.id),
        ]
        for limit in (1, 2, 3):
            with self.subTest(limit=limit):
                self.assertEqual(self._keys(self._pages(limit)), expected)

    def test_what_an_entry_carries(self):
        order = self.env["sale.order"].create({"partner_id": self.contractor.id})
        event = self._events(
            1,
            user_id=self.user_own.id,
            contact_id=self.contact.id,
            result="<script>alert(1)</script>" + "x" * 5000,
            sale_order_ids=[Command.link(order.id)],
        )
        [[entry]] = self._pages(10, ["activity"])
        self.assertEqual(entry["title"], event.name)
        self.assertEqual(entry["number"], event.reference)
        self.assertEqual(entry["icon"], "fa-phone")
        self.assertEqual(entry["user"], self.user_own.name)
        self.assertEqual(entry["contact"], "Ewa Nowak")
        self.assertEqual(entry["state_label"], "Done")
        self.assertLess(len(entry["result"]), 2100)
        self.assertEqual(entry["documents"][0]["name"], order.display_name)

    def test_deadline_has_no_hour(self):
        self._activity(partner_id=self.contractor.id, date_deadline="2026-05-04")
        [[entry]] = self._pages(10)
        self.assertEqual(entry["date"], "2026-05-04")

    def test_contact_has_the_history_of_the_company(self):
        self._events(2)
        self.assertEqual(len(self._keys(self._pages(10, partner=self.contact))), 2)

    def test_chosen_sources(self):
        self._documents(NINE)
        self._events(1)
        keys = self._keys(self._pages(1, ["order", "service"]))
        self.assertEqual({source for source, _id in keys}, {"order", "service"})
        self.assertEqual(self._pages(10, []), [[]])
        self.assertEqual(self._pages(10, ["no such thing"]), [[]])

    def test_forged_cursor(self):
        self._events(3)
        good = self.contractor.enova_timeline(1)["cursor"]
        moment, source, record_id = good
        forged = [
            "x", {}, [], [1, 2], good * 2, 0, True, [moment, source, True],
            [moment, source, str(record_id)], [moment, source, -1],
            [moment, source, 2**31], [moment, "nothing", record_id],
            [moment, [source], record_id], [0, source, record_id],
            ["2026-03-02", source, record_id], ["tomorrow", source, record_id],
            [moment + "Z", source, record_id], ["'; DROP", source, record_id],
            [moment, "activity' OR 1=1", record_id], [moment, {}, record_id],
        ]  # fmt: skip
        for cursor in forged:
            with self.subTest(cursor=cursor), self.assertRaises(UserError):
                self.contractor.enova_timeline(1, cursor)
        self.assertTrue(self.contractor.enova_timeline(1, good)["entries"])

    def test_open_tasks(self):
        later, today, undated = (
            self._activity(partner_id=self.contractor.id, date_deadline=deadline)
            for deadline in ("2099-01-01", "2026-01-01", False)
        )
        self._events(1)
        answer = self.contractor.enova_open_tasks()
        ids = [task["id"] for task in answer["tasks"]]
        self.assertEqual(ids, [today.id, later.id, undated.id])
        self.assertEqual(answer["tasks"][0]["due_state"], "overdue")
        self.assertEqual(answer["count"], 3)
        answer = self.contact.enova_open_tasks(limit=2)
        self.assertEqual((len(answer["tasks"]), answer["count"]), (2, 3))


@tagged("post_install", "-at_install")
class TestTimelineQueries(TimelineCase):
    def _count(self, **arguments):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = self.contractor.with_env(self.env).enova_timeline(**arguments)
        return self.env.cr.sql_log_count - before, page

    @users("crm_manager")
    def test_constant_queries(self):
        """As many queries for the 40th page of 1,000 entries as for one of 10."""
        self._events(10, user_id=self.user_own.id)
        self._count()
        few, _page = self._count()
        self._events(990, user_id=self.user_own.id, result="Done")
        many, page = self._count()
        deep, _page = self._count(cursor=page["cursor"])
        self.assertEqual(few, many)
        # where there is no caretaker of today, that source is not searched
        self.assertLessEqual(deep, many)
        with self.assertQueryCount(15):
            self.env.invalidate_all()
            self.contractor.with_env(self.env).enova_timeline()

    @users("crm_all")
    def test_the_index_finds_the_newest_reservations(self):
        booked = self._reservation(NINE)
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO enova_reservation (resource_id, unit, start, stop, forbid,"
            " blocked_start, blocked_stop, state, company_id, user_id, partner_id,"
            " commercial_partner_id)"
            " SELECT %s, 1, day, day + interval '1 hour', TRUE, day,"
            " day + interval '1 hour', 'done', %s, %s, %s, %s"
            " FROM generate_series(%s - interval '5000 days', %s,"
            " interval '6 hours') AS day",
            (
                *(booked.resource_id.id, self.env.company.id, self.env.uid),
                *(self.contractor.id, self.contractor.id, NINE, NINE),
            ),
        )
        self.env.cr.execute("ANALYZE enova_reservation")
        source = ReservationSource(self.env)
        query = self.env[source.model]._search(
            source._domain(Request(self.contractor)),
            order="start desc, id desc",
            limit=41,
        )
        [plan] = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query.select()))
        self.assertIn("enova_reservation_history_idx", str(plan))
        page = self.contractor.with_env(self.env).enova_timeline(limit=40)
        self.assertEqual(len(page["entries"]), 40)
