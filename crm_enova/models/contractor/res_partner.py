from odoo import api, fields, models


class ResPartner(models.Model):
    """A contractor is a partner with a status; there is no second partner base."""

    _inherit = "res.partner"

    contractor_status = fields.Selection(
        [("contractor", "Contractor"), ("card", "Business card")],
        compute="_compute_contractor_status",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="Contractors and business cards stand in the menus of the CRM. Contact "
        "persons, addresses, own companies and own staff have no status.",
    )

    # The lists of contractors and of cards open in the order of names.
    _contractor_status_name_idx = models.Index(
        "(contractor_status, complete_name, id) WHERE contractor_status IS NOT NULL"
    )

    @api.depends("parent_id")
    def _compute_contractor_status(self):
        """Give each top-level partner a status, and none to what belongs to another.

        A partner made by any module (a web shop, an import, a vendor bill) is a
        contractor unless somebody says that it is a business card.
        """
        for partner in self:
            if partner.parent_id:
                partner.contractor_status = False
            else:
                partner.contractor_status = partner.contractor_status or "contractor"

    def _without_contractor_status(self):
        """Take own people and own companies out of the contractors."""
        # sudo: the partner of a user or company that the caller has just been allowed
        # to create; nothing is read, and the status alone is emptied.
        self.sudo().filtered("contractor_status").contractor_status = False
