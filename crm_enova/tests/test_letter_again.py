"""A letter once it is printed: again, and from a page on."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_enova.models.mailing.letter_engine import client

from .mail_letter_common import LetterCase
from .service_common import SIGNATURE


@tagged("post_install", "-at_install")
class TestAgain(LetterCase):
    def test_the_text_is_the_same_as_then(self):
        body = "<p>Do: {contractor}.</p><p>Cena 48 zł.</p>"
        mailing = self._mailing(body_html=body)
        self.layout.signature = "<p>Hanna Lewicka</p>"
        run = self._print(mailing)
        line = run.line_ids[0]
        event = line.activity_id.with_user(self.user_all)
        _name, data = self._offered(event.action_print_letter())
        then = self._texts(line.batch_id.attachment_id.raw)[line.page_first - 1]
        self.assertEqual(self._texts(data), [then])
        # whatever has changed since
        line.partner_id.write({"name": "Nowa nazwa", "street": "ul. Inna 9"})
        self.layout.write({"signature": "<p>Ktoś inny</p>", "address_top": 60})
        self.company.name = "Nowa firma"
        self.env.flush_all()
        self.env.invalidate_all()
        name, data = self._offered(event.action_print_letter())
        self.assertEqual(self._texts(data), [then])
        self.assertTrue(name.endswith(".pdf"))
        for word in ("Apteka", "48 zł", "Hanna Lewicka"):
            self.assertIn(word, then)

    def test_from_the_table_of_letters_too(self):
        run = self._print(self._mailing())
        line = run.line_ids[1].with_user(self.user_all)
        _name, data = self._offered(line.action_open_letter())
        self.assertIn("Browar", self._texts(data)[0])

    def test_only_who_may_read_the_event(self):
        run = self._print(self._mailing(self.addressees[0]))
        event = run.line_ids.activity_id
        self.addressees[0].user_id = False
        with self.assertRaises(AccessError):
            event.with_user(self.user_outsider).action_print_letter()
        with self.assertRaises(AccessError):
            event.with_user(self.user_own).action_print_letter()

    def test_the_system_reads_nothing_for_whoever_prints(self):
        """Neither what is owed nor a picture comes with a letter of one's own."""
        addressee = self.addressees[0]
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": addressee.id,
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 7, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        order = self.env["sale.order"].create({"partner_id": addressee.id})
        hidden = self.env["ir.attachment"].create(
            {
                "name": "x.png",
                "datas": SIGNATURE,
                "res_model": order._name,
                "res_id": order.id,
            }
        )
        picture = f'<p>Tekst <img src="/web/image/{hidden.id}"></p>'
        mailing = self._mailing(addressee, user=self.user_own, body_html=picture)
        mailing.action_put_in_queue()
        event = mailing.sudo().event_ids.with_user(self.user_own)
        job = mailing.sudo()._letter_job(mailing.sudo()._letter_settings())
        self.assertFalse(mailing.sudo()._letter_parts(job, event)[0]["pictures"])
        self.assertTrue(event.action_print_letter())
        for name in ("letter_statement", "letter_invoices"):
            mailing.write({"letter_statement": False, "letter_invoices": False})
            mailing[name] = True
            with self.subTest(name=name), self.assertRaises(AccessError):
                event.action_print_letter()

    def test_pictures_are_those_that_were_printed(self):
        """Whoever prints again need not read the mailing, which holds its pictures."""
        mailing = self._mailing(self.addressees[0])
        file = self.env["ir.attachment"].create(
            {
                "name": "x.png",
                "datas": SIGNATURE,
                "res_model": mailing._name,
                "res_id": mailing.id,
            }
        )
        mailing.body_html = f'<p>Tekst <img src="/web/image/{file.id}"></p>'
        event = self._print(mailing).line_ids.activity_id.with_user(self.user_own)
        self.assertFalse(mailing.with_user(self.user_own).has_access("read"))
        with patch.object(client, "draw", wraps=client.draw) as draw:
            event.action_print_letter()
        self.assertEqual(len(draw.call_args.args[0]["pictures"]), 1)

    def test_what_is_no_letter(self):
        activity = self._activity(partner_id=self.contractor.id)
        with self.assertRaisesRegex(UserError, "no letter"):
            activity.action_print_letter()

    def test_a_file_is_its_readers_alone(self):
        run = self._print(self._mailing())
        event = run.line_ids[0].activity_id.with_user(self.user_all)
        action = event.action_print_letter()
        id_ = int(action["url"].split("/")[4])
        file = self.env["enova.letter.file"].browse(id_)
        self.assertTrue(file.with_user(self.user_all).has_access("read"))
        for user in (self.user_own, self.user_manager, self.user_outsider):
            self.assertFalse(file.with_user(user).has_access("read"))

    def _window(self, batch, **values):
        action = batch.action_reprint()
        window = Form(
            self.env["enova.letter.reprint"]
            .with_user(self.user_all)
            .with_context(**action["context"])
        )
        for name, value in values.items():
            window[name] = value
        return window

    def test_from_a_page_on(self):
        mailing = self._mailing(body_html="<p>Tekst tego listu jest długi.</p>" * 60)
        run = self._print(mailing)
        batch, pages = run.batch_ids, run.line_ids[0].page_count
        self.assertGreater(pages, 1)
        whole = self._texts(batch.attachment_id.raw)
        # the paper has jammed in the midst of the second letter
        window = self._window(batch, page_from=pages + 2)
        self.assertIn("Browar", window.addressee)
        _name, data = self._offered(window.save().action_print())
        self.assertEqual(self._texts(data), whole[pages:])
        window = self._window(
            batch, page_from=pages + 2, page_to=pages + 2, whole_letters=False
        )
        _name, data = self._offered(window.save().action_print())
        self.assertEqual(self._texts(data), whole[pages + 1 : pages + 2])

    def test_pages_that_there_are_not(self):
        batch = self._print(self._mailing()).batch_ids
        for values in (
            {"page_from": 9},
            {"page_from": 0},
            {"page_from": 3, "page_to": 2},
        ):
            with self.subTest(**values):
                with self.assertRaisesRegex(UserError, "pages 1 to 3"):
                    self._window(batch, **values).save().action_print()

    def test_files_of_letters_are_not_read_for_a_search(self):
        """It takes core longer than drawing them; they are found by their names."""
        run = self._print(self._mailing(letter_batch_pages=2))
        files = run.attachment_id | run.batch_ids.attachment_id
        self.assertEqual(len(files), 4)
        for file in files.sudo():
            self.assertEqual(file.index_content, file.name)
        offered = self.env["enova.letter.file"]._offer("a.pdf", files[0].sudo().raw)
        id_ = int(offered["url"].split("/")[4])
        file = self.env["ir.attachment"].sudo()
        file = file.search(
            [("res_model", "=", "enova.letter.file"), ("res_id", "=", id_)]
            + [("res_field", "=", "data")]
        )
        self.assertTrue(file.raw)
        self.assertFalse(file.index_content)
