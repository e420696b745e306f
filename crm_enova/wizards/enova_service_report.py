from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import is_id


class EnovaServiceReport(models.TransientModel):
    """What a technician writes down at the client's: work, meter, signature."""

    _name = "enova.service.report"
    _inherit = ["enova.guard.mixin"]
    _description = "Service report"

    order_id = fields.Many2one(
        "repair.order", string="Service order", required=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("work", "Report of work"),
            ("accepted", "Protocol of acceptance"),
            ("returned", "Protocol of return"),
        ],
        required=True,
        default="work",
    )
    has_device = fields.Boolean(compute="_compute_has_device")
    condition = fields.Text(string="Condition and accessories")
    diagnosis = fields.Text()
    solution = fields.Text()
    hours = fields.Float(string="Hours of work")
    meter_hours = fields.Float(string="Meter of working hours")
    end_order = fields.Boolean(
        string="The repair is done", help="Ends the order when the report is saved."
    )
    signed_by = fields.Char(string="Name of who signs")
    signature = fields.Image(max_width=1024, max_height=1024)

    _hours_sane = models.Constraint(
        "CHECK (hours BETWEEN 0 AND 1000)", "Hours of work are from 0 to 1,000."
    )

    @api.depends("order_id")
    def _compute_has_device(self):
        """Only a device has a meter."""
        for report in self:
            report.has_device = bool(report.order_id.device_id)

    @api.model
    def default_get(self, fields):
        """Go on from what was written before, as far as one may read the order."""
        values = super().default_get(fields)
        order_id = values.get("order_id")
        order = self.env["repair.order"].browse([order_id] if is_id(order_id) else [])
        for readable in order.exists()._filtered_access("read"):
            for name in {"condition", "diagnosis", "solution"} & set(fields):
                values.setdefault(name, readable[name])
        return values

    def action_save(self):
        """Write it down on the order, sign, and end the repair where it is done.

        :return: dict, the action that closes the window, or what core asks by
        :raises UserError: when nothing says what was done, or a signature lacks a name
        """
        self.ensure_one()
        order = self.order_id._for_technician()
        self._write_texts(order)
        if self.hours:
            self.order_id._log_work(self.hours, self.solution)
        if self.meter_hours and order.device_id:
            order.device_id.write(
                {"reading_ids": [fields.Command.create(self._reading_values(order))]}
            )
        if self.kind != "work" or self.signature or self.signed_by:
            kind = "returned" if self.kind == "work" else self.kind
            self.order_id.action_sign(
                kind, (self.signature or b"").decode(), self.signed_by or ""
            )
        result = True
        if self.end_order:
            result = self._end(order)
        close = {"type": "ir.actions.act_window_close"}
        return result if isinstance(result, dict) else close

    def _write_texts(self, order):
        """Write what was typed; nothing that stands there is blanked by it."""
        names = ("condition",)
        if self.kind == "work":
            names = ("diagnosis", "solution")
        elif self.kind == "returned":
            names = ("solution",)
        values = {
            name: self[name]
            for name in names
            if self[name] and self[name] != order[name]
        }
        if values:
            if order.state == "cancel":
                raise UserError(
                    self.env._("%s is cancelled. Open it again first.", order.name)
                )
            order.write(values)

    def _reading_values(self, order):
        return {
            "value": self.meter_hours,
            "user_id": self.env.uid,
            "note": order.name,
        }

    def _end(self, order):
        """End the repair, once it says what was done."""
        if not order.solution:
            raise UserError(
                self.env._(
                    "%s: write down what was done before you end it.", order.name
                )
            )
        if order.state in ("draft", "confirmed"):
            self.order_id.action_service_start()
        return self.order_id.action_service_end()
