"""The files of one contractor among a million, and a search in what they say.

A page is read as the web client reads it: the rows of the list and how many there are,
beside core's own way with the same condition. The reader has the rights of the CRM, of
sales and of accounting, so that no model is left out without being asked.
"""

from list_page import specification

from harness import Benchmark

VIEW = "crm_enova.ir_attachment_view_list_archive"
GROUPS = (
    "crm_enova.crm_enova_group_all",
    "sales_team.group_sale_salesman",
    "account.group_account_invoice",
    "stock.group_stock_user",
)
WORDS = (
    "umowa najmu dostawa regal protokol odbior faktura reklamacja wozek przeglad"
    " serwis gwarancja termin platnosc rabat montaz magazyn hala rampa czesci"
).split()
PAGE = 40
ORDER = "create_date desc, id desc"
INSERT_PARTNERS = """
    INSERT INTO res_partner (name, complete_name, is_company, type, active,
           contractor_status, autopost_bills, create_uid, write_uid, lang)
    SELECT 'C' || i, 'C' || i, true, 'contact', true, 'contractor', 'ask', 1, 1, 'en_US'
      FROM generate_series(1, %s) AS i
 RETURNING id
"""
INSERT_TASKS = """
    INSERT INTO enova_activity (name, kind, type_id, stage_id, state, partner_id,
           commercial_partner_id, date, company_id, create_uid, write_uid, active,
           reference, priority)
    SELECT 'T' || i, sample.kind, sample.type_id, sample.stage_id, sample.state,
           owner, owner, now(), sample.company_id, 1, 1, true, 'B/' || i, '0'
      FROM enova_activity AS sample,
           LATERAL (SELECT %(ids)s[1 + i %% %(count)s] AS owner, i
                      FROM generate_series(1, %(tasks)s) AS i) AS made
     WHERE sample.id = %(sample)s
"""
INSERT_ORDERS = """
    INSERT INTO sale_order (%(names)s)
    SELECT %(values)s FROM sale_order AS sample, generate_series(1, %%s) AS i
     WHERE sample.id = %%s
"""
# a third of them hang on the contractor, the others on tasks and orders
INSERT_FILES = """
    INSERT INTO ir_attachment (name, type, res_model, res_id, enova_partner_id,
           mimetype, file_size, checksum, store_fname, index_content, company_id,
           create_uid, write_uid, create_date, write_date)
    SELECT 'Plik ' || i || '.txt', 'binary',
           (ARRAY['res.partner', 'enova.activity', 'sale.order'])[1 + i %% 3],
           CASE i %% 3 WHEN 0 THEN %(partner)s
                       WHEN 1 THEN (%(tasks)s::int[])[1 + i %% %(task_count)s]
                       ELSE (%(orders)s::int[])[1 + i %% %(order_count)s] END,
           %(partner)s, 'text/plain', 1000, md5(i::text), 'aa/' || md5(i::text),
           concat_ws(' ', (%(words)s::text[])[1 + i %% 20],
                     (%(words)s::text[])[1 + i / 20 %% 20], 'numer' || i), 1, 1, 1,
           now() - i * interval '1 minute', now()
      FROM generate_series(%(first)s, %(last)s) AS i
"""
INSERT_STRANGE_FILES = """
    INSERT INTO ir_attachment (name, type, res_model, res_id, enova_partner_id,
           mimetype, file_size, checksum, store_fname, index_content, company_id,
           create_uid, write_uid, create_date, write_date)
    SELECT 'Plik ' || i || '.txt', 'binary', 'res.partner', owner, owner,
           'text/plain', 1000, md5(i::text), 'aa/' || md5(i::text),
           concat_ws(' ', (%(words)s::text[])[1 + i %% 20],
                     (%(words)s::text[])[1 + i / 20 %% 20], 'numer' || i), 1, 1, 1,
           now() - i * interval '1 second', now()
      FROM generate_series(1, %(count)s) AS i,
           LATERAL (SELECT (%(ids)s::int[])[1 + i %% %(owners)s] AS owner) AS whose
"""
INSERT_TEXTS = """
    INSERT INTO enova_attachment_text (attachment_id, partner_id, state, vector)
    SELECT id, enova_partner_id, 'read',
           strip(to_tsvector('simple', name || ' ' || index_content))
      FROM ir_attachment WHERE enova_partner_id IS NOT NULL
"""


