from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.contractor.enova_caretaker import ROLES


class EnovaCaretakerAssign(models.TransientModel):
    """Put one person, or several in equal parts, in charge of many contractors."""

    _name = "enova.caretaker.assign"
    _description = "Assign caretakers"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Contractors",
        required=True,
        default=lambda self: self._default_partner_ids(),
    )
    partner_count = fields.Integer(compute="_compute_overlap")
    overlap_count = fields.Integer(
        string="Already have one in these days", compute="_compute_overlap"
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Caretakers",
        required=True,
        domain="[('share', '=', False)]",
        help="Several people share the selection evenly.",
    )
    role = fields.Selection(ROLES, required=True, default="main")
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="To", help="The last day; empty for an open end.")
    reason = fields.Char()
    overlap = fields.Selection(
        [
            ("replace", "Replace: end the period that is there"),
            ("keep", "Keep: fill only the days that are free"),
            ("skip", "Skip these contractors"),
        ],
        string="Where there is one",
        required=True,
        default="replace",
    )
    move_tasks = fields.Boolean(
        string="Hand over open tasks, projects and reservations",
        help="What the previous main caretaker has open with these contractors goes to"
        " the new one. Private tasks stay.",
    )

    @api.model
    def _default_partner_ids(self):
        if self.env.context.get("active_model") != "res.partner":
            return self.env["res.partner"]
        selected = self.env["res.partner"].browse(self.env.context.get("active_ids"))
        return selected.commercial_partner_id

    @api.depends("partner_ids", "role", "date_from", "date_to")
    def _compute_overlap(self):
        """Tell before it is done how many have one in these days."""
        for wizard in self:
            wizard.partner_count = len(wizard.partner_ids)
            wizard.overlap_count = len(wizard._overlapping().partner_id)

    def _overlapping(self):
        """Return the periods of the same role in the days that are asked for."""
        domain = [
            ("partner_id", "in", self.partner_ids.ids),
            ("role", "=", self.role),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", self.date_from),
        ]
        if self.role == "deputy":
            domain = [("user_id", "in", self.user_ids.ids), *domain]
        if self.date_to:
            domain = [("date_from", "<=", self.date_to), *domain]
        return self.env["enova.caretaker"].search(domain)

    def action_confirm(self):
        """Assign, in one transaction, and hand the open tasks over if wanted."""
        self.ensure_one()
        if not self.user_ids:
            raise UserError(self.env._("Choose at least one person."))
        partners = self.partner_ids.commercial_partner_id
        partners.check_access("write")
        previous = {partner.id: partner.user_id.id for partner in partners}
        taken = self._overlapping()
        if self.overlap == "skip":
            partners -= taken.partner_id
        periods = self.env["enova.caretaker"].with_context(enova_caretaker_later=True)
        if self.overlap == "replace":
            taken.with_env(periods.env)._make_room(self.date_from, self.date_to)
            taken = taken.browse()
        periods.create(self._prepare_period_vals(partners, taken))
        periods._apply(partners.ids)
        if self.move_tasks and self.role == "main":
            self._hand_over(partners, previous)
        return {"type": "ir.actions.act_window_close"}

    def _prepare_period_vals(self, partners, taken):
        """Return the values of the new periods, the selection shared out evenly.

        :param taken: periods that stay; only the days around them are filled
        """
        busy = taken.grouped("partner_id")
        rows = []
        for place, partner in enumerate(partners):
            user = self.user_ids[place % len(self.user_ids)]
            stay = busy.get(partner, taken.browse())
            for first, last in stay._free_days(self.date_from, self.date_to):
                rows.append(
                    {
                        "partner_id": partner.id,
                        "user_id": user.id,
                        "role": self.role,
                        "date_from": first,
                        "date_to": last,
                        "reason": self.reason,
                    }
                )
        return rows

    def _hand_over(self, partners, previous):
        """Give open work of the previous main caretakers to the new ones."""
        by_change = {}
        for partner in partners:
            old, new = previous[partner.id], partner.user_id.id
            if old and new and old != new:
                by_change.setdefault((old, new), []).append(partner.id)
        for (old, new), partner_ids in by_change.items():
            work = [
                ("commercial_partner_id", "in", partner_ids),
                ("user_id", "=", old),
                ("state", "in", ("planned", "in_progress")),
            ]
            tasks = self.env["enova.activity"].search([*work, ("private", "=", False)])
            tasks.write({"user_id": new})
            self.env["enova.project"].search(work).write({"user_id": new})
            reservations = self.env["enova.reservation"]._coming_of(old)
            reservations.filtered(
                lambda one, ids=partner_ids: (
                    one.partner_id.commercial_partner_id.id in ids
                )
            ).write({"user_id": new})
