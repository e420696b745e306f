from odoo import fields, models


class MailingTrace(models.Model):
    """What the ERP learns of an e-mail is told to the addressee's event."""

    _inherit = "mailing.trace"

    trace_type = fields.Selection(
        selection_add=[("letter", "Letter")],
        ondelete={"letter": lambda traces: traces.write({"trace_type": "mail"})},
    )
    enova_activity_id = fields.Many2one(
        "enova.activity",
        string="Event of the addressee",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