def multiply(env, partner, count):
    """Return the ids of orders of a contractor: one by the ORM, the rest its copies."""
    order = env["sale.order"].create({"partner_id": partner.id})
    env.flush_all()
    env.cr.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'sale_order'::regclass"
        " AND attnum > 0 AND NOT attisdropped AND attname <> 'id'"
    )
    names = [name for (name,) in env.cr.fetchall()]
    fresh = {"name": "'B/' || i", "access_token": "NULL"}
    values = [fresh.get(name, f'sample."{name}"') for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    statement = INSERT_ORDERS % {"names": columns, "values": ", ".join(values)}
    env.cr.execute(f"{statement} RETURNING id", [count, order.id])
    return [row[0] for row in env.cr.fetchall()]


def fill(env, files, total):
    """Make contractors, tasks, orders and files; return the contractor with many."""
    env.cr.execute(INSERT_PARTNERS, [2000])
    ids = [row[0] for row in env.cr.fetchall()]
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", [ids]
    )
    env.invalidate_all()
    partner = env["res.partner"].browse(ids[0])
    sample = env["enova.activity"].create({"name": "T", "partner_id": partner.id})
    env.flush_all()
    places = {"ids": ids[:1], "count": 1, "tasks": 2000, "sample": sample.id}
    env.cr.execute(INSERT_TASKS.replace("%(ids)s[", "(%(ids)s::int[])["), places)
    env.cr.execute(
        "SELECT array_agg(id) FROM enova_activity WHERE partner_id = %s", [ids[0]]
    )
    [(tasks,)] = env.cr.fetchall()
    orders = multiply(env, partner, 2000)
    counts = {"task_count": len(tasks), "order_count": len(orders)}
    values = {"partner": ids[0], "tasks": tasks, "orders": orders, "words": WORDS}
    env.cr.execute(INSERT_FILES, {**values, **counts, "first": 1, "last": files})
    others = {"ids": ids[1:], "owners": len(ids) - 1, "count": total - files}
    env.cr.execute(INSERT_STRANGE_FILES, {**others, "words": WORDS})
    env.cr.execute(INSERT_TEXTS)
    env.cr.commit()
    for table in ("ir_attachment", "enova_attachment_text", "sale_order"):
        env.cr.execute(f"ANALYZE {table}")
    env.cr.execute("ANALYZE enova_activity")
    env.invalidate_all()
    return partner


def page(env, user, domain, order=ORDER, **context):
    """Read the first page as the web client does."""
    files = env["ir.attachment"].with_user(user).with_context(**context)
    spec, _order = specification(env, "ir.attachment", env.ref(VIEW).id)
    return lambda: files.web_search_read(
        domain, spec, limit=PAGE, order=order, count_limit=1000
    )


with Benchmark("The archive of one contractor") as bench:
    env = bench.env
    total, files = bench.size("total", 1_000_000), bench.size("files", 20_000)
    partner = fill(env, files, total)
    user = env["res.users"].create(
        {
            "name": "reader",
            "login": "reader",
            "group_ids": [(4, env.ref(name).id) for name in GROUPS],
        }
    )
    env.flush_all()
    mine = [("enova_partner_id", "=", partner.id)]
    first = bench.measure(
        f"first page of {files:,}", page(env, user, mine), warm=True, repeat=7
    )
    bench.measure(
        "first page of all contractors",
        page(env, user, [("enova_partner_id", "!=", False)]),
        warm=True,
    )
    theirs = env["ir.attachment"].with_user(user)
    bench.measure(
        "of it: which files",
        lambda: theirs.search(mine, limit=PAGE, order=ORDER),
        warm=True,
    )
    bench.measure(
        "of it: how many", lambda: theirs.search_count(mine, limit=1000), warm=True
    )
    shown = theirs.search(mine, limit=PAGE, order=ORDER)
    spec, _order = specification(env, "ir.attachment", env.ref(VIEW).id)
    bench.measure("of it: what is shown", lambda: shown.web_read(spec), warm=True)
    # core's way with the same condition, in other words
    bench.measure(
        "core's search and count of the same",
        lambda: (
            theirs.search([("enova_partner_id.id", "=", partner.id)], limit=PAGE),
            theirs.search_count([("enova_partner_id.id", "=", partner.id)], limit=1001),
        ),
        warm=True,
    )
    rare = [*mine, ("enova_content", "ilike", "numer4711")]
    common = [*mine, ("enova_content", "ilike", "umowa najmu")]
    frequent = [*mine, ("enova_content", "ilike", "umowa")]
    everywhere = [
        ("enova_partner_id", "!=", False),
        ("enova_content", "ilike", "umowa najmu"),
    ]
    searches = [
        bench.measure(
            label,
            page(env, user, domain, enova_found=[words]),
            warm=True,
            repeat=5,
        )
        for label, domain, words in (
            ("search: one of the contractor's files", rare, "numer4711"),
            ("search: many of the contractor's files", common, "umowa najmu"),
            ("search: of a word in a tenth of all files", frequent, "umowa"),
            ("search: many files of all", everywhere, "umowa najmu"),
        )
    ]
    grouped = bench.measure(
        "all files by the kind of their record",
        lambda: theirs.formatted_read_group(
            [("enova_partner_id", "!=", False)], ["enova_source"], ["__count"]
        ),
        warm=True,
    )
    bench.at_most("all files grouped, s", grouped.seconds, 5)
    bench.at_most("first page, ms", first.milliseconds, 60)
    bench.at_most("search, ms", max(s.milliseconds for s in searches), 150)
