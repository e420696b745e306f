from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .resource_common import MONDAY, BoardCase, at


@tagged("post_install", "-at_install")
class TestBoard(BoardCase):
    def test_offer_of_what_was_refused(self):
        """The next free time, in which the reservation itself is not in the way."""
        mine, text = self._book(0, 2), fields.Datetime.to_string
        self._book(3, 4, user=self.user_manager)
        for start, expected in ((2.5, 4), (1, 1), (0, 0)):
            with self.subTest(start=start):
                offer = mine.board_offer(
                    text(at(start)), text(at(start + 2)), self.van.id
                )
                self.assertEqual(offer, text(at(expected)))
        self.assertFalse(mine.board_offer(text(at(2)), text(at(1)), self.van.id))
        self.assertFalse(mine.board_offer(text(at(2)), text(at(3)), 2**31 - 1))

    def test_what_a_bar_says(self):
        one = self._book(0, 2, partner_id=self.contractor.id)
        [bar] = self._bars()
        self.assertEqual(
            bar,
            {
                "id": one.id,
                "resource": self.van.id,
                "unit": 1,
                "start": "2099-01-05 08:00:00",
                "stop": "2099-01-05 10:00:00",
                "name": "Wyjazd",
                "state": "confirmed",
                "user": self.user_all.name,
                "partner": "Młyn Lubelski sp. z o.o.",
                "editable": True,
            },
        )

    def test_time_before_and_after(self):
        self.van.write({"buffer_before": 1, "buffer_after": 0.5})
        self._book(0, 2)
        [bar] = self._bars()
        self.assertEqual(bar["start"], "2099-01-05 08:00:00")
        self.assertEqual(bar["blocked"], ("2099-01-05 07:00:00", "2099-01-05 10:30:00"))

    def test_states_that_show(self):
        asked = self._resource(name="Za zgodą", approval_required=True)
        self._book(0, 1, resource=asked, name="Prośba")
        back = self._book(2, 3, name="Oddane")
        with freeze_time(at(4)):
            back.action_over()
        self._book(4, 5, name="Odwołane").action_cancel()
        found = {bar["name"]: bar for bar in self._board()["bars"]}
        self.assertEqual(found["Prośba"]["state"], "requested")
        self.assertTrue(found["Prośba"]["editable"])
        self.assertEqual(found["Oddane"]["state"], "done")
        self.assertFalse(found["Oddane"]["editable"])
        self.assertNotIn("Odwołane", found)

    def test_what_reaches_into_the_range(self):
        monday = MONDAY.replace(hour=0)
        hour = timedelta(hours=1)
        self._book(monday - hour, monday + hour, name="Przez północ")
        self._book(monday - 3 * hour, monday - hour, name="Wcześniej")
        self._book(monday + 7 * 24 * hour, monday + 169 * hour, name="Później")
        self.assertEqual([bar["name"] for bar in self._bars()], ["Przez północ"])

    def test_units_and_rows(self):
        pumps = self._resource(name="Pompy", capacity=3, place="Hala")
        for _turn in range(2):
            self._book(0, 2, resource=pumps)
        board = self._board()
        self.assertEqual(sorted(bar["unit"] for bar in board["bars"]), [1, 2])
        row = board["resources"][pumps.id]
        self.assertEqual((row["capacity"], row["place"]), (3, "Hala"))
        self.assertEqual(row["color"], self.vehicles.color)

    def test_groups_by_what_is_wanted(self):
        rooms = self.env.ref("crm_enova.enova_resource_category_rooms")
        room = self._resource(name="Sala", category_id=rooms.id, place="Piętro 1")
        mine = [("id", "in", (self.van | room).ids)]

        def groups(groupby):
            board = self._board(domain=mine, groupby=groupby)
            return [(one["name"], one["ids"]) for one in board["groups"]]

        self.assertEqual(groups(None), [("", (room | self.van).ids)])
        self.assertEqual(
            groups("category_id"),
            [(rooms.display_name, room.ids), (self.vehicles.name, self.van.ids)],
        )
        self.assertEqual(
            groups("place"), [("Piętro 1", room.ids), ("None", self.van.ids)]
        )
        self.assertEqual(
            dict(groups("overlap")).popitem()[0], "Forbid: it cannot be booked twice"
        )
        self.env.ref("base.group_user").name = "Wszyscy"
        room.group_ids = self.env.ref("base.group_user")
        self.assertIn(("None", self.van.ids), groups("group_ids"))

    def test_pages(self):
        more = self.van
        for number in range(4):
            more |= self._resource(name=f"Zapas {number}")
        domain = [("id", "in", more.ids)]
        seen = []
        for offset in (0, 2, 4):
            page = self._board(domain=domain, offset=offset, limit=2)
            self.assertEqual(page["length"], 5)
            seen += [id_ for group in page["groups"] for id_ in group["ids"]]
        self.assertEqual(sorted(seen), sorted(more.ids))
        self.assertEqual(len(seen), 5)

    def test_working_hours_leaves_and_service(self):
        calendar = self.company.resource_calendar_id
        calendar.tz = "Europe/Warsaw"
        working = self._resource(name="W godzinach", resource_calendar_id=calendar.id)
        working.tz = "Europe/Warsaw"
        duplicate = self._resource(name="Tak samo", resource_calendar_id=calendar.id)
        duplicate.tz = "Europe/Warsaw"
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Przegląd",
                "resource_id": duplicate.resource_id.id,
                "calendar_id": calendar.id,
                "date_from": at(-8),
                "date_to": at(15),
            }
        )
        working.write({"out_from": at(0, day=2), "out_to": at(5, day=2)})
        board = self._board()
        rows, hours = board["resources"], board["hours"]
        # nobody works on Saturday and Sunday; eight in Warsaw is seven in UTC
        days = {start[:10] for start, _stop in hours[rows[working.id]["hours"]]}
        self.assertEqual(days, {f"2099-01-0{day}" for day in range(5, 10)})
        self.assertEqual(hours[rows[working.id]["hours"]][0][0], "2099-01-05 07:00:00")
        days = {start[:10] for start, _stop in hours[rows[duplicate.id]["hours"]]}
        self.assertNotIn("2099-01-05", days)
        self.assertEqual(
            rows[working.id]["out"], ("2099-01-07 08:00:00", "2099-01-07 13:00:00")
        )
        self.assertFalse(rows[self.van.id]["out"])
        # without a calendar it works all week
        [whole] = hours[rows[self.van.id]["hours"]]
        self.assertEqual(whole, ("2099-01-05 00:00:00", "2099-01-12 00:00:00"))

    def test_a_week_with_a_change_of_the_clock(self):
        """Working hours follow the clock on the wall, not the one in UTC."""
        calendar = self.company.resource_calendar_id
        calendar.tz = "Europe/Warsaw"
        self.van.resource_calendar_id = calendar
        self.van.tz = "Europe/Warsaw"
        board = self._board(start=datetime(2026, 3, 26, 23), days=7)
        hours = board["hours"][board["resources"][self.van.id]["hours"]]
        starts = {start[:10]: start[11:16] for start, _stop in reversed(hours)}
        self.assertEqual(starts["2026-03-27"], "07:00")
        self.assertEqual(starts["2026-03-30"], "06:00")

    def test_what_cannot_be_grouped_by(self):
        for groupby in (
            "nosuch",
            "name desc",
            "responsible_id.login",
            "category_id:month",
            "out_from",
            "out_from:",
            "",
        ):
            with self.subTest(groupby), self.assertRaisesRegex(UserError, "grouped"):
                self._board(groupby=groupby or ".")
        self.assertTrue(self._board(groupby="out_from:month")["groups"])

    def test_ranges_that_make_no_sense(self):
        for days in (0, -1, 63):
            with self.subTest(days=days), self.assertRaises(UserError):
                self._board(days=days)

    def test_queries_do_not_grow(self):
        resources = self.van
        for number in range(15):
            resources |= self._resource(name=f"V{number}")
        for resource in resources:
            for hour in range(4):
                self._book(
                    2 * hour, 2 * hour + 1, resource, partner_id=self.contractor.id
                )
        self._board(groupby="category_id")
        counts = []
        for some in (resources[:2], resources):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            board = self._board(domain=[("id", "in", some.ids)], groupby="category_id")
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(board["bars"]), 4 * len(some))
        self.assertEqual(counts[0], counts[1])
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            self._board(domain=[("id", "in", resources.ids)], groupby="category_id")

    def test_the_index_finds_a_week_in_a_long_history(self):
        pair = (self.van | self._resource(name="Inny")).ids
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO enova_reservation (resource_id, unit, start, stop,"
            " blocked_start, blocked_stop, state, forbid, company_id, user_id)"
            " SELECT one, 1, hour, hour + interval '1 hour', hour,"
            " hour + interval '1 hour', 'confirmed', TRUE, %s, %s"
            " FROM unnest(%s) AS one, generate_series(%s::timestamp - interval"
            " '400 days', %s, interval '1 hour') AS hour",
            (self.env.company.id, self.env.uid, pair, at(0), at(0)),
        )
        self.env.cr.execute("ANALYZE enova_reservation")
        self.env.cr.execute(
            "EXPLAIN SELECT id FROM enova_reservation"
            " WHERE resource_id = ANY(%s)"
            " AND tsrange(blocked_start, blocked_stop) && tsrange(%s, %s)"
            " AND state IN ('requested', 'confirmed', 'done')",
            (pair, at(-24), at(24)),
        )
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("enova_reservation_board_idx", plan)

    def test_from_the_form_of_a_resource(self):
        other = self._resource(name="Inny")
        action = self.van.with_user(self.user_own).action_open_board()
        self.assertEqual(action["view_mode"].split(",")[0], "enova_board")
        board = self._board(domain=action["domain"])
        self.assertIn(self.van.id, board["resources"])
        self.assertNotIn(other.id, board["resources"])

    def test_the_view_is_one_of_the_web_client_s(self):
        views = self.env["enova.resource"].get_views([(False, "enova_board")])
        self.assertIn("enova_board", views["views"]["enova_board"]["arch"])
        info = self.env["ir.ui.view"].get_view_info()
        self.assertEqual(info["enova_board"]["display_name"], "Board")
        self.assertTrue(info["enova_board"]["multi_record"])
