from odoo import api, fields, models
from odoo.exceptions import UserError

from .repair_order import SERVICE_USERS

# What core does to come from one state into the next.
STEPS = {
    ("draft", "confirmed"): "action_validate",
    ("draft", "under_repair"): "action_repair_start",
    ("confirmed", "under_repair"): "action_repair_start",
    ("under_repair", "done"): "action_repair_end",
    ("draft", "cancel"): "action_repair_cancel",
    ("confirmed", "cancel"): "action_repair_cancel",
    ("under_repair", "cancel"): "action_repair_cancel",
    ("cancel", "draft"): "action_repair_cancel_draft",
}


class RepairOrder(models.Model):
    """Our own stages beside core's states: each stage stands for one of them."""

    _inherit = "repair.order"

    enova_stage_id = fields.Many2one(
        "enova.service.stage",
        string="Stage",
        compute="_compute_enova_stage_id",
        store=True,
        readonly=False,
        copy=False,
        index=True,
        ondelete="restrict",
        tracking=True,
        group_expand="_group_expand_enova_stages",
        groups=SERVICE_USERS,
        domain="[('active', '=', True)]",
    )

    @api.depends("state")
    def _compute_enova_stage_id(self):
        """Keep a stage that stands for the state; else take the first that does."""
        stages = self.env["enova.service.stage"].search([("state", "!=", False)])
        first = {}
        for stage in stages:
            first.setdefault(stage.state, stage)
        for order in self:
            if order.enova_stage_id.state != order.state:
                order.enova_stage_id = first.get(order.state)

    @api.model
    def _group_expand_enova_stages(self, stages, domain):
        """Show the empty columns of the board, too."""
        return stages.search([("state", "!=", False)])

    def _enova_apply_effects(self, change):
        """Take the step that a stage stands for, also one that is entered with it."""
        result = super()._enova_apply_effects(change)
        if change.touches("enova_stage_id"):
            self._follow_stage()
        return result

    def _follow_stage(self):
        """Confirm, start, end, cancel or reopen the orders that their stage says so.

        :raises UserError: for an order that has to go through another stage first
        """
        stage = self._fields["enova_stage_id"]
        for state, orders in self.grouped("state").items():
            for wanted, moved in orders.grouped(
                lambda order: order.enova_stage_id.state
            ).items():
                if not wanted or wanted == state:
                    continue
                step = STEPS.get((state, wanted))
                if not step:
                    raise UserError(moved._no_step_text())
                # the stage is chosen: no state on the way there brings another
                with self.env.protecting([stage], moved):
                    moved._take_step(step)

    def _take_step(self, step):
        """Take one of core's steps, one by one where core does."""
        if step != "action_validate":
            getattr(self, step)()
            return
        for order in self:
            order.action_validate()
            if order.state == "draft":
                # core asks in a window, which a moved card cannot show
                raise UserError(
                    self.env._(
                        "%s: the product to repair is not in stock. Confirm the order"
                        " by the button of its form.",
                        order.display_name,
                    )
                )

    def _no_step_text(self):
        """Say from where to where an order cannot go at once."""
        order = self[0]
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(order)s is in the state “%(state)s” and cannot come into the stage"
            " “%(stage)s” at once.",
            order=order.display_name,
            state=labels[order.state],
            stage=order.enova_stage_id.display_name,
        )
