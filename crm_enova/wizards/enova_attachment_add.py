from odoo import api, fields, models
from odoo.exceptions import UserError

# What is typed once, and stands in each entry.
TAKEN_OVER = (
    "category_id",
    "number",
    "date",
    "valid_from",
    "valid_until",
    "keep_until",
    "user_id",
    "note",
    "state",
)


class EnovaAttachmentAdd(models.TransientModel):
    """Add files to a contractor, many at once, and enter them in the register."""

    _name = "enova.attachment.add"
    _inherit = ["enova.guard.mixin"]
    _description = "Add files"

    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        required=True,
        ondelete="cascade",
        default=lambda self: self._default_partner_id(),
    )
    file_ids = fields.Many2many("ir.attachment", string="Files")
    is_registered = fields.Boolean(
        string="Enter in the register",
        default=True,
        help="With category, number and validity. Other files are found all the same.",
    )
    category_id = fields.Many2one("enova.attachment.category")
    tag_ids = fields.Many2many("enova.attachment.tag", string="Tags")
    number = fields.Char()
    date = fields.Date(default=fields.Date.context_today)
    valid_from = fields.Date(string="Valid from")
    valid_until = fields.Date(string="Valid until")
    keep_until = fields.Date(string="Keep until")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    note = fields.Text()
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In force")],
        required=True,
        default="in_force",
    )

    @api.model
    def _default_partner_id(self):
        """Take the contractor from whose files the window was opened."""
        context = self.env.context
        model, id_ = context.get("enova_model"), context.get("enova_id")
        return id_ if model == "res.partner" and isinstance(id_, int) else False

    @api.onchange("category_id", "valid_from", "date")
    def _onchange_category_id(self):
        """Propose the end that is usual for the category, and how long it is kept."""
        end = self.category_id._proposed_end(self.valid_from or self.date)
        self.valid_until = end or self.valid_until
        kept = self.category_id._proposed_keeping(self.valid_until or self.date)
        self.keep_until = kept or self.keep_until

    def action_add(self):
        """Attach the files to the contractor, and enter them where that was chosen.

        :return: dict, the action that the client runs next
        :raises UserError: where no file was chosen
        """
        self.ensure_one()
        files = self.file_ids
        if not files:
            raise UserError(self.env._("Choose at least one file."))
        files.write({"res_model": "res.partner", "res_id": self.partner_id.id})
        if self.is_registered:
            values = self._convert_to_write({name: self[name] for name in TAKEN_OVER})
            values["tag_ids"] = [(6, 0, self.tag_ids.ids)]
            self.env["enova.attachment"].create(
                [{**values, "attachment_id": file.id} for file in files]
            )
        return {"type": "ir.actions.act_window_close"}
