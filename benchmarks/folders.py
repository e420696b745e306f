"""The first page of a folder with 5,000 items of 12 models, for somebody with rules.

Each model has far more records than lie in the folder. Beside it stands what a rule
could do at best without the ids in the folder: the models asked about all they have.
"""

from list_page import PAGE, specification

from odoo import api
from odoo.fields import Domain

from harness import Benchmark

MODELS = (
    "res.partner",
    "enova.activity",
    "enova.project",
    "sale.order",
    "account.move",
    "stock.picking",
    "repair.order",
    "calendar.event",
    "enova.campaign",
    "ir.attachment",
    "product.template",
    "enova.resource",
)
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "no_mail_to_attendees": True,
    "mail_notrack": True,
}


def people(env):
    """Return a salesperson with documents, who sees their own contractors alone."""
    groups = (
        "crm_enova.crm_enova_group_own",
        "sales_team.group_sale_salesman_all_leads",
        "stock.group_stock_user",
        "account.group_account_invoice",
    )
    return env["res.users"].create(
        {
            "name": "Bench",
            "login": "bench",
            "tz": "Europe/Warsaw",
            "group_ids": [(4, env.ref(group).id) for group in groups],
        }
    )


def values_of(env, user, partners):
    """Yield for each model how its records are made."""
    category = env["enova.resource.category"].search([], limit=1)
    picking_type = env["stock.picking.type"].search(
        [("code", "=", "outgoing")], limit=1
    )
    moments = {"start": "2026-03-02 09:00:00", "stop": "2026-03-02 10:00:00"}
    own = {"partner_id": partners[0].id}
    task = env.ref("crm_enova.enova_activity_type_task_todo").id
    yield "enova.activity", {"type_id": task, "user_id": user.id, **own}, "name"
    yield "enova.project", {"user_id": user.id, **own}, "name"
    yield "sale.order", own, "client_order_ref"
    yield "account.move", {"move_type": "out_invoice", **own}, "ref"
    yield "stock.picking", {"picking_type_id": picking_type.id, **own}, "origin"
    yield "repair.order", own, None
    yield "calendar.event", moments, "name"
    yield "enova.campaign", {}, "title"
    yield "product.template", {}, "name"
    yield "enova.resource", {"category_id": category.id}, "name"
    file = {"res_model": "res.partner", "res_id": partners[0].id, "raw": b"x"}
    yield "ir.attachment", file, "name"


def fill(env, user, size, count):
    """Make records of each model, and a folder with items of all of them."""
    quiet = env(context=QUIET)
    partners = quiet["res.partner"].create(
        [
            {"name": f"Contractor {n}", "is_company": True, "user_id": user.id}
            for n in range(size)
        ]
    )
    made = {"res.partner": partners}
    for model, values, label in values_of(env, user, partners):
        # what is slow to create there are fewer of
        many = size if model in ("enova.activity", "ir.attachment") else size // 10
        rows = [{**values, **({label: f"R {n}"} if label else {})} for n in range(many)]
        made[model] = quiet[model].create(rows)
    folder = env["enova.folder"].create(
        {"name": "Folder", "member_ids": [(0, 0, {"user_id": user.id})]}
    )
    share = count // len(MODELS) + 1
    left = count
    for model in MODELS:
        records = made[model][: min(share, left)]
        left -= len(folder.action_add(records))
    folder.action_add(made["res.partner"][share : share + left])
    return folder


def first_page(env, user, folder, spec, order):
    """Read what the list of a folder's items asks for."""
    items = api.Environment(env.cr, user.id, {"tz": "Europe/Warsaw"})[
        "enova.folder.item"
    ]
    return items.web_search_read(
        [("folder_id", "=", folder.id)], spec, limit=PAGE, order=order
    )


def unbounded(env, user, folder):
    """Ask each model for all that the user may read, as a plain sub-query would."""
    env = api.Environment(env.cr, user.id, {})
    condition = Domain("res_model", "=", False)
    for model in MODELS:
        ids = env[model].search([]).ids
        condition |= Domain("res_model", "=", model) & Domain("res_id", "in", ids)
    items = env["enova.folder.item"].sudo()
    domain = Domain("folder_id", "=", folder.id) & condition
    return items.search_count(domain), items.search(domain, limit=PAGE)


with Benchmark("A folder of 12 models") as bench:
    env = bench.env
    count = bench.size("count", 5000)
    user = people(env)
    folder = fill(env, user, bench.size("records", 5000), count)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    view = env.ref("crm_enova.enova_folder_item_view_list").id
    spec, order = specification(env, "enova.folder.item", view)
    page = bench.measure(
        "first page of the list",
        lambda: first_page(env, user, folder, spec, order),
        items=count,
        repeat=7,
        warm=True,
    )
    found = first_page(env, user, folder, spec, order)
    bench.note(f"items in the folder: {folder.item_count}, seen: {found['length']}")
    counting = bench.measure(
        "number on the form",
        lambda: folder.with_user(user).item_count,
        items=count,
        repeat=7,
        warm=True,
    )
    form = bench.measure(
        "items of the form",
        lambda: folder.with_user(user).web_read(
            {"name": {}, "item_ids": {"fields": {"title": {}}, "limit": 40}}
        ),
        items=count,
        repeat=7,
        warm=True,
    )
    everything = bench.measure(
        "asked about all they have",
        lambda: unbounded(env, user, folder),
        items=count,
        warm=True,
    )
    partners = env["res.partner"].create([{"name": f"New {n}"} for n in range(10_000)])
    target = env["enova.folder"].create({"name": "Import"})
    rows = [[str(target.id), "res.partner", str(partner.id)] for partner in partners]
    imported = bench.measure(
        "10,000 items from a file",
        lambda: env["enova.folder.item"].load(
            ["folder_id/.id", "res_model", "res_id"], rows
        ),
        items=len(rows),
        repeat=1,
    )
    bench.at_most("first page, ms", page.milliseconds, 80)
    bench.at_most("first page / all they have", page.seconds / everything.seconds, 0.5)
    bench.at_most("queries of a page, for a model", page.queries / len(MODELS), 4)
    bench.at_most("queries of an import, for 100", imported.queries / 100, 4)
