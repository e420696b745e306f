"""What a letter looks like before it is printed, its pictures, and address labels."""

import base64
import io
import warnings

from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .mail_letter_common import LetterCase


@tagged("post_install", "-at_install")
class TestPictures(LetterCase):
    def _picture(self, **values):
        buffer = io.BytesIO()
        Image.new("RGB", (40, 40), "red").save(buffer, "PNG")
        return self.env["ir.attachment"].create(
            {"name": "a.png", "raw": buffer.getvalue(), **values}
        )

    def test_pictures_of_the_erp_are_drawn(self):
        mailing = self._mailing(self.addressees[0])
        file = self._picture(res_model="mailing.mailing", res_id=mailing.id)
        address = f"/web/image/{file.id}-abc/a.png?access_token=x&amp;y=1"
        mailing.body_html = f'<p>A</p><img src="{address}"><p>B</p>'
        run = self._print(mailing)
        self.assertFalse(run.warning)
        page = PdfReader(io.BytesIO(run.batch_ids.attachment_id.raw)).pages[0]
        self.assertEqual(len(page.images), 1)

    def test_where_nobody_is_chosen_nothing_is_compared(self):
        """What is shown then is nothing: a record there makes the ERP warn."""
        mailing = self._mailing(self.addressees[0])
        mailing.invalidate_recordset()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertFalse(mailing.letter_preview)
            self.assertTrue(mailing._known_placeholders("letter")["contractor"])

    def test_others_are_told(self):
        private = self._picture(res_model="res.users", res_id=self.user_manager.id)
        body = (
            '<p>A</p><img src="http://example.com/a.png">'
            f'<img src="/web/image/{private.id}">'
        )
        mailing = self._mailing(self.addressees[0], body_html=body)
        run = self._print(mailing)
        self.assertIn("example.com/a.png", run.warning)


@tagged("post_install", "-at_install")
class TestPreview(LetterCase):
    def _pictures(self, mailing):
        found = str(mailing.letter_preview).split("base64,")[1:]
        return [
            Image.open(io.BytesIO(base64.b64decode(part.split('"')[0])))
            for part in found
        ]

    def test_nothing_is_drawn_before_somebody_is_chosen(self):
        self.assertFalse(self._mailing().letter_preview)

    def test_the_letter_of_an_addressee_while_it_is_written(self):
        mailing = self._mailing()
        form = Form(mailing, "crm_enova.mailing_mailing_view_form_letter")
        form.preview_partner_id = self.addressees[1]
        before = form.letter_preview
        self.assertIn("data:image/png", before)
        form.body_html = "<p>Zupełnie inny tekst, i to o wiele dłuższy.</p>" * 3
        self.assertNotEqual(form.letter_preview, before)
        mailing = form.save()
        self.assertFalse(mailing.sudo().event_ids)

    def test_pages_of_the_letter(self):
        mailing = self._mailing(body_html="<p>Tekst tego listu jest długi.</p>" * 70)
        mailing.preview_partner_id = self.addressees[1]
        pictures = self._pictures(mailing)
        self.assertGreater(len(pictures), 1)
        self.assertEqual({p.size for p in pictures}, {(661, 935)})
        self.assertIn("Pages:", mailing.letter_preview)

    def test_what_is_in_the_way_is_said_there(self):
        mailing = self._mailing(body_html='<p style="text-indent:3000px">a</p><p>b</p>')
        mailing.preview_partner_id = self.addressees[1]
        self.assertIn("wider than the page", mailing.letter_preview)
        self.assertFalse(self._pictures(mailing))

    def test_pictures_that_are_missing_are_said_there(self):
        mailing = self._mailing(
            body_html='<p>a</p><img src="http://x.pl/a.png"><p>b</p>'
        )
        mailing.preview_partner_id = self.addressees[1]
        self.assertIn("x.pl/a.png", mailing.letter_preview)

    def test_once_it_is_settled_it_is_as_it_was(self):
        mailing = self._mailing(body_html="<p>Do: {contractor}</p>")
        mailing.action_put_in_queue()
        mailing.preview_partner_id = self.addressees[1]
        before = mailing.letter_preview
        self.addressees[1].name = "Zupełnie inna nazwa"
        mailing.invalidate_recordset(["letter_preview"])
        mailing.preview_partner_id = self.addressees[1]
        self.assertEqual(mailing.letter_preview, before)


@tagged("post_install", "-at_install")
class TestLabelWindow(LetterCase):
    def _window(self, **context):
        windows = self.env["enova.letter.label"].with_user(self.user_all)
        return windows.with_context(**context)

    def test_of_a_list_of_contractors(self):
        ids = (self.addressees | self.no_address).ids
        window = self._window(active_model="res.partner", active_ids=ids).create({})
        self.assertEqual(window.label_count, 4)
        _name, data = self._offered(window.action_print())
        text = self._texts(data)[0]
        for name in self.addressees.mapped("name"):
            self.assertIn(name, text)
        self.assertNotIn("Bez Adresu", text)

    def test_of_a_mail_merge(self):
        mailing = self._mailing()
        self._print(mailing)
        window = self._window().create({"mailing_id": mailing.id, "sheet": "105x57"})
        self.assertEqual(window.label_count, 3)
        _name, data = self._offered(window.action_print())
        self.assertIn("Apteka", self._texts(data)[0])

    def test_nobody_with_an_address(self):
        window = self._window().create(
            {"partner_ids": [Command.set(self.no_address.ids)]}
        )
        with self.assertRaisesRegex(UserError, "street and town"):
            window.action_print()

    def test_too_many_used_up(self):
        ids = [Command.set(self.addressees.ids)]
        for skipped in (-1, 100):
            window = self._window().create({"partner_ids": ids, "skipped": skipped})
            with self.assertRaisesRegex(UserError, "fewer than"):
                window.action_print()
