from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..base.arguments import optional, read_arguments, record_id
from ..base.ruled_search import search_under_rules
from .enova_activity import SERVICE_ORDER_READERS
from .stock_picking import CLOSED, QUIET


class RepairOrder(models.Model):
    """Internal issues (RW) of a service order: its own parts on transfers of the stock.

    Whoever issues needs no right to the stock: the methods here check who asks, and
    then act as the system. What was issued is used once, whether the order ends first
    or the storekeeper confirms the issue.
    """

    _inherit = "repair.order"

    issue_ids = fields.One2many(
        "stock.picking",
        "service_order_id",
        string="Internal issues (RW)",
        domain=[("picking_type_id.is_internal_issue", "=", True)],
        groups=SERVICE_ORDER_READERS,
        search=search_under_rules("issue_ids"),
    )
    issue_count = fields.Integer(
        string="Internal issues count",
        compute="_compute_issue_figures",
        groups=SERVICE_ORDER_READERS,
    )
    parts_to_issue = fields.Boolean(
        string="Parts to issue",
        compute="_compute_issue_figures",
        groups=SERVICE_ORDER_READERS,
    )
    parts_issued = fields.Boolean(
        string="Parts issued",
        compute="_compute_issue_figures",
        groups=SERVICE_ORDER_READERS,
        help="Some of its parts are used, and have not come back.",
    )
    has_van = fields.Boolean(compute="_compute_has_van", groups=SERVICE_ORDER_READERS)

    @api.depends("issue_ids", "move_ids.state", "move_ids.enova_net_quantity")
    def _compute_issue_figures(self):
        """Count the issues, and see what can still be issued or returned."""
        groups = self.env["stock.picking"]._read_group(
            [
                ("service_order_id", "in", self.ids),
                ("picking_type_id.is_internal_issue", "=", True),
            ],
            ["service_order_id"],
            ["__count"],
        )
        counted = dict(groups)
        for order in self:
            parts = order.move_ids
            open_order = order.state not in CLOSED
            order.issue_count = counted.get(order._origin, 0)
            order.parts_to_issue = open_order and any(
                part.repair_line_type == "add"
                and part.state not in CLOSED
                and (not part.picking_id or part.quantity)
                for part in parts
            )
            order.parts_issued = any(
                part.picking_id and part.enova_net_quantity > 0 for part in parts
            )

    @api.depends_context("uid")
    def _compute_has_van(self):
        """Tell whether the reader has a van in the company of the order."""
        for company, orders in self.grouped("company_id").items():
            van = self.env["stock.location"]._own_van(company)
            orders.has_van = bool(van)

    # -- what people do ---------------------------------------------------------------

    @read_arguments(location_id=optional(record_id))
    def action_issue_parts(self, location_id=None):
        """Issue the parts that nobody has issued, by one internal issue (RW) an order.

        With the right to the stock, or from one's own van, what is there is used at
        once; the rest waits in the warehouse.

        :param int location_id: a place inside the stock, instead of the order's own
        :return: dict, the action that the client runs next
        :raises UserError: when there is nothing left to issue
        """
        issues = self._issue_as_system(location_id)
        issues.filtered(self._may_confirm)._confirm_issue()
        return issues.sudo(self.env.su)._open_issues()

    def action_issue_parts_from_van(self):
        """Issue the parts from the van of whoever asks.

        :return: dict, the action that the client runs next
        """
        place = self.env["stock.location"]._own_van(self.company_id[:1])
        if not place:
            raise UserError(
                self.env._(
                    "No van is yours. Ask the storekeeper to enter you as technician of"
                    " a location."
                )
            )
        return self.action_issue_parts(location_id=place.id)

    def action_open_issues(self):
        """Open the internal issues of the order.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.issue_ids._open_issues()

    def action_return_parts(self):
        """Open core's window to return parts, or the issues to choose one of.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        used = self.move_ids.filtered(lambda part: part.enova_net_quantity > 0)
        issues = used.picking_id.filtered(lambda issue: issue.state == "done")
        if not issues:
            raise UserError(
                self.env._("%s: no parts are used that could come back.", self.name)
            )
        if len(issues) > 1:
            return issues._open_issues()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.act_stock_return_picking"
        )
        context = {"active_model": issues._name, "active_id": issues.id}
        return {**action, "context": {**context, "active_ids": issues.ids}}

    # -- who may --------------------------------------------------------------------

    def _may_confirm(self, issue):
        """Tell whether whoever asks may use up what an issue holds.

        :param issue: of the superuser
        """
        keeper = self.env.su or self.env.user.has_group("stock.group_stock_user")
        return keeper or issue.location_id._is_van_of(self.env.user)

    # -- issuing --------------------------------------------------------------------

    def _issue_as_system(self, location_id=None):
        """Put all parts that are left on issues; return these and the open ones.

        :param location_id: a place to take them from, instead of the orders'
        :return: transfers, of the superuser
        """
        if not self.env.su:
            self._check_technician()
        source = self._source(location_id)
        # sudo: checked above; parts, transfers and sales follow from the orders
        orders = self.sudo()
        orders._lock_orders()
        self._refuse_cancelled()
        issue_ids = []
        for company, group in orders.grouped("company_id").items():
            group = group.with_company(company)
            if draft := group.filtered(lambda o: o.state == "draft"):
                draft._action_repair_confirm()
            parts = group.move_ids._to_issue()
            issue_ids += group._issue_parts(parts, source).ids
            if missing := parts.filtered(lambda part: part.state != "assigned"):
                missing._action_assign()
        waiting = orders.move_ids._on_issue().filtered(lambda m: m.state not in CLOSED)
        issue_ids += waiting.picking_id.ids
        # sudo: as above
        issues = self.env["stock.picking"].sudo().browse(dict.fromkeys(issue_ids))
        if not issues:
            raise UserError(
                self.env._(
                    "Nothing is left to issue of %s. Add parts to use, and issue them"
                    " then.",
                    ", ".join(self.mapped("name")[:5]),
                )
            )
        return issues

    def _source(self, location_id):
        """Return the place in the stock that parts are to be taken from, if one is."""
        places = self.env["stock.location"]
        if not location_id:
            return places
        place = places.search([("id", "=", location_id), ("usage", "=", "internal")])
        if not place:
            raise UserError(self.env._("Choose a place inside the stock."))
        return place

    def _lock_orders(self):
        """Let two people issue, or end, one after the other.

        The second waits, and then begins anew with what the first has left: the rows
        are not only locked, but changed.
        """
        self.flush_recordset()
        ids = tuple(self.ids) or (0,)
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_order AS service SET write_date = service.write_date
                  FROM (SELECT id FROM repair_order WHERE id IN %s
                         ORDER BY id FOR UPDATE) AS locked
                 WHERE locked.id = service.id
                """,
                ids,
            )
        )

    def _refuse_cancelled(self):
        """Refuse to issue parts of what is cancelled."""
        for order in self:
            if order.state == "cancel":
                raise UserError(
                    self.env._(
                        "%s is cancelled. Reopen it before you issue its parts.",
                        order.name,
                    )
                )

    @api.model
    def _issue_parts(self, parts, source=None):
        """Make an issue for each order and place of some parts; return the issues.

        :param parts: stock moves of orders, not on an issue yet
        :param source: a place to take all of them from
        """
        groups = parts.grouped(
            lambda part: (part.repair_id, source or part.location_id)
        )
        quiet = self.env["stock.picking"].with_context(**QUIET)
        vals_list = [order._issue_vals(place) for order, place in groups]
        issues = quiet.create(vals_list).with_env(self.env)
        for places, moves in parts.grouped(
            lambda part: (
                source or part.location_id,
                part.repair_id._issue_type().default_location_dest_id,
            )
        ).items():
            moves._move_to_places(*places)
        for issue, moves in zip(issues, groups.values(), strict=True):
            moves.with_context(**QUIET)._attach_to_issue(issue)
        return issues

    def _issue_type(self):
        """Return the operation type by which the order's warehouse issues parts.

        :raises UserError: when the warehouse has none
        """
        warehouse = self.picking_type_id.warehouse_id or self.location_id.warehouse_id
        operation = warehouse.enova_issue_type_id
        if not operation.active:
            raise UserError(
                self.env._(
                    "%(order)s: the warehouse %(warehouse)s has no operation type for"
                    " internal issues (RW). Choose one in the settings of the"
                    " warehouse.",
                    order=self.name,
                    warehouse=warehouse.name or self.env._("(none)"),
                )
            )
        return operation

    def _places_of_parts(self):
        """Return the values, as pairs, of a part that is on no issue of one order."""
        return (
            ("picking_type_id", self.picking_type_id.id),
            ("location_id", self.location_id.id),
            ("location_dest_id", self.location_dest_id.id),
        )

    def _issue_vals(self, place):
        """Return the values of an issue of one order; floors above add theirs.

        :param place: where the parts are taken from
        """
        operation = self._issue_type()
        tasks = self.enova_activity_ids.ids
        linked = {"enova_activity_ids": [Command.set(tasks)]} if tasks else {}
        return {
            **linked,
            "picking_type_id": operation.id,
            "partner_id": self.partner_id.id,
            "origin": self.name,
            "user_id": False,
            "location_id": place.id,
            "location_dest_id": operation.default_location_dest_id.id,
            "service_order_id": self.id,
        }
