"""What the rule of the own group costs among a million activities.

Beside it, the rule that one would write first: a dotted many2many.
"""

from odoo import SUPERUSER_ID, api

from harness import Benchmark

PAGE = 80


def fill_partners(env, partners, users):
    """Insert contractors: every twentieth of the first user, a few of the second."""
    big, small, other = users
    run = env.cr.execute
    run(
        """
        INSERT INTO res_partner (name, complete_name, active, is_company, type,
               contractor_status, autopost_bills, user_id, create_date, write_date)
        SELECT 'C ' || i, 'C ' || i, true, true, 'contact', 'contractor', 'ask',
               CASE WHEN i %% 20 = 0 THEN %s WHEN i %% 4001 = 0 THEN %s ELSE %s END,
               now(), now()
          FROM generate_series(1, %s) AS i
        """,
        [big.id, small.id, other.id, partners],
    )
    run("UPDATE res_partner SET commercial_partner_id = id WHERE name LIKE 'C %'")
    run(
        """
        INSERT INTO enova_partner_caretaker_rel (partner_id, user_id)
        SELECT id, user_id FROM res_partner WHERE name LIKE 'C %'
        """
    )


def fill_activities(env, activities, other):
    """Insert activities of another user, spread over the contractors."""
    run = env.cr.execute
    run("SELECT min(id), max(id) FROM res_partner WHERE name LIKE 'C %'")
    first, last = env.cr.fetchone()
    run(
        """
        INSERT INTO enova_activity (name, active, type_id, kind, channel, stage_id,
               state, priority, partner_id, commercial_partner_id, user_id,
               assigned_by_id, company_id, private, date, date_due, create_date,
               write_date)
        SELECT 'Activity ' || i, true, %s, 'task', 'other', %s, 'planned', '0',
               partner, partner, %s, %s, %s, false,
               now() - i * interval '30 seconds', current_date - i %% 300, now(), now()
          FROM (SELECT i, %s + (i::bigint * 7919) %% (%s - %s) AS partner
                  FROM generate_series(1, %s) AS i) AS spread
        """,
        [
            env.ref("crm_enova.enova_activity_type_task_todo").id,
            env.ref("crm_enova.enova_activity_stage_planned").id,
            other.id,
            other.id,
            env.company.id,
            first,
            last,
            first,
            activities,
        ],
    )
    run("ANALYZE res_partner, enova_activity, enova_partner_caretaker_rel")


def setting(env, partners, activities):
    """Fill the tables; return the users: of ten thousand contractors, of fifty, all."""
    users = env["res.users"].with_context(no_reset_password=True)
    own = env.ref("crm_enova.crm_enova_group_own").id
    everyone = env.ref("crm_enova.crm_enova_group_all").id
    big, small, other, free = users.create(
        [
            {"name": name, "login": name, "group_ids": [(4, group)]}
            for name, group in (
                ("big", own),
                ("small", own),
                ("other", own),
                ("free", everyone),
            )
        ]
    )
    fill_partners(env, partners, (big, small, other))
    fill_activities(env, activities, other)
    env.cr.commit()
    return big, small, free


def first_page(env, user, count=False):
    """Read the first page of tasks and events as this user, and count if wanted."""
    records = api.Environment(env.cr, user.id, {"tz": "Europe/Warsaw"})[
        "enova.activity"
    ]
    records.search_fetch([], ["name", "date", "partner_id"], limit=PAGE)
    if count:
        records.search_count([])


def dotted(env, user):
    """Count as a dotted many2many rule would: by a join for every row."""
    records = env(user=SUPERUSER_ID)["enova.activity"]
    domain = [
        "|",
        "|",
        ("user_id", "=", user.id),
        ("assigned_by_id", "=", user.id),
        ("commercial_partner_id.caretaker_user_ids", "in", [user.id]),
    ]
    records.search_fetch(domain, ["name", "date", "partner_id"], limit=PAGE)
    records.search_count(domain)


with Benchmark("Rule of the own group") as bench:
    big, small, free = setting(
        bench.env,
        bench.size("partners", 200_000),
        bench.size("activities", 1_000_000),
    )
    measured = {}
    for user in (free, big, small):
        for count in (False, True):
            label = f"{user.login}: first page" + (" and count" if count else "")
            measured[user, count] = bench.measure(
                label,
                lambda user=user, count=count: first_page(bench.env, user, count),
                items=PAGE,
                repeat=5,
                warm=True,
            )
    for user in (big, small):
        page = measured[user, False]
        bench.at_most(
            f"{user.login}: times the page without rule",
            page.seconds / measured[free, False].seconds,
            2,
        )
        slow = bench.measure(
            f"{user.login}: dotted many2many",
            lambda user=user: dotted(bench.env, user),
            items=PAGE,
        )
        bench.at_most(
            f"{user.login}: page and count, of dotted",
            measured[user, True].seconds / slow.seconds,
            0.2,
        )
