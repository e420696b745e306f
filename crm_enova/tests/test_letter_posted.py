"""Printed letters at the post: posted, in its book, with its numbers."""

import base64
from datetime import date
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.crm_enova.models.mailing.letter_engine import client

from .mail_letter_common import LetterCase


@tagged("post_install", "-at_install")
class TestPosted(LetterCase):
    @freeze_time("2026-11-26 12:00:00")
    def test_a_batch_in_one_click(self):
        mailing = self._mailing()
        batch = self._print(mailing).batch_ids.with_user(self.user_all)
        batch.posting_date = date(2026, 11, 25)
        batch.action_posted()
        events = mailing.sudo().event_ids
        self.assertEqual(batch.date_posted, date(2026, 11, 25))
        self.assertEqual(set(events.mapped("mailing_state")), {"posted"})
        # noon in Warsaw
        self.assertEqual({str(event.date) for event in events}, {"2026-11-25 11:00:00"})
        self.assertEqual(set(events.mapped("state")), {"done"})
        self.assertEqual(mailing.state, "done")
        batch.action_not_posted()
        self.assertEqual(set(events.mapped("mailing_state")), {"printed"})
        self.assertEqual((batch.date_posted, mailing.state), (False, "sending"))

    @freeze_time("2026-11-26 07:00:00")
    def test_today_is_not_later_than_now(self):
        mailing = self._mailing(self.addressees[0])
        self._print(mailing).batch_ids.with_user(self.user_all).action_posted()
        event = mailing.sudo().event_ids
        self.assertEqual(str(event.date_start), "2026-11-26 07:00:00")

    def test_a_batch_of_many_leaves_the_others(self):
        mailing = self._mailing(letter_batch_pages=1)
        batches = self._print(mailing).batch_ids.with_user(self.user_all)
        batches[0].action_posted()
        states = mailing.sudo().event_ids.mapped("mailing_state")
        self.assertEqual(sorted(states), ["posted", "printed", "printed"])
        self.assertEqual(mailing.state, "sending")
        batches.action_posted()
        self.assertEqual(mailing.state, "done")

    def test_not_of_others(self):
        batch = self._print(self._mailing()).batch_ids
        with self.assertRaises(AccessError):
            batch.with_user(self.user_own).action_posted()
        self.assertFalse(batch.date_posted)

    def test_queries_of_posting(self):
        def queries(count):
            batch = self._print(self._mailing(self._many(count))).batch_ids
            batch = batch.with_user(self.user_all)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.action_posted()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(3)
        self.assertLessEqual(queries(100) - queries(10), 12)


@tagged("post_install", "-at_install")
class TestAtThePost(LetterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addressees[1].street = "ul. Długa 12/3"
        mailing = cls._mailing(cls)
        action = mailing.action_print_letters()
        run = cls.env["enova.letter.run"].browse(action["res_id"])
        cls.batch = run.batch_ids.with_user(cls.user_all)
        cls.batch.write({"post_kind": "registered", "weight": 50})

    def test_posting_book(self):
        name, data = self._offered(self.batch.action_posting_book())
        text = self._texts(data)[0]
        self.assertIn("Posting book", name)
        for word in ("Apteka", "ul. Długa 12/3, 20-001 Lublin", "50 g", "Registered"):
            self.assertIn(word, text)
        self.assertIn("ul. Leśna 2", text)
        self.assertLess(text.index("Apteka"), text.index("Browar"))

    def test_file_for_import_and_numbers_read_back(self):
        _name, data = self._offered(self.batch.action_post_file())
        root = etree.fromstring(data)
        items = root.findall("Zbior/Przesylka")
        self.assertEqual(len(items), 3)
        found = {a.get("Nazwa"): a.text for a in items[0].findall("Atrybut")}
        self.assertEqual(found["Nazwa"], "Apteka")
        self.assertEqual((found["Ulica"], found["Dom"]), ("ul. Długa", "12"))
        self.assertEqual((found["Lokal"], found["Masa"]), ("3", "50"))
        # as the post gives it back: with numbers for two of them
        for number, item in enumerate(items[:2]):
            attribute = etree.SubElement(item, "Atrybut", Typ="", Nazwa="NrNadania")
            attribute.text = f"0015900773312345678{number}"
        window = self.env["enova.letter.tracking"].with_user(self.user_all)
        window = window.create(
            {"batch_id": self.batch.id, "data": base64.b64encode(etree.tostring(root))}
        )
        window.action_read()
        lines = self.batch.sudo().line_ids.sorted("sequence")
        self.assertEqual(
            lines.activity_id.mapped("mailing_tracking"),
            ["00159007733123456780", "00159007733123456781", False],
        )
        _name, book = self._offered(self.batch.action_posting_book())
        self.assertIn("00159007733123456780", "".join(self._texts(book)[0].split()))

    def test_another_file_is_refused(self):
        window = self.env["enova.letter.tracking"].with_user(self.user_all)
        for data, words in ((b"numer;nazwa", "no XML"), (b"<Nadawca/>", "None of")):
            record = window.create(
                {"batch_id": self.batch.id, "data": base64.b64encode(data)}
            )
            with self.assertRaisesRegex(UserError, words):
                record.action_read()

    def test_weight(self):
        for weight in (0, 2001):
            with self.assertRaisesRegex(UserError, "between 1 and 2,000"):
                self.batch.weight = weight

    def test_without_the_package(self):
        with patch.object(client, "NEEDED", "no_such_package_of_ours"):
            with self.assertRaisesRegex(UserError, "plutoprint"):
                self.batch.action_posting_book()
