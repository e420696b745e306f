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
    category_id = fields.Many2one("enova.attachment.category", string="Category")
    tag_ids = fields.Many2many("enova.attachment.tag", string="Tags")
    number = fields.Char()
    date = fields.Date(default=fields.Date.context_today)
    valid_from = fields.Date(string="Valid from")
    valid_until = fields.Date(
        string="Valid until",
        compute="_compute_valid_until",
        store=True,
        readonly=False,
    )
    keep_until = fields.Date(
        string="Keep until", compute="_compute_keep_until", store=True, readonly=False
    )
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

    @api.depends("category_id", "valid_from", "date")
    def _compute_valid_until(self):
        """Propose the end that is usual for the category."""
        for wizard in self:
            start = wizard.valid_from or wizard.date
            proposed = wizard.category_id._proposed_end(start)
            wizard.valid_until = proposed or wizard.valid_until

    @api.depends("category_id", "valid_until", "date")
    def _compute_keep_until(self):
        """Propose how long papers of the category are kept."""
        for wizard in self:
            last = wizard.valid_until or wizard.date
            proposed = wizard.category_id._proposed_keeping(last)
            wizard.keep_until = proposed or wizard.keep_until

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
