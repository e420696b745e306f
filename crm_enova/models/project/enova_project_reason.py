from odoo import fields, models

from .enova_project_stage import PROJECT_STATES


class EnovaProjectReason(models.Model):
    """Why projects end as they do; what a report can count."""

    _name = "enova.project.reason"
    _inherit = ["enova.guard.mixin"]
    _description = "Reason of closing a project"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    outcome = fields.Selection(
        PROJECT_STATES[2:], help="Offered for this outcome; empty: for all."
    )
