"""What core lets people do with the stock and repairs, without an issue of ours."""

from odoo.fields import Command

from .walk_scenarios import SALES, STOCK, leads_through, masked

MANAGER = "stock.group_stock_manager"
KEEPER = f"{STOCK},{SALES}"


def _repair(case, *kinds, **values):
    """Return a repair of the company's own goods with a part of each kind."""
    part = {"product_id": case.pump.id, "product_uom_qty": 2}
    return case.env["repair.order"].create(
        {
            "partner_id": case.contractor.id,
            "product_id": case.pump.id,
            "enova_project_id": case.project.id,
            "move_ids": [
                Command.create({**part, "repair_line_type": kind})
                for kind in kinds or ("add",)
            ],
            **values,
        }
    )


def _seen(order):
    """Return what became of a repair: states, quantities and places."""
    moves = order.sudo().move_ids.sorted("id")
    return [
        order.sudo().state,
        moves.mapped("state"),
        moves.mapped("quantity"),
        moves.mapped("location_id.usage"),
        moves.mapped("location_dest_id.usage"),
        [move.reference == order.sudo().name for move in moves],
        [move.picking_type_id == order.sudo().picking_type_id for move in moves],
        bool(moves.picking_id),
    ]


@leads_through("repair.order", "action_repair_done", groups=KEEPER)
@leads_through("stock.move", "_action_done", "_compute_reference", groups=KEEPER)
@leads_through("stock.move", "_skip_push", groups=KEEPER)
def _finish_repair(case, env):
    order = _repair(case, "add", "remove", "recycle").with_env(env)
    order.action_repair_start()
    order.action_repair_end()
    return _seen(order)


@leads_through("repair.order", "_compute_display_name", groups=KEEPER)
def _name_repair(case, env):
    order = _repair(case).with_env(env)
    return order.display_name == order.name


@leads_through("repair.order", "action_repair_cancel", groups=KEEPER)
@leads_through("repair.order", "action_repair_cancel_draft", groups=KEEPER)
@leads_through("stock.move", "_action_cancel", groups=KEEPER)
def _cancel_repair(case, env):
    order = _repair(case).with_env(env)
    order.action_repair_start()
    answers = [order.action_repair_cancel(), _seen(order)]
    return [*answers, order.action_repair_cancel_draft(), _seen(order)]


@leads_through("stock.move", "_set_repair_locations", groups=KEEPER)
@leads_through("stock.move", "_compute_location_id", groups=KEEPER)
@leads_through("stock.move", "_compute_location_dest_id", groups=KEEPER)
def _move_repair(case, env):
    order = _repair(case).with_env(env)
    order.action_repair_start()
    shelf = case.env["stock.location"].create(
        {"name": "Regał", "location_id": case.stock.id, "usage": "internal"}
    )
    order.location_id = shelf.with_env(env)
    env.flush_all()
    return [*_seen(order), order.sudo().move_ids.location_id == shelf]


@leads_through("stock.move", "_compute_picking_type_id", groups=KEEPER)
def _change_type_of_repair(case, env):
    order = _repair(case).with_env(env)
    kind = case.env["stock.picking.type"].browse(order.sudo().picking_type_id.id)
    order.picking_type_id = kind.copy({"name": "Inne", "sequence_code": "INN"})
    env.flush_all()
    return _seen(order)


@leads_through("sale.order.line", "init", groups=KEEPER)
def _make_indexes(case, env):
    # as any addon that extends the model lets it be called
    lines = env["sale.order.line"]
    lines.init()
    lines.with_context(module="sale").init()
    return lines._table


@leads_through("stock.move", "_create_repair_sale_order_line", groups=KEEPER)
@leads_through("stock.move", "_update_repair_sale_order_line", groups=KEEPER)
@leads_through("stock.move", "_clean_repair_sale_order_line", groups=KEEPER)
@leads_through("stock.move", "create", "write", "unlink", groups=KEEPER)
@leads_through("sale.order.line", "_compute_qty_delivered", groups=KEEPER)
@leads_through("sale.order.line", "_prepare_qty_delivered", groups=KEEPER)
def _sell_parts(case, env):
    order = _repair(case).with_env(env)
    order.action_create_sale_order()
    order.action_repair_start()
    part = order.move_ids
    part.product_uom_qty = 3
    further = env["stock.move"].create(
        {
            "repair_id": order.id,
            "repair_line_type": "add",
            "product_id": case.pump.id,
            "product_uom_qty": 1,
        }
    )
    lines = order.sale_order_id.order_line
    sold = lines.mapped("product_uom_qty")
    further.repair_line_type = "remove"
    sold += lines.mapped("product_uom_qty")
    further.sudo()._action_cancel()
    further.sudo().unlink()
    order.action_repair_end()
    env.flush_all()
    return [sold, lines.mapped("product_uom_qty"), lines.mapped("qty_delivered")]


@leads_through("repair.order", "_update_sale_order_line_price", groups=KEEPER)
def _grant_warranty(case, env):
    order = _repair(case).with_env(env)
    order.action_create_sale_order()
    order.under_warranty = True
    free = order.sale_order_id.amount_untaxed
    order.under_warranty = False
    return [free, order.sale_order_id.amount_untaxed]


