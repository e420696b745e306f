import base64
import binascii
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import plaintext2html

from .vcard_photo import PhotoShop

MAX_PHOTO = 10 * 1024 * 1024
# What a picture begins with: a name or a type can say anything.
PICTURES = (
    (rb"\xff\xd8\xff", "image/jpeg", "jpg"),
    (rb"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (rb"RIFF.{4}WEBP", "image/webp", "webp"),
    (rb"\0\0..ftyp(hei|hev|mif1)", "image/heic", "heic"),
)


class EnovaCardEntry(models.TransientModel):
    """Take down a business card: a few fields, and the next contact."""

    _name = "enova.card.entry"
    _inherit = "enova.guard.mixin"
    _description = "Quick entry of a business card"

    name = fields.Char(string="Company or person", required=True)
    is_company = fields.Boolean(string="Company", default=True)
    contact_name = fields.Char(string="Contact person")
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    city = fields.Char()
    source_id = fields.Many2one("utm.source")
    user_id = fields.Many2one(
        "res.users",
        string="Main caretaker",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    next_contact_date = fields.Date(
        string="Next contact", help="Plans a call with the main caretaker on this day."
    )
    note = fields.Text()
    photo = fields.Binary(
        string="Photo of the card",
        attachment=False,
        help="Becomes an attachment of the business card.",
    )

    @api.constrains("name")
    def _check_name(self):
        """A card needs a name of a company or of a person."""
        for entry in self:
            if not entry.name.strip():
                raise ValidationError(
                    self.env._("Write the name of the company or person.")
                )

    def action_save(self):
        """Create the card, and open it.

        :return: action of the new card's form
        """
        card = self._create_card()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": card.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_save_and_new(self):
        """Create the card, and take down the next one from the same source.

        :return: dict, the action that the client runs next
        """
        self._create_card()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_card_entry_action"
        )
        return {**action, "context": {"default_source_id": self.source_id.id}}

    def _create_card(self):
        """Create the card and the call, under the rights of the user.

        :return: the new partner
        """
        self.ensure_one()
        picture = self._prepare_picture_vals()
        card = self.env["res.partner"].create(self._prepare_card_vals())
        if picture:
            self.env["ir.attachment"].create({**picture, "res_id": card.id})
            self.photo = False
        if self.next_contact_date:
            self.env["enova.activity"].create(self._prepare_call_vals(card))
        return card

    def _prepare_picture_vals(self):
        """Return the values of the attachment, but whose it is.

        :raises UserError: when the photo is too large, or no picture
        """
        photo = self.with_context(bin_size=False).photo
        if not photo:
            return None
        try:
            content = base64.b64decode(photo)
        except binascii.Error:
            content = b""
        kinds = [
            (kind, ending)
            for beginning, kind, ending in PICTURES
            if re.match(beginning, content, re.DOTALL)
        ]
        if not kinds:
            raise UserError(
                self.env._("The photo must be a JPEG, PNG, WebP or HEIC picture.")
            )
        if len(content) > MAX_PHOTO:
            raise UserError(
                self.env._(
                    "The photo has %(size)s MB; at most %(limit)s MB are kept. Take it"
                    " with a lower resolution.",
                    size=-(-len(content) // 2**20),
                    limit=MAX_PHOTO // 2**20,
                )
            )
        [(kind, ending), *_others] = kinds
        if ending in ("jpg", "png"):
            # core, which makes pictures smaller too, fails where one is damaged
            content, _problem = PhotoShop().process(content)
            if not content:
                raise UserError(
                    self.env._("The photo is damaged, or has too many pixels.")
                )
        return {
            "name": f"{self.env._('Business card')}.{ending}",
            "raw": content,
            "mimetype": kind,
            "res_model": "res.partner",
        }

    def _prepare_card_vals(self):
        person = (self.contact_name or "").strip()
        return {
            "name": (self.name or "").strip(),
            "contractor_status": "card",
            "is_company": self.is_company or bool(person),
            "phone": self.phone,
            "email": self.email,
            "city": self.city,
            "card_source_id": self.source_id.id,
            "user_id": self.user_id.id,
            "comment": plaintext2html(self.note) if self.note else False,
            "child_ids": [Command.create({"name": person})] if person else [],
        }

    def _prepare_call_vals(self, card):
        definition = self.env.ref(
            "crm_enova.enova_activity_type_task_call", raise_if_not_found=False
        ) or self.env["enova.activity.type"].search([("kind", "=", "task")], limit=1)
        return {
            "name": definition.name,
            "type_id": definition.id,
            "partner_id": card.id,
            "contact_id": card.child_ids[:1].id,
            "user_id": self.user_id.id or self.env.uid,
            "company_id": (card.company_id or self.env.company).id,
            "date_deadline": self.next_contact_date,
        }
