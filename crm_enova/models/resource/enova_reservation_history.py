from odoo import fields, models


class EnovaReservation(models.Model):
    """A reservation for a contractor is a part of his history."""

    _inherit = "enova.reservation"

    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Commercial contractor",
        store=True,
        precompute=True,
    )
    # What is booked for a task shows there; few of the others are for a contractor.
    _history_idx = models.Index(
        "(commercial_partner_id, start DESC, id DESC)"
        " WHERE commercial_partner_id IS NOT NULL AND activity_id IS NULL"
    )
