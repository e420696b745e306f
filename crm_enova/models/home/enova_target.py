from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..service.enova_activity import ORDER_READERS
from .person_figures import amounts_of_orders, share_of


class EnovaTarget(models.Model):
    """What one person is to bring in a month, in a company."""

    _name = "enova.target"
    _inherit = ["enova.guard.mixin"]
    _description = "Target of a person"
    _order = "month desc, user_id, id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        check_company=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="Any day stands for its month.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # sudo (as related fields are): a currency alone, and core adds up no money without
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        string="Planned orders", help="Net amount of confirmed orders that is wanted."
    )
    contacts = fields.Integer(
        string="Planned contacts", help="How many contacts are wanted; 0: any number."
    )
    ordered = fields.Monetary(
        compute="_compute_ordered",
        groups=ORDER_READERS,
        help="Net amounts of the person's confirmed orders of the month, of those you"
        " see.",
    )
    share = fields.Float(
        string="Plan reached",
        compute="_compute_ordered",
        groups=ORDER_READERS,
        aggregator=None,
        help="In percent.",
    )

    _one_a_month = models.UniqueIndex(
        "(user_id, company_id, month)",
        "A person has one target a month. Change the one that is there.",
    )
    _first_day = models.Constraint(
        "CHECK (EXTRACT(day FROM month) = 1)", "A target is for a whole month."
    )
    _nothing_negative = models.Constraint(
        "CHECK (amount >= 0 AND contacts >= 0)", "A target cannot be negative."
    )

    @api.depends("user_id", "month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Name person and month."""
        for target in self:
            # sudo: the name on a target that the reader reads
            name = target.user_id.sudo().name or ""
            month = target.month and format_date(
                self.env, target.month, date_format="LLLL yyyy"
            )
            target.display_name = f"{name}, {month}" if month else name

    @api.depends("user_id", "month", "company_id", "amount")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_ordered(self):
        """Add up the orders of all these people and months in one query."""
        sums = {}
        months = [target.month for target in self if target.month]
        if months and self.env["sale.order"].has_access("read"):
            # a day more at both ends, for months begin by the clock of the reader
            first = min(months) + relativedelta(days=-1)
            after = max(months) + relativedelta(months=1, days=1)
            domain = Domain("state", "=", "sale")
            domain &= Domain("user_id", "in", self.user_id.ids)
            domain &= Domain("date_order", ">=", first)
            domain &= Domain("date_order", "<", after)
            sums = amounts_of_orders(
                self.env, domain, "user_id", "company_id", "date_order:month"
            )
        by_ids = {
            (user.id, company.id, month.date()): amount
            for (user, company, month), amount in sums.items()
        }
        for target in self:
            key = (target.user_id.id, target.company_id.id, target.month)
            target.ordered = by_ids.get(key, 0)
            target.share = share_of(target.ordered, target.amount) or 0

    @api.model_create_multi
    def create(self, vals_list):
        """Let any day stand for its month."""
        return super().create([self._of_month(vals) for vals in vals_list])

    def write(self, vals):
        """Let any day stand for its month."""
        return super().write(self._of_month(vals))

    @api.model
    def _of_month(self, vals):
        """Return the values with the first day of their month."""
        if not vals.get("month"):
            return vals
        return {**vals, "month": fields.Date.to_date(vals["month"]).replace(day=1)}

    @api.onchange("month")
    def _onchange_month(self):
        """Show the month as it will be kept."""
        self.month = self.month and self.month.replace(day=1)

    def action_repeat(self):
        """Give the same people the same targets for the month after.

        Where there is one already, it stays.

        :return: dict, the action that shows the list anew
        """
        later = {target: target.month + relativedelta(months=1) for target in self}
        taken = {
            (target.user_id, target.company_id, target.month)
            for target in self.search(
                [
                    ("user_id", "in", self.user_id.ids),
                    ("month", "in", list(set(later.values()))),
                ]
            )
        }
        self.create(
            [
                {
                    "user_id": target.user_id.id,
                    "company_id": target.company_id.id,
                    "month": month,
                    "amount": target.amount,
                    "contacts": target.contacts,
                }
                for target, month in later.items()
                if (target.user_id, target.company_id, month) not in taken
            ]
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
