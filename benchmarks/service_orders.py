"""The first page of service orders, beside core's own list of repairs, and a device."""

from list_page import PAGE, specification
from lxml import etree

from odoo import api
from odoo.tools import SQL

from harness import Benchmark

MODEL = "repair.order"
GROUPS = ("crm_enova.crm_enova_group_all", "stock.group_stock_user")
OF_ONE_DEVICE = 500


def setting(env, count, devices):
    """Create devices and copies of one service order; return a user and a device."""
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": "Dispatcher",
                "login": "dispatcher",
                "tz": "Europe/Warsaw",
                "group_ids": [(4, env.ref(group).id) for group in GROUPS],
            }
        )
    )
    partners = env["res.partner"].create(
        [{"name": f"Client {i}", "is_company": True} for i in range(100)]
    )
    records = env["enova.device"].create(
        [
            {"name": f"Device {i}", "partner_id": partners[i % 100].id}
            for i in range(devices)
        ]
    )
    first = env[MODEL].create({"device_id": records[0].id, "fault": "It is noisy"})
    first.technician_ids = user
    env.flush_all()
    copy_order(env, first, records, count)
    for table in ("repair_order", "enova_device", "enova_service_technician_rel"):
        env.cr.commit()
        env.cr._cnx.autocommit = True
        env.execute_query(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
        env.cr._cnx.autocommit = False
    return user, records[0]


def copy_order(env, order, devices, count):
    """Copy a row so often: the first so many stay at its device, the rest elsewhere.

    Core draws a number and a reference for each that is created: at 100,000 that alone
    would take longer than all that is measured.
    """
    columns = [
        field.name
        for field in env[MODEL]._fields.values()
        if field.store and field.column_type and field.name != "id"
    ]
    changed = {
        "name": SQL("'S/' || lpad(n::text, 7, '0')"),
        "device_id": SQL(
            "CASE WHEN n < %s THEN repair_order.device_id ELSE device.id END",
            OF_ONE_DEVICE,
        ),
        "partner_id": SQL(
            "CASE WHEN n < %s THEN repair_order.partner_id ELSE device.partner_id END",
            OF_ONE_DEVICE,
        ),
        "create_date": SQL("now() at time zone 'UTC' - n * interval '1 minute'"),
        "schedule_date": SQL("now() at time zone 'UTC' - n * interval '1 minute'"),
    }
    changed["enova_contractor_id"] = changed["partner_id"]
    values = [
        changed.get(name, SQL.identifier("repair_order", name)) for name in columns
    ]
    env.execute_query(
        SQL(
            """
            WITH devices AS (
                SELECT id, partner_id, row_number() OVER (ORDER BY id) - 1 AS place
                  FROM enova_device WHERE id IN %s
            ), copied AS (
                INSERT INTO repair_order (%s)
                SELECT %s
                  FROM repair_order, generate_series(1, %s) AS n
                  JOIN devices AS device ON device.place = n %% %s
                 WHERE repair_order.id = %s
             RETURNING id
            )
            INSERT INTO enova_service_technician_rel (order_id, user_id)
            SELECT copied.id, rel.user_id
              FROM copied, enova_service_technician_rel AS rel
             WHERE rel.order_id = %s
            RETURNING order_id
            """,
            tuple(devices.ids),
            SQL(", ").join(SQL.identifier(name) for name in columns),
            SQL(", ").join(values),
            count - 1,
            len(devices),
            order.id,
            order.id,
        )
    )


def form_specification(env, model, view):
    """Return what the web client reads for a form, lists inside it included."""
    views = env[model].get_views([(view, "form")])
    arch = etree.fromstring(views["views"]["form"]["arch"])
    fields = env[model]._fields
    spec = {}
    for node in arch.xpath("//field[not(ancestor::field)]"):
        name = node.get("name")
        spec[name] = {}
        rows = node.find("list")
        if rows is not None:
            inner = env[fields[name].comodel_name]._fields
            spec[name] = {
                "limit": int(rows.get("limit", 40)),
                "order": rows.get("default_order", ""),
                "fields": {
                    n.get("name"): (
                        {"fields": {"display_name": {}}}
                        if inner[n.get("name")].relational
                        else {}
                    )
                    for n in rows.iter("field")
                },
            }
        elif fields[name].type == "many2one":
            spec[name] = {"fields": {"display_name": {}}}
    return spec


with Benchmark("Service orders and a device") as bench:
    count = bench.size("count", 100_000)
    user, device = setting(bench.env, count, bench.size("devices", 1000))
    env = api.Environment(bench.env.cr, user.id, {"tz": "Europe/Warsaw"})

    def page(view, model=MODEL):
        """Return a function that reads the first page of a list."""
        spec, order = specification(env, model, env.ref(view).id)

        def read():
            records = env[model].web_search_read([], spec, limit=PAGE, order=order)
            assert len(records["records"]) == PAGE

        return read

    theirs = bench.measure(
        "core's list of repairs",
        page("repair.view_repair_order_tree"),
        PAGE,
        repeat=15,
        warm=True,
    )
    ours = bench.measure(
        "list of service orders",
        page("crm_enova.repair_order_view_list_service"),
        PAGE,
        repeat=15,
        warm=True,
    )
    bench.at_most("times core's list", ours.seconds / theirs.seconds, 1.2)

    spec = form_specification(
        env, "enova.device", env.ref("crm_enova.enova_device_view_form").id
    )
    opened = bench.measure(
        f"device with {OF_ONE_DEVICE} orders",
        lambda: env["enova.device"].browse(device.id).web_read(spec),
        repeat=15,
        warm=True,
    )
    bench.at_most("ms to open the device", opened.milliseconds, 100)
