"""What the rule of the own group costs among a million activities.

Beside it, the rule that one would write first: a dotted many2many.
"""

from list_page import PAGE, specification

from odoo import api

from harness import Benchmark


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
    env.cr.commit()
    # as the autovacuum of a database leaves them
    env.cr._cnx.autocommit = True
    run("VACUUM ANALYZE res_partner, enova_activity, enova_partner_caretaker_rel")
    env.cr._cnx.autocommit = False


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


def reader(env, user, model, view, domain):
    """Return a function that reads the first page of a list as this user.

    :param user: whose rules apply
    :return: function of whether all are counted too
    """
    env = api.Environment(env.cr, user.id, {"tz": "Europe/Warsaw"})
    spec, order = specification(env, model, env.ref(view).id)
    records = env[model]

    def read(count):
        page = records.search_fetch(domain, list(spec), limit=PAGE, order=order)
        page.web_read(spec)
        if count:
            records.search_count(domain)

    return read


def with_rule(bench, rule, text):
    """Give the rule another domain for what follows."""
    bench.env.ref(rule).domain_force = text
    bench.env.cr.commit()


def compare(bench, model, view, users, shown, rule):
    """Measure the list without rule, under the rule, and under a dotted one.

    What the columns of the page cost without any rule is neither's gain: held against
    each other is what page and count take beyond that, under ours and the dotted one.

    :param shown: the domain of the list
    :param rule: xml id of the rule, and the domain that one would write first
    """
    name, first_thought = rule
    ours = bench.env.ref(name).domain_force

    def measure(user, what, count=False):
        read = reader(bench.env, user, model, view, shown)
        label = f"{model}, {user.login}: {what}"
        return bench.measure(label, lambda: read(count), PAGE, 9, warm=True).seconds

    big, small, free = users
    bare = measure(free, "page without rule")
    for user in (big, small):
        page = measure(user, "page")
        counted = measure(user, "page and count", True)
        with_rule(bench, name, first_thought)
        slow = measure(user, "dotted, page and count", True)
        with_rule(bench, name, ours)
        label = f"{model}, {user.login}"
        bench.at_most(f"{label}: times the page without rule", page / bare, 2)
        share = (counted - bare) / (slow - bare)
        bench.at_most(f"{label}: rule and count, of dotted", share, 0.2)


CARETAKER = "('commercial_partner_id.caretaker_user_ids', 'in', [user.id])"
DOTTED_ACTIVITY = (
    "crm_enova.enova_activity_rule_own",
    "['|', '|', ('user_id', '=', user.id), ('assigned_by_id', '=', user.id), "
    + CARETAKER
    + "]",
)
DOTTED_CONTRACTOR = (
    "crm_enova.res_partner_rule_own",
    "['|', ('commercial_partner_id.contractor_status', '=', False), " + CARETAKER + "]",
)

with Benchmark("Rule of the own group") as bench:
    users = setting(
        bench.env,
        bench.size("partners", 200_000),
        bench.size("activities", 1_000_000),
    )
    compare(
        bench,
        "enova.activity",
        "crm_enova.enova_activity_view_list",
        users,
        [],
        DOTTED_ACTIVITY,
    )
    bench.env["res.config.settings"].create({"restrict_contractors": True}).execute()
    bench.env.cr.commit()
    compare(
        bench,
        "res.partner",
        "crm_enova.res_partner_view_list",
        users,
        [("contractor_status", "=", "contractor")],
        DOTTED_CONTRACTOR,
    )
    bench.note("orientation: 300 ms for activities, 60 ms for contractors, counted")
