from odoo import fields, models

from .res_partner_silence import LONGEST_SILENCE


class ResPartnerCategory(models.Model):
    """How often those who bear a tag are to be spoken with."""

    _inherit = "res.partner.category"

    contact_days = fields.Integer(
        string="Days without contact",
        help="After so many days without a contact its contractors are long without"
        " contact, and their caretaker gets a task where the settings say so. Of"
        " several tags the shortest counts. 0: the tag says nothing.",
    )

    _contact_days_sane = models.Constraint(
        f"CHECK (contact_days BETWEEN 0 AND {LONGEST_SILENCE})",
        "A contractor is long without contact after 1 to 730 days; 0 stands for none.",
    )
