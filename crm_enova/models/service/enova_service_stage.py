from odoo import fields, models

# The states of the ERP's own repair orders, in the words of service.
SERVICE_STATES = [
    ("draft", "New"),
    ("confirmed", "Confirmed"),
    ("under_repair", "In progress"),
    ("done", "Done"),
    ("cancel", "Cancelled"),
]
OPEN_SERVICE_STATES = ("draft", "confirmed", "under_repair")


class EnovaServiceStage(models.Model):
    """A column of the board of service orders; several may stand for one state."""

    _name = "enova.service.stage"
    _inherit = ["enova.guard.mixin"]
    _description = "Stage of service orders"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        SERVICE_STATES,
        required=True,
        default="draft",
        copy=True,
        help="An order that is moved into this stage is confirmed, started, ended or"
        " cancelled, if it is not yet.",
    )
    fold = fields.Boolean(
        string="Folded", help="The column is folded on the board of service orders."
    )
    template_id = fields.Many2one(
        "mail.template",
        string="E-mail to the client",
        ondelete="set null",
        index="btree_not_null",
        domain="[('model', '=', 'repair.order')]",
        help="The client is told when an order comes into this stage.",
    )
    active = fields.Boolean(default=True)
