"""What the post gets: addresses as they are on the letters, books of many batches."""

import base64
from datetime import date

from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .mail_letter_common import LetterCase


@tagged("post_install", "-at_install")
class TestPostOffice(LetterCase):
    """Batches of one letter each, and the day on which the post got them."""

    def _batches(self, partners=None, **values):
        mailing = self._mailing(partners, letter_batch_pages=1, **values)
        return self._print(mailing).batch_ids.sorted("number").with_user(self.user_all)

    def _states(self, batches):
        events = batches.sudo().line_ids.activity_id.sorted("partner_id")
        return events.sorted("id").mapped("mailing_state")

    def test_one_book_of_several_batches(self):
        batches = self._batches()
        batches[1].write({"post_kind": "registered", "weight": 120})
        batches[0].posting_date = date(2026, 11, 25)
        name, data = self._offered(batches.action_posting_book())
        self.assertIn(batches[0].name, name)
        text = self._texts(data)[0]
        self.assertIn("Letters: 3. Day: 11/25/2026.", text)
        rows = [text.index(word) for word in ("Apteka", "Browar", "Cegielnia")]
        self.assertEqual(rows, sorted(rows))
        self.assertEqual(text.count("Registered"), 1)
        self.assertEqual((text.count("120 g"), text.count("20 g")), (1, 3))

    def test_what_was_answered_stays_answered(self):
        batches = self._batches()
        batches.action_posted()
        mailing = batches.mailing_id
        answered = batches[0].sudo().line_ids.activity_id
        answered._mailing_moved("answered")
        batches.action_not_posted()
        self.assertEqual(answered.mailing_state, "answered")
        self.assertEqual(sorted(self._states(batches)), ["answered"] + ["printed"] * 2)
        self.assertEqual(mailing.state, "sending")
        self.assertEqual(answered.mailing_trace_ids.trace_status, "reply")
        batches.action_posted()
        self.assertEqual(sorted(self._states(batches)), ["answered"] + ["posted"] * 2)
        self.assertEqual(mailing.state, "done")

    def test_the_first_day_stays(self):
        """Pressed again, or for several of which one is posted already."""
        batches = self._batches()
        batches.posting_date = date(2026, 11, 24)
        batches[0].action_posted()
        batches.posting_date = date(2026, 11, 25)
        batches.action_posted()
        self.assertEqual(
            batches.mapped("date_posted"),
            [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 25)],
        )

    def test_nothing_to_take_back(self):
        batches = self._batches()
        batches[0].action_posted()
        batches[1].action_not_posted()
        self.assertEqual(sorted(self._states(batches)), ["posted"] + ["printed"] * 2)
        self.assertTrue(batches[0].date_posted)

    @freeze_time("2026-11-24 23:30:00")
    def test_the_day_of_whoever_takes_the_book_along(self):
        """Half past midnight in Warsaw, and no other day was chosen."""
        batches = self._batches()
        batches.posting_date = False
        _name, data = self._offered(batches.action_posting_book())
        self.assertIn("Day: 11/25/2026.", self._texts(data)[0])
        _name, data = self._offered(batches[0].action_post_file())
        self.assertIn(b"2026-11-25\\", data)

    @freeze_time("2026-11-26 02:00:00")
    def test_the_day_of_whoever_notes_it(self):
        """Yesterday in America; noon there is the hour in the history."""
        batch = self._batches(self.addressees[0])
        batch.posting_date = False
        batch.with_context(tz="America/New_York").action_posted()
        self.assertEqual(batch.date_posted, date(2026, 11, 25))
        event = batch.sudo().line_ids.activity_id
        self.assertEqual(str(event.date_start), "2026-11-25 17:00:00")

    def test_handed_over_while_it_lay_there(self):
        """Whoever has printed letters notes that they are posted."""
        mailing = self._mailing(user=self.user_own)
        batch = self._print(mailing).batch_ids.with_user(self.user_own)
        event = batch.sudo().line_ids.activity_id[0]
        event.partner_id.user_id = self.user_manager
        event.write({"user_id": self.user_manager.id, "assigned_by_id": False})
        self.env.flush_all()
        self.assertFalse(event.with_user(self.user_own).has_access("write"))
        batch.action_posted()
        self.assertEqual(set(self._states(batch)), {"posted"})
        batch.action_not_posted()
        self.assertEqual(set(self._states(batch)), {"printed"})

    def test_a_file_that_is_gone(self):
        batch = self._batches(self.addressees[0])
        batch.sudo().attachment_id.unlink()
        window = self.env["enova.letter.reprint"].with_user(self.user_all)
        with self.assertRaisesRegex(UserError, "print the letters again"):
            window.create({"batch_id": batch.id}).action_print()
        with self.assertRaisesRegex(UserError, "no file yet"):
            batch.action_download()
        # the book needs none
        self.assertTrue(batch.action_posting_book())

    # -- e-Nadawca ---------------------------------------------------------------------

    def _items(self, batch):
        """Return the attributes of each letter in the file, by addressee."""
        _name, data = self._offered(batch.action_post_file())
        found = {}
        for item in etree.fromstring(data).iter("Przesylka"):
            values = {a.get("Nazwa"): a.text for a in item.iter("Atrybut")}
            found[values.get("NazwaII") or values["Nazwa"]] = values
        return found

    def test_where_the_letter_says(self):
        """A town alone is no address: the letter of the person goes to the company."""
        persons = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "parent_id": self.addressees[1].id,
                    "type": "other",
                    **address,
                }
                for name, address in (
                    ("Anna", {"city": "Sopot"}),
                    ("Ewa", {"street": "Morska 7/2", "city": "Hel", "zip": "84-150"}),
                )
            ]
        )
        run = self._print(self._mailing(persons))
        items = self._items(run.batch_ids.with_user(self.user_all))
        self.assertEqual(items["Anna"]["Nazwa"], "Apteka")
        self.assertEqual(items["Anna"]["Ulica"], "ul. Polna")
        self.assertEqual(
            (items["Anna"]["Miejscowosc"], items["Anna"]["Kod"]), ("Lublin", "20001")
        )
        self.assertEqual(
            [items["Ewa"][name] for name in ("Ulica", "Dom", "Lokal", "Miejscowosc")],
            ["Morska", "7", "2", "Hel"],
        )
        lines = run.line_ids.sorted("sequence").partner_id.mapped("name")
        self.assertEqual(lines, ["Anna", "Ewa"], "by the postal code on the letter")

    def test_abroad(self):
        self.addressees[0].write(
            {
                "country_id": self.env.ref("base.de").id,
                "zip": "D-10115",
                "city": "Berlin",
            }
        )
        self.addressees[1].country_id = False
        batch = self._print(self._mailing()).batch_ids.with_user(self.user_all)
        batch.write({"post_kind": "registered", "post_priority": True})
        items = self._items(batch)
        self.assertEqual(
            (items["Cegielnia"]["Kod"], items["Cegielnia"]["Kraj"]),
            ("D-10115", "GERMANY"),
        )
        for name in ("Apteka", "Browar"):
            self.assertEqual(items[name]["Kraj"], "POLSKA")
        self.assertEqual(items["Browar"]["Kod"], "50001")
        self.assertEqual({i["Kategoria"] for i in items.values()}, {"P"})
        self.assertEqual({i["Symbol"] for i in items.values()}, {"845"})

    def _read(self, batch, root):
        window = self.env["enova.letter.tracking"].with_user(self.user_all)
        data = base64.b64encode(etree.tostring(root))
        return window.create({"batch_id": batch.id, "data": data}).action_read()

    def test_numbers_of_two_batches_in_one_file(self):
        """Each takes its own; what the post corrects replaces what it said."""
        first, second = batches = self._batches(self.addressees[:2])
        root = etree.Element("Nadawca")
        for batch in batches:
            _name, data = self._offered(batch.action_post_file())
            for item in etree.fromstring(data).iter("Przesylka"):
                item.set("Guid", item.get("Guid").lower())
                number = etree.SubElement(item, "Atrybut", Nazwa="NrNadania")
                number.text = f" R{batch.number} "
                root.append(item)
        action = self._read(first, root)
        self.assertEqual(action["params"]["message"], "Tracking numbers: 1")
        closing = action["params"]["next"]["type"]
        self.assertEqual(closing, "ir.actions.act_window_close")
        events = batches.sudo().line_ids.sorted("batch_id").activity_id
        numbers = {e.partner_id.name: e.mailing_tracking for e in events}
        self.assertEqual(numbers, {"Apteka": "R1", "Cegielnia": False})
        self._read(second, root)
        root[0].find("Atrybut[@Nazwa='NrNadania']").text = "R9"
        self._read(first, root)
        numbers = {e.partner_id.name: e.mailing_tracking for e in events}
        self.assertEqual(numbers, {"Apteka": "R9", "Cegielnia": "R2"})

    # -- labels ------------------------------------------------------------------------

    def test_labels_of_people_and_of_those_abroad(self):
        self.addressees[0].country_id = self.env.ref("base.de")
        person = self.env["res.partner"].create(
            {"name": "Anna Nowak", "parent_id": self.addressees[1].id}
        )
        gone = self.env["res.partner"].create({"name": "Usunięty"})
        ids = [person.id, gone.id, self.addressees[0].id]
        gone.unlink()
        windows = self.env["enova.letter.label"].with_user(self.user_all)
        window = windows.with_context(active_model="res.partner", active_ids=ids)
        window = window.create({"sheet": "105x74"})
        self.assertEqual(window.label_count, 2)
        self.assertCountEqual(
            window._labels(),
            [
                ["Apteka", "Anna Nowak", "ul. Polna 1", "20-001 Lublin"],
                ["Cegielnia", "ul. Polna 1", "80-001 Gdańsk", "GERMANY"],
            ],
        )

    def test_labels_of_those_who_still_get_it(self):
        """As they were settled; without whom the mail merge has left out since."""
        mailing = self._mailing()
        mailing.action_put_in_queue()
        self.addressees[1].name = "Zmieniona"
        event = mailing.sudo().event_ids.filtered(
            lambda e: e.partner_id == self.addressees[2]
        )
        event._mailing_moved("left_out", "no_consent")
        windows = self.env["enova.letter.label"].with_user(self.user_all)
        window = windows.create({"mailing_id": mailing.id})
        self.assertEqual(window.label_count, 2)
        self.assertEqual(
            {lines[0] for lines in window._labels()}, {"Apteka", "Cegielnia"}
        )

    def test_as_many_queries_for_many(self):
        """The book, the file, the numbers, the labels and what is taken back."""

        def queries(count):
            batch = self._print(self._mailing(self._many(count))).batch_ids
            # as a button opens it: what led to it is read together with it no more
            batch = batch.with_user(self.user_all).browse(batch.id)
            partners = batch.sudo().line_ids.partner_id.sudo(False)
            window = self.env["enova.letter.label"].with_user(self.user_all)
            window = window.create({"partner_ids": [Command.set(partners.ids)]})
            batch.action_posted()
            self.env.flush_all()
            steps = {
                "book": batch._posted_rows,
                "file": batch._letters_for_post,
                "labels": window._labels,
                "back": batch.action_not_posted,
            }
            counts = {}
            for name, step in steps.items():
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                step()
                self.env.flush_all()
                counts[name] = self.env.cr.sql_log_count - before
            return counts

        queries(2)
        few, many = queries(5), queries(150)
        for name, count in many.items():
            with self.subTest(name):
                self.assertLessEqual(count, few[name] + 4)
