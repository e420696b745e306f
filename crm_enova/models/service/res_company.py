from odoo import fields, models

# Whoever works with service orders, and whoever sets it.
SETTING_READERS = "crm_enova.crm_enova_group_own,base.group_system"


class ResCompany(models.Model):
    """What an hour of service costs and brings, and how inspections are planned."""

    _inherit = "res.company"

    # companies are read by everybody, visitors of the website included
    enova_hour_rate = fields.Monetary(
        string="Price of an hour of service",
        groups=SETTING_READERS,
        help="What new service orders begin with.",
    )
    enova_hour_cost = fields.Monetary(
        string="Cost of an hour of service",
        groups=SETTING_READERS,
        help="What new service orders begin with.",
    )
    enova_work_product_id = fields.Many2one(
        "product.product",
        string="Product of the work",
        check_company=True,
        ondelete="restrict",
        groups=SETTING_READERS,
        domain="[('type', '=', 'service'), ('sale_ok', '=', True)]",
        help="Sells the hours of service orders. Left empty, the first quotation of an"
        " order makes one.",
    )
    enova_inspection_days = fields.Integer(
        string="Days before an inspection",
        default=14,
        groups=SETTING_READERS,
        help="So long before its day a task or an order is made.",
    )
    enova_inspection_makes = fields.Selection(
        [("task", "A task"), ("order", "A service order")],
        string="An inspection becomes",
        default="task",
        required=True,
        groups=SETTING_READERS,
    )

    _enova_hour_rates_positive = models.Constraint(
        "CHECK (enova_hour_rate >= 0 AND enova_hour_cost >= 0)",
        "Price and cost of an hour cannot be negative.",
    )
    _enova_inspection_days_sane = models.Constraint(
        "CHECK (enova_inspection_days BETWEEN 0 AND 365)",
        "Inspections are planned from 0 to 365 days before.",
    )

    def _enova_work_product(self):
        """Return the product that sells hours of work; make it when there is none."""
        # sudo: whoever sells the first hour need not keep products and settings
        company = self.sudo()
        if not company.enova_work_product_id:
            hour = self.env.ref("uom.product_uom_hour")
            company.enova_work_product_id = company.env["product.product"].create(
                {
                    "name": self.env._("Service work"),
                    "type": "service",
                    "uom_id": hour.id,
                    "invoice_policy": "order",
                    "list_price": company.enova_hour_rate,
                    "company_id": company.id,
                    "purchase_ok": False,
                }
            )
        return company.enova_work_product_id.with_env(self.env)
