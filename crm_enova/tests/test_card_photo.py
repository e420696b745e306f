import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CrmEnovaCase
from .vcard_common import png

# the library that draws pictures here need not know these
WEBP = b"RIFF\x40\0\0\0WEBPVP8L" + bytes(60)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)


def picture(kind, size=(60, 40)):
    """Return the bytes of a picture of one kind."""
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, kind)
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestCardPhoto(CrmEnovaCase):
    """A photo of a paper card is kept with the card that is taken down."""

    def _save(self, content, user=None, **values):
        entry = (
            self.env["enova.card.entry"]
            .with_user(user or self.user_own)
            .create(
                {
                    "name": "Kuźnia",
                    "photo": base64.b64encode(content) if content else False,
                    **values,
                }
            )
        )
        action = entry.action_save()
        return entry, self.env["res.partner"].browse(action["res_id"])

    def _attachments(self, card):
        return self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", card.id)]
        )

    def test_every_kind_becomes_an_attachment(self):
        self.user_own.lang = "en_US"
        for content, kind, name in (
            (picture("JPEG"), "image/jpeg", "Business card.jpg"),
            (picture("PNG"), "image/png", "Business card.png"),
            (WEBP, "image/webp", "Business card.webp"),
            (HEIC, "image/heic", "Business card.heic"),
        ):
            with self.subTest(kind):
                entry, card = self._save(content)
                attachment = self._attachments(card)
                self.assertEqual((attachment.mimetype, attachment.name), (kind, name))
                self.assertEqual(attachment.raw, content)
                self.assertEqual(attachment.create_uid, self.user_own)
                self.assertFalse(attachment.public or entry.photo)
                self.assertFalse(card.image_1920, "a card is no portrait")

    def test_without_a_photo(self):
        _entry, card = self._save(None)
        self.assertEqual(card.contractor_status, "card")
        self.assertFalse(self._attachments(card))

    def test_a_large_picture_is_made_smaller(self):
        _entry, card = self._save(picture("JPEG", (4000, 3000)))
        with Image.open(io.BytesIO(self._attachments(card).raw)) as image:
            self.assertEqual(image.size, (1920, 1440))

    def test_what_is_refused(self):
        start = picture("JPEG")[:20]
        for content, words in (
            (b"GIF89a" + bytes(50), "JPEG, PNG, WebP or HEIC"),
            (b"%PDF-1.7", "JPEG, PNG, WebP or HEIC"),
            (b"<script>WEBP<svg onload=alert()>", "JPEG, PNG, WebP or HEIC"),
            (b"<h1>ftypheic<script>", "JPEG, PNG, WebP or HEIC"),
            (start + bytes(11 * 2**20), "12 MB; at most 10 MB"),
            (picture("JPEG")[:80], "damaged"),
            (png(20_000, 20_000), "too many pixels"),
        ):
            cards = self.env["res.partner"].search_count([])
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._save(content)
            self.assertEqual(self.env["res.partner"].search_count([]), cards)

    def test_the_next_card_has_no_photo_of_the_last(self):
        entry = (
            self.env["enova.card.entry"]
            .with_user(self.user_own)
            .create({"name": "A", "photo": base64.b64encode(picture("PNG"))})
        )
        action = entry.action_save_and_new()
        self.assertFalse(action.get("res_id"))
        self.assertNotIn("default_photo", action["context"])

    def test_who_sees_a_photo(self):
        _entry, card = self._save(picture("PNG"))
        attachment = self._attachments(card)
        attachment.with_user(self.user_manager).check_access("read")
        with self.assertRaises(AccessError):
            attachment.with_user(self.user_portal).check_access("read")
        with self.assertRaises(AccessError):
            self._save(picture("PNG"), user=self.user_outsider)