def _transfer(case, quantity=2):
    """Return a delivery that somebody has asked for."""
    warehouse = case.stock.warehouse_id
    move = {"product_id": case.pump.id, "product_uom_qty": quantity}
    transfer = case.env["stock.picking"].create(
        {
            "partner_id": case.contractor.id,
            "picking_type_id": warehouse.out_type_id.id,
            "enova_project_id": case.project.id,
            "move_ids": [Command.create(move)],
        }
    )
    transfer.action_confirm()
    transfer.action_assign()
    return transfer


@leads_through("stock.move", "_check_company", groups=STOCK)
@leads_through("stock.move.line", "_check_company", groups=STOCK)
@leads_through("stock.picking", "_check_company", groups=STOCK)
@leads_through("stock.move.line", "_action_done", "_synchronize_quant", groups=STOCK)
@leads_through("stock.move", "_update_orderpoints", groups=STOCK)
@leads_through("stock.quant", "_update_available_quantity", groups=STOCK)
@leads_through("stock.picking", "_action_done", "_check_backorder", groups=STOCK)
@leads_through("stock.picking", "_pre_action_done_hook", groups=STOCK)
@leads_through("stock.picking", "_create_backorder_picking", groups=STOCK)
def _deliver_partly(case, env):
    transfer = _transfer(case).with_env(env)
    transfer.move_ids.quantity = 1
    answer = transfer.button_validate()
    window = env[answer["res_model"]].with_context(**answer["context"])
    window.create({}).process()
    return [transfer.state, transfer.backorder_ids.mapped("state")]


@leads_through("stock.move", "_has_field_access", groups=STOCK)
def _read_moves(case, env):
    moves = _transfer(case).move_ids.with_env(env)
    return [masked(moves.read(["price_unit", "value"])), moves.search([]) >= moves]


@leads_through("stock.move", "_trigger_assign", groups=STOCK)
@leads_through("stock.move.line", "_free_reservation", groups=STOCK)
def _take_what_is_reserved(case, env):
    waiting = _transfer(case).with_env(env)
    shelf, kind = case.stock, case.stock.warehouse_id.int_type_id
    place = (
        env["stock.location"]
        .sudo()
        .create({"name": "Regał", "location_id": shelf.id, "usage": "internal"})
    )
    transfer = env["stock.picking"].create(
        {
            "picking_type_id": kind.id,
            "location_id": shelf.id,
            "location_dest_id": place.id,
            "move_ids": [
                Command.create({"product_id": case.pump.id, "product_uom_qty": 1})
            ],
        }
    )
    transfer.action_confirm()
    transfer.move_ids.quantity = 1_000_000
    transfer.button_validate()
    return [transfer.state, waiting.state, waiting.move_ids.quantity]


@leads_through("stock.picking", "action_cancel", groups=STOCK)
def _cancel_transfer(case, env):
    transfer = _transfer(case).with_env(env)
    return [transfer.action_cancel(), transfer.state, transfer.move_ids.state]


@leads_through("stock.return.picking", "_compute_moves_locations", groups=STOCK)
@leads_through("stock.return.picking", "action_create_returns_all", groups=STOCK)
@leads_through(
    "stock.return.picking", "_prepare_picking_default_values_based_on", groups=STOCK
)
def _return_goods(case, env):
    transfer = _transfer(case).with_env(env)
    transfer.sudo().button_validate()
    window = env["stock.return.picking"].with_context(
        active_model=transfer._name, active_id=transfer.id
    )
    window = window.create({})
    offered = window.product_return_moves.mapped("quantity")
    action = window.action_create_returns_all()
    back = env["stock.picking"].browse(action["res_id"])
    kind = transfer.picking_type_id.return_picking_type_id
    return [
        offered,
        back.move_ids.mapped("product_uom_qty"),
        back.picking_type_id == kind,
    ]


@leads_through("stock.picking.type", "write", groups=MANAGER)
def _change_type(case, env):
    kind = case.stock.warehouse_id.out_type_id.with_env(env)
    kind.write({"default_location_src_id": case.stock.id, "color": 3})


@leads_through(
    "stock.warehouse",
    "_create_or_update_sequences_and_picking_types",
    "_get_picking_type_create_values",
    "_get_picking_type_update_values",
    "_get_sequence_values",
    # a second warehouse switches settings on, which core leaves to administrators
    groups=f"{MANAGER},base.group_system",
)
def _build_warehouse(case, env):
    warehouse = env["stock.warehouse"].create({"name": "Nowy", "code": "NWY"})
    warehouse.name = "Nowszy"
    return [warehouse.in_type_id.name, warehouse.repair_type_id.sequence_id.prefix]


@leads_through("sale.order", "_create_invoices", groups=SALES)
def _bill(case, env):
    order = case.record_of("sale.order", env)
    order.action_confirm()
    context = {"active_model": order._name, "active_ids": order.ids}
    wizard = env["sale.advance.payment.inv"].with_context(**context)
    wizard.create({"advance_payment_method": "delivered"}).create_invoices()
