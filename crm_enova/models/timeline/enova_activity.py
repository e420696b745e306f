from odoo import models


class EnovaActivity(models.Model):
    _inherit = "enova.activity"

    # What is open with one contractor, by the day it is due.
    _contractor_open_idx = models.Index(
        "(commercial_partner_id, date_due, id)"
        " WHERE state IN ('planned', 'in_progress')"
    )
