from odoo import api, fields, models

from ..base.context import PARTS_KEPT
from .stock_location import CONSUMPTION
from .stock_picking import CLOSED

TECHNICIANS = "crm_enova.crm_enova_group_technician"
# By which a part says what it has cost.
MONEY = frozenset(
    {
        "enova_net_value",
        "price_unit",
        "remaining_value",
        "standard_price",
        "value",
        "value_computed_justification",
        "value_justification",
        "value_manual",
    }
)


class StockMove(models.Model):
    """Parts of service orders, which leave the stock by internal issues (RW).

    Core gives the part of an order no transfer: a move with both is on an issue of
    ours, and follows it, not the order.
    """

    _name = "stock.move"
    _inherit = ["stock.move", "enova.company.check.mixin"]

    enova_net_quantity = fields.Float(
        string="Quantity less returns",
        compute="_compute_enova_net",
        recursive=True,
        # sudo: returns have no order, by which a technician sees the parts they are of
        compute_sudo=True,
        digits="Product Unit",
        help="Moved, in the unit of the product, less what has come back.",
    )
    enova_net_value = fields.Monetary(
        string="Value less returns",
        compute="_compute_enova_net",
        recursive=True,
        compute_sudo=True,
        currency_field="company_currency_id",
    )

    @api.depends(
        "state",
        "quantity",
        "product_uom",
        "value",
        "returned_move_ids.enova_net_quantity",
        "returned_move_ids.enova_net_value",
    )
    def _compute_enova_net(self):
        """Take what has come back from what was moved; returns may be returned."""
        for move in self:
            quantity = value = 0
            if move.state == "done":
                unit = move.product_id.uom_id
                quantity = move.product_uom._compute_quantity(
                    move.quantity, unit, rounding_method="HALF-UP"
                )
                value = move.value
            back = move.returned_move_ids
            move.enova_net_quantity = quantity - sum(back.mapped("enova_net_quantity"))
            move.enova_net_value = value - sum(back.mapped("enova_net_value"))

    @api.model
    def _has_field_access(self, field, operation):
        """Keep what parts cost from those who read moves as technicians alone."""
        if not super()._has_field_access(field, operation):
            return False
        if field.name not in MONEY or self.env.su:
            return True
        user = self.env.user
        return (
            not user.has_group(TECHNICIANS)
            or self.browse().has_access("write")
            or user.has_group("account.group_account_readonly")
        )

    # -- parts follow their issue -----------------------------------------------------

    def _on_issue(self):
        """Return the parts of orders that are on an internal issue."""
        return self.filtered(lambda move: move.repair_id and move.picking_id)

    def _settled(self):
        """Return the parts whose places an edit of the order must not move."""
        return self._on_issue() | self.filtered(
            lambda move: move.repair_id and move.state == "done"
        )

    def _place(self, name):
        """Return the place of a part on an issue: its own, if that is inside."""
        place, wanted = self[name], self.picking_id[name]
        if place and (self.state in CLOSED or not wanted or place._child_of(wanted)):
            return place
        return wanted

    @api.depends("picking_id.location_id")
    def _compute_location_id(self):
        """Take parts from where their issue takes them."""
        settled = self._settled()
        for move in settled:
            move.location_id = move._place("location_id")
        others = self - settled
        # core looks for places even for none
        return super(StockMove, others)._compute_location_id() if others else None

    @api.depends("picking_id.location_dest_id")
    def _compute_location_dest_id(self):
        """Use parts up where their issue does."""
        settled = self._settled()
        for move in settled:
            move.location_dest_id = move._place("location_dest_id")
        others = self - settled
        # core looks for places even for none
        return super(StockMove, others)._compute_location_dest_id() if others else None

    @api.depends("picking_id.picking_type_id")
    def _compute_picking_type_id(self):
        """Count a part among the operations of its issue."""
        parts = self._on_issue()
        for move in parts:
            move.picking_type_id = move.picking_id.picking_type_id
        return super(StockMove, self - parts)._compute_picking_type_id()

    @api.depends("picking_id.name", "repair_id")
    def _compute_reference(self):
        """Name the document by which a part leaves the stock."""
        parts = self._on_issue()
        for move in parts:
            move.reference = move.picking_id.name
        return super(StockMove, self - parts)._compute_reference()

    def _set_repair_locations(self):
        """Let an edit of the order move no part that is on an issue, or used."""
        return super(StockMove, self - self._settled())._set_repair_locations()

    # -- the way through -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Let what is added to an issue by hand be a part of its order."""
        moves = super().create(self._add_orders_of_issues(vals_list))
        for issue, parts in moves._on_issue().grouped("picking_id").items():
            # core has just given them the type of the order
            parts.picking_type_id = issue.picking_type_id
        return moves

    def write(self, vals):
        """Take a part off its issue when it is no longer used up."""
        if not self or self._has_moment(vals):
            # core writes to none of them thirty times while it moves three
            return True
        if vals.get("repair_line_type", "add") != "add":
            self._detach_from_issue()
        return super().write(vals)

    def _has_moment(self, vals):
        """Tell whether nothing is written but the moment that these parts have.

        Core gives it to all moves of a transfer once more when the transfer is done.
        """
        return (
            len(vals) == 1
            and "date" in vals
            and all(
                move.repair_id and move.picking_id and move.date == vals["date"]
                for move in self
            )
        )

    def unlink(self):
        """Leave no issue behind that holds nothing."""
        issues = self._on_issue().picking_id
        result = super().unlink()
        issues.exists().filtered(lambda issue: not issue.move_ids).action_cancel()
        return result

    @api.model
    def _add_orders_of_issues(self, vals_list):
        """Return values with the order of the issue that a line is added to."""
        added = [
            vals
            for vals in vals_list
            if vals.get("picking_id")
            and not vals.get("repair_id")
            and not vals.get("origin_returned_move_id")
        ]
        ids = {vals["picking_id"] for vals in added}
        # sudo: the order that a line belongs to, whoever adds it to the transfer
        issues = self.env["stock.picking"].sudo().browse(ids)
        issues = issues.filtered(lambda p: p.is_internal_issue and p.service_order_id)
        orders = {issue.id: issue.service_order_id for issue in issues}
        orders = {
            id_: order for id_, order in orders.items() if order.state != "cancel"
        }
        if not orders:
            return vals_list
        filled = list(vals_list)
        for place, vals in enumerate(vals_list):
            if vals in added and vals["picking_id"] in orders:
                order = orders[vals["picking_id"]]
                part = {"repair_id": order.id, "repair_line_type": "add"}
                filled[place] = {**vals, **part}
        return filled

    # -- on and off an issue ---------------------------------------------------------

    def _to_issue(self):
        """Return the parts that are still to be issued: of the lines *add* alone."""
        return self.filtered(
            lambda move: (
                move.repair_id
                and move.repair_line_type == "add"
                and not move.picking_id
                and move.state not in (*CLOSED, "draft")
                and (move.product_uom_qty > 0 or move.quantity > 0)
            )
        )

    def _attach_to_issue(self, issue):
        """Put parts on an issue; their places are those of the issue already."""
        self.picking_id = issue
        self.move_line_ids.picking_id = issue

    def _move_to_places(self, source, target):
        """Let parts be taken from a place, and used up in another.

        What was reserved elsewhere is given back, and reserved there.
        """
        now = fields.Datetime.now()
        values = {}
        if any(part.location_id != source for part in self):
            values["location_id"] = source.id
        if any(part.location_dest_id != target for part in self):
            values["location_dest_id"] = target.id
        if any(part.date.date() < now.date() for part in self):
            # the day of the order may lie in a locked period by now
            values["date"] = now
        if values:
            self.write(values)

    def _detach_from_issue(self):
        """Give parts back to their orders, as they were before the issue."""
        parts = self._on_issue().filtered(lambda move: move.state not in CLOSED)
        parts.move_line_ids.write({"picking_id": False, "picked": False})
        for values, moves in parts.grouped(
            lambda part: part.repair_id._places_of_parts()
        ).items():
            moves.write({"picking_id": False, **dict(values)})

    def _split_off_missing(self):
        """Split parts into what is there and what is not; return the latter.

        Created, not copied: a copy of a part loses its line of the sale.
        """
        short = self.filtered(
            lambda p: p.product_uom.compare(p.quantity, p.product_uom_qty) < 0
        )
        if not short:
            return short
        rest = self.create(
            [p._missing_vals(p.product_uom_qty - p.quantity) for p in short]
        )
        rest.filtered(lambda m: m.state == "draft")._action_confirm(merge=False)
        for part, further in zip(short, rest, strict=True):
            # the sum of the sale stays what it is: first more, then less
            part.with_context(do_not_unreserve=True).product_uom_qty = part.quantity
            further.picking_id = part.picking_id
        short._recompute_state()
        return rest

    def _missing_vals(self, quantity):
        """Return the values of a part for what is missing of this one."""
        [values] = self.copy_data({"product_uom_qty": quantity})
        return {
            **values,
            "repair_id": self.repair_id.id,
            "repair_line_type": self.repair_line_type,
            "sale_line_id": self.sale_line_id.id,
            # core would put both together again while they are on one transfer
            "picking_id": False,
            "location_id": self.location_id.id,
            "location_dest_id": self.location_dest_id.id,
            "date": self.date,
            "date_deadline": self.date_deadline,
            "price_unit": self.price_unit,
        }

    def _returns(self):
        """Return what has come back of these, what was returned of that, and so on."""
        found, back = {}, self.returned_move_ids
        while back:
            found |= dict.fromkeys(back.ids)
            further = back.returned_move_ids.ids
            back = self.browse(id_ for id_ in further if id_ not in found)
        return self.browse(found)

    def _returned_parts(self):
        """Return the parts of orders that returns have brought back, if any."""
        found, back = {}, self.origin_returned_move_id
        while back:
            found |= dict.fromkeys(back.ids)
            earlier = back.origin_returned_move_id.ids
            back = self.browse(id_ for id_ in earlier if id_ not in found)
        return self.browse(found).filtered("repair_id")

    # -- what core does at the end --------------------------------------------------

    def _action_done(self, cancel_backorder=False):
        """Leave alone what an issue has used up: core would value it once more."""
        used = self.filtered(lambda move: move.repair_id and move.state == "done")
        return super(StockMove, self - used)._action_done(
            cancel_backorder=cancel_backorder
        )

    def _skip_push(self):
        """Look for no rule that carries on what has been used up."""
        return bool(self._on_issue()) or super()._skip_push()

    def _trigger_assign(self):
        """Reserve nothing for others where parts were used up: nobody takes from there.

        Core asks for it whenever a transfer of the kind *internal* ends.
        """
        parts = self._on_issue().filtered(
            lambda move: move.location_dest_id.usage in CONSUMPTION
        )
        return super(StockMove, self - parts)._trigger_assign()

    def _update_orderpoints(self):
        """Ask once for a product and its places, not for each of a thousand moves."""
        distinct = self.grouped(
            lambda move: (move.product_id, move.location_id, move.location_dest_id)
        )
        ids = [moves[:1].id for moves in distinct.values()]
        return super(StockMove, self.browse(ids))._update_orderpoints()

    def _action_cancel(self):
        """Keep what was issued when its order is cancelled: it can be returned."""
        moves = self
        if PARTS_KEPT.is_on(self.env):
            moves = self.filtered(lambda m: not (m.repair_id and m.state == "done"))
        return super(StockMove, moves)._action_cancel()

    # -- the sale ---------------------------------------------------------------------

    def _create_repair_sale_order_line(self):
        """Let a storekeeper add to an issue what is then sold."""
        parts = self._on_issue() if self else self
        if parts:
            # sudo: the line of the sale follows from the part, whoever adds it
            parts = parts.sudo()
            unsold = parts.filtered(
                lambda part: part.repair_id.sale_order_id and not part.sale_line_id
            )
            super(StockMove, unsold)._create_repair_sale_order_line()
            # what has come back by now is not sold
            for line in unsold.filtered("returned_move_ids").sale_line_id:
                [quantity] = line._prepare_qty_delivered().values()
                line.write({"product_uom_qty": quantity, "qty_delivered": quantity})
        return super(StockMove, self - parts)._create_repair_sale_order_line()

    def _clean_repair_sale_order_line(self):
        """Take from a line of the sale no more than what these parts were of it."""
        shared = self._lines_of_several_parts()
        for line in shared:
            line._order_parts(without=self)
        alone = self.filtered(lambda move: move.sale_line_id not in shared)
        return super(StockMove, alone)._clean_repair_sale_order_line()

    def _update_repair_sale_order_line(self):
        """Order the sum of what is left of the parts of a line."""
        if not self:
            return super()._update_repair_sale_order_line()
        shared = self._lines_of_several_parts()
        for line in shared:
            line._order_parts()
        alone = self.filtered(lambda move: move.sale_line_id not in shared)
        result = super(StockMove, alone)._update_repair_sale_order_line()
        # core takes the price anew with the quantity, under warranty too
        covered = self.repair_id.filtered("under_warranty").move_ids & self
        covered.sale_line_id.write({"price_unit": 0, "technical_price_unit": 0})
        return result

    def _lines_of_several_parts(self):
        """Return the lines of sales that more than one part belongs to."""
        lines = self.filtered("repair_id").sale_line_id
        return lines.filtered(lambda line: len(line.move_ids.filtered("repair_id")) > 1)

    def _used_parts(self):
        """Return the parts of orders that have left the stock."""
        return self.filtered(lambda move: move.repair_id and move.state == "done")

    def _sold_quantity(self, unit):
        """Return how much of one move stays with the client, in a unit.

        A return counts unless whoever made it has said that the sale stays as it is.
        """
        if self.state != "done":
            return 0
        quantity = self.product_uom._compute_quantity(
            self.quantity, unit, rounding_method="HALF-UP"
        )
        back = self.returned_move_ids.filtered("to_refund")
        return quantity - sum(move._sold_quantity(unit) for move in back)

    def _list_price(self):
        """Return what one part is sold at without a quotation."""
        quantity = self.enova_net_quantity if self.state == "done" else self.product_qty
        return quantity * self.product_id.lst_price

    def _protocol_quantity(self):
        """Return how much of one part the client gets, in its own unit."""
        if self.state != "done":
            return self.product_uom_qty
        return self.product_id.uom_id._compute_quantity(
            self.enova_net_quantity, self.product_uom, rounding_method="HALF-UP"
        )
