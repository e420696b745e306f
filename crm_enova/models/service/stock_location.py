from odoo import api, fields, models

# Where goods go when the company itself uses them up.
CONSUMPTION = ("production", "inventory")


class StockLocation(models.Model):
    """Technicians' vans are places of the stock."""

    _inherit = "stock.location"

    enova_technician_id = fields.Many2one(
        "res.users",
        string="Van of the technician",
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="What lies here is in this technician's hands: they issue parts from here"
        " by themselves, without the storekeeper.",
    )

    def _is_van_of(self, user):
        """Tell whether one place is a user's van, or a shelf inside of it."""
        if not self.parent_path:
            return False
        ids = [int(id_) for id_ in self.parent_path.split("/") if id_]
        # sudo: whose van it is, and nothing else of it
        return user in self.sudo().browse(ids).enova_technician_id

    @api.model
    def _own_van(self, company):
        """Return the place in a company's stock that is the van of whoever asks."""
        return self.search(
            [
                ("enova_technician_id", "=", self.env.uid),
                ("usage", "=", "internal"),
                ("company_id", "=", company.id),
            ],
            limit=1,
        )
