import base64

from markupsafe import Markup

from odoo import api, fields, models

from .letter_engine import client
from .letter_words import install_help, reason

# Enough to read, and quick to draw.
DOTS = 80
PREVIEWED_PAGES = 3
WHAT_SHOWS = (
    "mailing_type",
    "preview_partner_id",
    "subject",
    "body_html",
    "body_arch",
    "letter_layout_id",
    "letter_enclosure_ids",
)


class MailingMailing(models.Model):
    """What a letter looks like, beside the text that is being written."""

    _inherit = "mailing.mailing"

    preview_partner_id = fields.Many2one(
        "res.partner",
        string="Preview for",
        store=False,
        exportable=False,
        help="Shows the letter as this addressee would get it now.",
    )
    letter_preview = fields.Html(
        string="Preview of the letter",
        compute="_compute_letter_preview",
        sanitize=False,
        exportable=False,
    )

    @api.depends(*WHAT_SHOWS)
    @api.depends_context("uid", "lang")
    def _compute_letter_preview(self):
        """Draw the letter of the addressee that is chosen, and nothing before."""
        for mailing in self:
            chosen = mailing.mailing_type == "letter" and mailing.preview_partner_id
            mailing.letter_preview = mailing._draw_preview() if chosen else False

    def _draw_preview(self):
        """Return the first pages as pictures, or what is in the way of the letter."""
        self.ensure_one()
        partner = self.preview_partner_id._origin
        settings = self._letter_settings()
        letter = self._engine_letter(self._preview_text(partner), settings)
        files = self.letter_enclosure_ids
        letter |= {"key": 0, "enclosure_names": [file.name for file in files]}
        shown = [letter["body"], settings["closing"]]
        pictures = self._letter_pictures(settings, shown)
        job = {
            "kind": "pictures",
            "geometry": settings["geometry"],
            "layout": settings["layout"],
            "letters": [letter],
            "pictures": {name: place for place, name in enumerate(pictures)},
            "dots": DOTS,
            "most_pictures": PREVIEWED_PAGES,
        }
        try:
            drawn = client.draw(job, list(pictures.values()))
        except client.EngineMissing:
            return self._preview_note(install_help(self.env))
        except client.EngineFailed:
            return self._preview_note(reason(self.env, "killed"))
        return self._shown_preview(drawn)

    def _preview_text(self, partner):
        """Return the letter of an addressee: as it was settled, else as it is now."""
        event = self._origin.event_ids.filtered(lambda e: e.partner_id == partner)
        if self.audience_frozen and event:
            return self._origin._rendered_letters(event[:1])[event[:1].id]
        subject, body = self._sample_texts(partner)
        values = self._addressee_values(partner, self._placeholders_used())
        values = values[partner.id]
        return {
            "subject": subject,
            "body": body,
            "address": values["address"],
            "salutation": values["salutation"],
            "date": values["date"],
            "reference": "",
        }

    def _shown_preview(self, drawn):
        """Return pages as HTML, with what is to be said of them."""
        if drawn.errors:
            failed = drawn.errors[0]
            text = reason(self.env, failed["error"], failed.get("detail"))
            return self._preview_note(text)
        letter = drawn.letters[0]
        notes = [self.env._("Pages: %s", letter["count"])]
        if letter["missing"]:
            notes.append(
                self.env._(
                    "Pictures that are not kept in the ERP are left out: %s. Upload"
                    " them into the text.",
                    ", ".join(letter["missing"][:3]),
                )
            )
        pages = Markup("").join(
            Markup('<img class="o_enova_letter_page" alt="%s" src="data:image/png;%s">')
            % (
                self.env._("Page %s", number),
                "base64," + base64.b64encode(page).decode(),
            )
            for number, page in enumerate(drawn.files, 1)
        )
        return Markup("").join(map(self._preview_note, notes)) + pages

    @api.model
    def _preview_note(self, text):
        return Markup("<p>%s</p>") % text
