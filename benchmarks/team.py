"""The page of the team with fifty people, in one call, in a base of a million.

Beside it the same figures as a page would count them that asks for each person.
"""

from odoo import api

from harness import Benchmark

USERS = 50
PARTNERS = 20_000
PROJECTS = 10_000
ORDERS = 50_000
OPEN = 150


def people(env):
    """Create a manager and the people of the team; return them, the manager first."""
    quiet = env["res.users"].with_context(no_reset_password=True)
    ref = env.ref
    groups = [ref("crm_enova.crm_enova_group_all").id]
    seller = ref("sales_team.group_sale_salesman_all_leads").id
    manager = [ref("crm_enova.crm_enova_group_manager").id, seller]
    return quiet.create(
        [
            {
                "name": f"User {i}",
                "login": f"bench_{i}",
                "tz": "Europe/Warsaw",
                "group_ids": [(4, id_) for id_ in (groups if i else manager)],
            }
            for i in range(USERS)
        ]
    )


def fill(env, users, activities):
    """Insert contractors, tasks, projects, orders and targets of all of them."""
    ref, run = env.ref, env.cr.execute
    values = {
        "people": users.ids,
        "count": USERS,
        "partners": PARTNERS,
        "projects": PROJECTS,
        "orders": ORDERS,
        "activities": activities,
        "open": USERS * OPEN,
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "warehouse": env["stock.warehouse"].search([], limit=1).id,
        "task": ref("crm_enova.enova_activity_type_task_call").id,
        "planned": ref("crm_enova.enova_activity_stage_planned").id,
        "done": ref("crm_enova.enova_activity_stage_done").id,
        "type": ref("crm_enova.enova_project_type_sale").id,
        "stage": ref("crm_enova.enova_project_stage_offer").id,
    }
    for statement in STATEMENTS:
        run(statement, values)
    env.cr.commit()
    env.cr._cnx.autocommit = True
    for table in ("enova_activity", "enova_project", "sale_order", "res_partner"):
        run(f"VACUUM ANALYZE {table}")
    env.cr._cnx.autocommit = False
    env.invalidate_all()


PERSON = "(%(people)s::int[])[i %% %(count)s + 1]"
CONTRACTOR = "(SELECT min(id) FROM res_partner WHERE name = 'C 1') + i %% %(partners)s"
STATEMENTS = (
    f"""
    INSERT INTO res_partner (name, complete_name, active, is_company, type,
           contractor_status, autopost_bills, user_id, create_date, write_date)
    SELECT 'C ' || i, 'C ' || i, true, true, 'contact', 'contractor', 'ask',
           {PERSON}, now(), now()
      FROM generate_series(1, %(partners)s) AS i
    """,
    "UPDATE res_partner SET commercial_partner_id = id WHERE name LIKE 'C %%'",
    f"""
    INSERT INTO enova_activity (name, type_id, kind, channel, stage_id, state,
           partner_id, commercial_partner_id, user_id, assigned_by_id, company_id,
           active, private, all_day, priority, date, date_deadline, date_due,
           date_done, project_id, create_uid, write_uid, create_date, write_date)
    SELECT 'Call ' || i, %(task)s, 'task', 'phone',
           CASE WHEN i < %(open)s THEN %(planned)s ELSE %(done)s END,
           CASE WHEN i < %(open)s THEN 'planned' ELSE 'done' END,
           contractor, contractor, person, person, %(company)s, true, i %% 50 = 0,
           false, '0', day + time '12:00', day, day,
           CASE WHEN i < %(open)s THEN NULL ELSE day + time '12:00' END,
           NULL, 1, 1, day, day
      FROM (SELECT i, {PERSON} AS person, {CONTRACTOR} AS contractor,
                   CASE WHEN i < %(open)s
                        THEN CURRENT_DATE - 20 + (i / %(count)s) %% 60
                        ELSE CURRENT_DATE - 1 - (i %% 1000) END AS day
              FROM generate_series(1, %(activities)s) AS i) AS made
    """,
    f"""
    INSERT INTO enova_project (name, type_id, stage_id, state, partner_id,
           commercial_partner_id, user_id, company_id, currency_id, active, measure,
           priority, probability, date_expected, expected_revenue, forecast,
           create_uid, write_uid, create_date, write_date)
    SELECT 'P ' || i, %(type)s, %(stage)s, 'in_progress', {CONTRACTOR}, {CONTRACTOR},
           {PERSON}, %(company)s, %(currency)s, true, 'none', '0', 50,
           CURRENT_DATE + i %% 180, 1000, 500, 1, 1, now(), now()
      FROM generate_series(1, %(projects)s) AS i
    """,
    """
    UPDATE enova_activity SET project_id = (SELECT min(id) FROM enova_project) + id %% (
           %(projects)s / 2)
     WHERE id %% 3 = 0
    """,
    f"""
    INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id,
           enova_contractor_id, user_id, company_id, currency_id, currency_rate, state,
           warehouse_id, picking_policy, date_order, amount_untaxed, amount_total,
           create_uid, write_uid, create_date, write_date)
    SELECT 'S ' || i, {CONTRACTOR}, {CONTRACTOR}, {CONTRACTOR}, {CONTRACTOR}, {PERSON},
           %(company)s, %(currency)s, 1, CASE WHEN i %% 10 = 0 THEN 'sent' ELSE 'sale'
           END, %(warehouse)s, 'direct', now() - (i %% 720) * interval '1 day', 100,
           123, 1, 1, now(), now()
      FROM generate_series(1, %(orders)s) AS i
    """,
    """
    INSERT INTO enova_target (user_id, company_id, month, amount, contacts)
    SELECT person, %(company)s, date_trunc('month', CURRENT_DATE)::date, 100000, 50
      FROM unnest(%(people)s::int[]) AS person
    """,
)


def one_by_one(env, team):
    """Count each list of each person, as a counter for each record does."""
    for person in team["people"]:
        for column in team["columns"]:
            domain = [*column["domain"], ("user_id", "=", person["id"])]
            env[column["model"]].search_count(domain)


with Benchmark("Team of fifty people") as bench:
    users = people(bench.env)
    fill(bench.env, users, bench.size("count", 1_000_000))
    env = api.Environment(bench.env.cr, users[0].id, {"tz": "Europe/Warsaw"})
    team = env["res.users"].enova_team()
    assert len(team["people"]) >= USERS, len(team["people"])
    names = [column["name"] for column in team["columns"]]
    assert {"orders", "plan", "cold", "no_step"} <= set(names), names
    ours = {
        period: bench.measure(
            f"enova_team, {period}",
            lambda period=period: env["res.users"].enova_team(period),
            repeat=bench.size("repeat", 15),
            warm=True,
        )
        for period in ("month", "quarter")
    }
    theirs = bench.measure("a count for each cell", lambda: one_by_one(env, team))
    month = ours["month"]
    for period, measure in ours.items():
        bench.at_most(f"milliseconds, {period}", measure.milliseconds, 400)
    bench.at_most("queries", month.queries, 40)
    bench.at_least("times a count for each cell", theirs.seconds / month.seconds, 3)
