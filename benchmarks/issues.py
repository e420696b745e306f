"""Parts of service orders issued by transfers (RW), beside core's own deliveries.

An order has three parts that are in stock. In bulk, as a manager does at the end of a
day; one by one, as a storekeeper does all day long.
"""

from harness import Benchmark

PARTS = 3
QUIET = {"tracking_disable": True, "mail_create_nolog": True}


def products(env, quantity):
    """Return three parts with so many of each on the shelf, and the shelf."""
    parts = env["product.product"].create(
        [
            {"name": f"Part {i}", "is_storable": True, "standard_price": 10 + i}
            for i in range(PARTS)
        ]
    )
    warehouse = env["stock.warehouse"].search(
        [("company_id", "=", env.company.id)], limit=1
    )
    for part in parts:
        env["stock.quant"]._update_available_quantity(
            part, warehouse.lot_stock_id, quantity
        )
    return parts, warehouse


def service_orders(env, parts, partners, count):
    """Return confirmed orders, each of three parts."""
    orders = (
        env["repair.order"]
        .with_context(**QUIET)
        .create(
            [
                {
                    "partner_id": partners[i % len(partners)].id,
                    "move_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": part.id,
                                "product_uom_qty": 1,
                                "repair_line_type": "add",
                            },
                        )
                        for part in parts
                    ],
                }
                for i in range(count)
            ]
        )
    )
    orders._action_repair_confirm()
    return orders.with_env(env)


def deliveries(env, parts, partners, warehouse, count):
    """Return core's own deliveries of the same, reserved."""
    transfers = (
        env["stock.picking"]
        .with_context(**QUIET)
        .create(
            [
                {
                    "partner_id": partners[i % len(partners)].id,
                    "picking_type_id": warehouse.out_type_id.id,
                    "move_ids": [
                        (0, 0, {"product_id": part.id, "product_uom_qty": 1})
                        for part in parts
                    ],
                }
                for i in range(count)
            ]
        )
    )
    transfers.action_confirm()
    transfers.action_assign()
    return transfers.with_env(env)


def check(orders):
    """Make sure that what was measured has been done."""
    assert set(orders.move_ids.mapped("state")) == {"done"}, "not issued"
    assert len(orders.issue_ids) == len(orders), "one document an order"


def main():
    """Run the benchmark."""
    with Benchmark("Internal issues (RW)") as bench:
        env = bench.env
        count, single = bench.size("count", 1000), bench.size("single", 100)
        partners = env["res.partner"].create(
            [{"name": f"Client {i}"} for i in range(50)]
        )
        parts, warehouse = products(env, 10 * (count + single))
        orders = service_orders(env, parts, partners, count)
        transfers = deliveries(env, parts, partners, warehouse, single)
        env.cr.commit()
        few = orders[:single]

        def bulk():
            """Issue all of them by one call."""
            orders.action_issue_parts()
            check(orders)

        def alone():
            """Issue them one after the other."""
            for order in few:
                order.action_issue_parts()
            env.flush_all()
            check(few)

        def core():
            """Validate core's deliveries one after the other."""
            for transfer in transfers:
                transfer.button_validate()

        def by_hand():
            """Make core's deliveries, reserve and validate them, one after the other.

            An issue makes its document, too: this is what somebody does without it.
            """
            for partner in partners[:50]:
                deliveries(env, parts, partner, warehouse, 1).button_validate()

        many = bench.measure("issued in bulk", bulk, items=count, repeat=2)
        one = bench.measure("issued one by one", alone, items=single)
        theirs = bench.measure("deliveries of core", core, items=single)
        made = bench.measure("deliveries made, then validated", by_hand, items=50)
        # 60 and 25 a second where core validates 22: the pace of a machine apart
        bench.at_least("times core's pace in bulk", many.rate / theirs.rate, 60 / 22)
        bench.at_least("times a delivery made by hand", one.rate / made.rate, 25 / 22)
        bench.note("orientation: 60 in bulk and 25 one by one a second, core 22")


if __name__ == "__main__":
    main()
