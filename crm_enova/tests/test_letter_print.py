"""Letters from the mail merge to the paper, and what is kept of it."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models import ir_cron
from odoo.addons.crm_enova.models.mailing import enova_letter_run, mailing_mailing_print
from odoo.addons.crm_enova.models.mailing.letter_engine import client

from .mail_letter_common import LetterCase


@tagged("post_install", "-at_install")
class TestPrintLetters(LetterCase):
    def test_from_the_mailing_to_the_file(self):
        mailing = self._mailing(self.addressees | self.no_address)
        run = self._print(mailing)
        self.assertEqual(run.state, "done")
        self.assertEqual((run.drawn_count, run.failed_count, run.page_count), (3, 0, 3))
        texts = self._merged(mailing)
        # by postal code
        for text, name in zip(texts, ("Apteka", "Browar", "Cegielnia"), strict=True):
            self.assertIn(name, text)
            self.assertIn("zmieniamy ceny", text)
        events = mailing.sudo().event_ids
        states = {event.partner_id.name: event.mailing_state for event in events}
        self.assertEqual(states.pop("Bez Adresu"), "left_out")
        self.assertEqual(set(states.values()), {"printed"})
        self.assertEqual(len(events), 4)
        self.assertEqual(mailing.state, "sending")
        traces = mailing.sudo().mailing_trace_ids
        self.assertEqual(len(traces), 3)
        self.assertEqual(traces.mapped("trace_status"), ["process"] * 3)

    def test_pages_and_addressees(self):
        mailing = self._mailing(letter_batch_pages=2)
        run = self._print(mailing)
        batches = run.batch_ids.sorted("number")
        self.assertEqual(batches.mapped("number"), [1, 2, 3])
        self.assertEqual(batches.mapped("page_count"), [1, 1, 1])
        for line in run.line_ids:
            page = self._texts(line.batch_id.attachment_id.raw)[line.page_first - 1]
            self.assertIn(line.partner_id.name, page)
        whole = [t for b in batches for t in self._texts(b.attachment_id.raw)]
        self.assertEqual(whole, self._merged(mailing))

    def test_orders(self):
        long_text = "<p>Tekst tego listu jest długi.</p>" * 60
        names = {
            "name": ["Apteka", "Browar", "Cegielnia"],
            "postal_code": ["Apteka", "Browar", "Cegielnia"],
        }
        self.addressees[1].zip = "99-001"
        names["postal_code"] = ["Browar", "Cegielnia", "Apteka"]
        for order, expected in names.items():
            mailing = self._mailing(letter_order=order)
            run = self._print(mailing)
            with self.subTest(order=order):
                self.assertEqual(run.line_ids.mapped("partner_id.name"), expected)
                for text, name in zip(self._merged(mailing), expected, strict=True):
                    self.assertIn(name, text)
        # by pages: one letter is longer, for its enclosure is its own
        mailing = self._mailing(letter_order="pages", body_html=long_text)
        real = type(mailing)._letter_parts

        def longer(self, job, events):
            job, letters, blobs = real(self, job, events)
            for letter in letters:
                if "Apteka" in letter["address"][0]:
                    letter["body"] *= 2
            return job, letters, blobs

        with patch.object(type(mailing), "_letter_parts", longer):
            run = self._print(mailing)
        lines = run.line_ids
        self.assertEqual(lines[-1].partner_id.name, "Apteka")
        self.assertEqual(lines.mapped("page_count"), sorted(lines.mapped("page_count")))
        self.assertGreater(lines[-1].page_count, lines[0].page_count)

    def test_one_letter_that_cannot_be_drawn_leaves_the_others(self):
        mailing = self._mailing()
        mailing.action_put_in_queue()
        event = mailing.sudo().event_ids[0]
        real = type(mailing)._letter_parts

        def broken(self, job, events):
            job, letters, blobs = real(self, job, events)
            for letter in letters:
                if letter["key"] == event.id:
                    letter["address"] = ["a\0b", "ul. Polna 1"]
            return job, letters, blobs

        with patch.object(type(mailing), "_letter_parts", broken):
            run = self._print(mailing)
        self.assertEqual((run.state, run.drawn_count, run.failed_count), ("done", 2, 1))
        self.assertEqual(event.mailing_state, "left_out")
        self.assertEqual(event.mailing_left_out, "error")
        self.assertIn("NUL", event.mailing_error)
        self.assertEqual(len(self._merged(mailing)), 2)
        # mended, it is printed alone
        run.action_retry()
        self.assertEqual(event.mailing_state, "prepared")
        run.sudo()._finish_now()
        self.assertEqual(event.mailing_state, "printed")
        self.assertEqual((run.drawn_count, run.failed_count), (3, 0))

    def test_pressed_twice_it_is_printed_once(self):
        mailing = self._mailing()
        with patch.object(mailing_mailing_print, "AT_ONCE", 0):
            first = self._print(mailing)
            self.assertEqual(first.state, "running")
            self.assertEqual(self._print(mailing), first)
        with self.enter_registry_test_mode():
            self.env.ref("crm_enova.enova_letter_cron_draw").method_direct_trigger()
        self.assertEqual(first.state, "done")
        # later it is printed again as a whole
        again = self._print(mailing)
        self.assertNotEqual(again, first)
        self.assertEqual(again.drawn_count, 3)

    def test_who_withdrew_meanwhile_gets_no_letter(self):
        mailing = self._mailing()
        mailing.action_put_in_queue()
        self.addressees[0].active = False
        run = self._print(mailing)
        self.assertEqual(run.drawn_count, 2)
        self.assertNotIn("Cegielnia", "".join(self._merged(mailing)))

    def test_who_mails_without_the_crm_reads_mailings_as_before(self):
        mailing = self._mailing()
        self._print(mailing)
        self.user_outsider.group_ids += self.env.ref(
            "mass_mailing.group_mass_mailing_user"
        )
        mailing = mailing.with_user(self.user_outsider)
        names = mailing.fields_get(attributes=["type"])
        self.assertNotIn("letter_batch_ids", names)
        values = mailing.read([name for name in names if name.startswith("letter_")])
        self.assertEqual(values[0]["letter_layout_id"][0], self.layout.id)
        self.assertFalse(
            self.env["enova.letter.run"]
            .with_user(self.user_outsider)
            .has_access("read")
        )

    def test_an_email_is_not_printed(self):
        mailing = self._mailing(mailing_type="mail", body_arch="<p>a</p>")
        with self.assertRaisesRegex(UserError, "no letter"):
            mailing.action_print_letters()
        self.assertFalse(mailing.sudo().event_ids)

    def test_nobody_to_print_for(self):
        with self.assertRaises(UserError):
            self._mailing(self.no_address).action_print_letters()

    def test_without_the_package_the_administrator_is_told(self):
        mailing = self._mailing()
        with patch.object(client, "NEEDED", "no_such_package_of_ours"):
            with self.assertRaisesRegex(UserError, "pip install plutoprint"):
                mailing.action_print_letters()
        # nothing has happened yet
        self.assertFalse(mailing.audience_frozen)

    def test_queries_do_not_grow_with_the_letters(self):
        def queries(count):
            mailing = self._mailing(self._many(count))
            mailing.action_put_in_queue()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            mailing.action_print_letters()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(5)  # what is read once
        few, many = queries(10), queries(200)
        self.assertLessEqual(many - few, 12)


@tagged("post_install", "-at_install")
class TestBackground(LetterCase):
    """More letters than somebody waits for."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(mailing_mailing_print, "AT_ONCE", 0))
        self.mailing = self._mailing(self._many(25), letter_batch_pages=4)
        self.run_ = self._print(self.mailing)

    def _cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_enova.enova_letter_cron_draw").method_direct_trigger()

    def test_time_runs_out_with_the_last_letter(self):
        """The file of all letters is joined in the next turn of the job."""
        with patch.object(ir_cron, "MIN_TIME_PER_JOB", 0):
            self._cron()
        self.assertEqual(self.run_.state, "done")

    def test_all_are_printed_in_batches(self):
        self.assertEqual((self.run_.state, self.run_.progress), ("running", 0))
        with self.assertRaisesRegex(UserError, "no file yet"):
            self.run_.action_download()
        self._cron()
        self.assertEqual((self.run_.state, self.run_.progress), ("done", 100))
        self.assertEqual(self.run_.page_count, 25)
        self.assertLessEqual(max(self.run_.batch_ids.mapped("page_count")), 4)
        texts = self._merged(self.mailing)
        lines = self.run_.line_ids
        self.assertEqual(len(texts), 25)
        for text, line in zip(texts, lines, strict=True):
            self.assertIn(line.partner_id.name, text)
        self.assertIn(f"/web/content/{self.run_.attachment_id.id}", self._url())

    def _url(self):
        return self.run_.action_download()["url"]

    def test_pause_and_resume(self):
        self.run_.sudo()._draw_next()
        drawn = self.run_.drawn_count
        self.assertTrue(0 < drawn < 25)
        self.run_.action_pause()
        self._cron()
        self.assertEqual((self.run_.state, self.run_.drawn_count), ("paused", drawn))
        self.run_.action_resume()
        self._cron()
        self.assertEqual((self.run_.state, self.run_.drawn_count), ("done", 25))

    def test_killed_at_any_moment_each_letter_is_printed_once(self):
        """What a batch has kept when it dies is rolled back with it."""

        class Killed(Exception):
            pass

        runs = type(self.run_)
        moments = ("_keep_lines", "_keep_missing", "_keep_failures", "_attach")
        real = {name: getattr(runs, name) for name in moments}
        for round_ in range(40):
            if self.run_.state == "done":
                break
            name = moments[round_ % len(moments)]

            def dying(self, *args, _name=name):
                real[_name](self, *args)
                raise Killed

            savepoint = self.env.cr.savepoint()
            try:
                with patch.object(runs, name, dying):
                    self.run_.sudo()._draw_next()
                savepoint.close(rollback=False)
            except Killed:
                savepoint.close(rollback=True)
                self.env.invalidate_all()
            if round_ % 2:
                self.run_.sudo()._draw_next()
        self.assertEqual(self.run_.state, "done")
        texts = self._merged(self.mailing)
        names = sorted(self.run_.line_ids.mapped("partner_id.name"))
        found = [n for text in texts for n in names if n in text]
        self.assertEqual(sorted(found), names)

    def test_a_text_that_cannot_be_drawn_pauses_it(self):
        with patch.object(client, "draw_each", side_effect=client.TooManyCulprits([])):
            self._cron()
        self.assertEqual(self.run_.state, "paused")
        self.assertIn("look at the text", self.run_.error)
        self.run_.action_resume()
        self._cron()
        self.assertEqual((self.run_.state, self.run_.error), ("done", False))

    def test_a_worker_that_dies_pauses_it(self):
        with patch.object(client, "draw_each", side_effect=client.EngineFailed(3, -9)):
            self._cron()
        self.assertEqual(self.run_.state, "paused")
        self.assertFalse(self.run_.drawn_count)

    def test_a_batch_that_is_full_early_keeps_the_order(self):
        """More pages than expected: what was drawn behind is drawn again."""
        runs = self.env.registry["enova.letter.run"]
        with patch.object(runs, "_expected_pages", lambda self: 0.3):
            self._cron()
        self.assertEqual(self.run_.state, "done")
        lines = self.run_.line_ids
        places = [(line.batch_id.number, line.page_first) for line in lines]
        self.assertEqual(places, sorted(places))
        for text, line in zip(self._merged(self.mailing), lines, strict=True):
            self.assertIn(line.partner_id.name, text)

    def test_only_who_may_print_steers_it(self):
        for user in (self.user_own, self.user_outsider):
            with self.assertRaises(AccessError):
                self.run_.with_user(user).action_pause()
        self.run_.with_user(self.user_manager).action_pause()
        self.assertEqual(self.run_.state, "paused")

    def test_the_limit_is_what_it_says(self):
        self.assertEqual(enova_letter_run.AT_ONCE, 2000)
