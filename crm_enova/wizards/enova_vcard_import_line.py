from odoo import api, fields, models

from ..models.base.context import SYSTEM

STATES = [
    ("ready", "To import"),
    ("broken", "Cannot be read"),
    ("created", "Created"),
    ("updated", "Updated"),
    ("skipped", "Skipped"),
    ("failed", "Refused"),
]


class EnovaVcardImportLine(models.TransientModel):
    """One business card of a file: what was read, its duplicate, its outcome."""

    _name = "enova.vcard.import.line"
    _inherit = "enova.guard.mixin"
    _description = "Line of a vCard import"
    _order = "id"

    wizard_id = fields.Many2one(
        "enova.vcard.import", required=True, ondelete="cascade", index=True
    )
    source = fields.Char(string="File", readonly=True)
    line = fields.Integer(readonly=True, help="Where the card begins in its file.")
    company = fields.Char(readonly=True)
    person = fields.Char(readonly=True)
    email = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    nip = fields.Char(string="NIP", readonly=True)
    # what the reader made of the card, so that the file is read once
    card = fields.Json(readonly=True)
    photo = fields.Binary(attachment=False, readonly=True)
    remarks = fields.Text(readonly=True)
    duplicate_id = fields.Many2one("res.partner", readonly=True)
    duplicate_line_id = fields.Many2one(
        "enova.vcard.import.line",
        string="Duplicate in the file",
        readonly=True,
        index=True,
    )
    duplicate_reason = fields.Char(string="Duplicate by", readonly=True)
    duplicate_name = fields.Char(
        string="Duplicate found", compute="_compute_duplicate_name"
    )
    decision = fields.Selection(
        [
            ("skip", "Skip"),
            ("create", "Create"),
            ("update", "Fill in the duplicate"),
        ],
        help="Filling in touches the duplicate's empty fields only, adds to their notes"
        " what has no field, and adds the person to their company if they are not there"
        " yet.",
    )
    state = fields.Selection(STATES, default="ready", readonly=True)
    message = fields.Char(string="Result", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)

    @api.model
    def _has_field_access(self, field, operation):
        """Let clients decide what becomes of a card, and say nothing of what it is."""
        if not super()._has_field_access(field, operation):
            return False
        if operation != "write" or self.env.su or SYSTEM.is_on(self.env):
            return True
        return not field.readonly or field.name in models.MAGIC_COLUMNS

    @api.depends("duplicate_id", "duplicate_line_id", "duplicate_reason")
    def _compute_duplicate_name(self):
        """Name the duplicate and what both have in common."""
        for line in self:
            duplicate = (
                line.duplicate_id.display_name or line.duplicate_line_id._words()
            )
            line.duplicate_name = duplicate and f"{duplicate} ({line.duplicate_reason})"

    def _words(self):
        """Return a card of the same file as it is spoken of."""
        if not self:
            return ""
        return self.env._(
            "line %(line)s: %(name)s",
            line=self.line,
            name=self.company or self.person or "?",
        )

    def _finish(self, state, message, partner=None):
        """Write what became of the card."""
        self._as_system().write(
            {
                "state": state,
                "message": message,
                "partner_id": partner and partner.id,
            }
        )

    def action_open_partner(self):
        """Open the card that was made, or the duplicate.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        partner = self.partner_id or self.duplicate_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": partner.id,
            "views": [(False, "form")],
        }
