"""Caretakers of many contractors: assigned at once, and switched in the night.

Beside them, what a user would do without us: write the salesperson on each of the same
contractors, one record after the other, as a form or a script does.
"""

from odoo import fields

from harness import Benchmark


def setting(env, count):
    """Create users and contractors who have a main caretaker; return both."""
    group = env.ref("crm_enova.crm_enova_group_own")
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {"name": f"User {i}", "login": f"u{i}", "group_ids": [(4, group.id)]}
                for i in range(5)
            ]
        )
    )
    env.cr.execute(
        """
        INSERT INTO res_partner (name, complete_name, active, is_company, type,
               contractor_status, autopost_bills, user_id, create_date, write_date)
        SELECT 'Contractor ' || i, 'Contractor ' || i, true, true, 'contact',
               'contractor', 'ask', %s, now(), now()
          FROM generate_series(1, %s) AS i RETURNING id
        """,
        [users[0].id, count],
    )
    ids = [row[0] for row in env.cr.fetchall()]
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", [ids]
    )
    env.cr.execute(
        """
        INSERT INTO enova_caretaker
               (active, partner_id, user_id, role, sequence, date_from)
        SELECT TRUE, id, user_id, 'main', 10, '2026-01-01' FROM res_partner
         WHERE id = ANY(%s)
        """,
        [ids],
    )
    env.cr.execute(
        """
        INSERT INTO enova_partner_caretaker_rel
        SELECT partner_id, user_id FROM enova_caretaker WHERE partner_id = ANY(%s)
        """,
        [ids],
    )
    env.cr.execute("ANALYZE res_partner, enova_caretaker, enova_partner_caretaker_rel")
    env.invalidate_all()
    return users, env["res.partner"].browse(ids)


def assign(env, partners, users):
    """Put several users in charge at once, in equal parts."""
    wizard = env["enova.caretaker.assign"].create(
        {"partner_ids": partners.ids, "user_ids": users.ids, "overlap": "replace"}
    )
    wizard.action_confirm()


def one_by_one(partners, user):
    """Write core's salesperson on one contractor after the other."""
    for partner in partners:
        partner.user_id = user
        partner.env.flush_all()


def end_of_absence(env, ids):
    """Let a deputy's period on every contractor have ended yesterday."""
    yesterday = fields.Date.subtract(fields.Date.today(), days=1)
    env.cr.execute(
        "UPDATE enova_caretaker SET date_to = %s WHERE partner_id = ANY(%s)",
        [yesterday, ids],
    )
    env.cr.execute(
        """
        INSERT INTO enova_caretaker
               (active, partner_id, user_id, role, sequence, date_from)
        SELECT TRUE, id, %s, 'main', 10, %s FROM res_partner WHERE id = ANY(%s)
        """,
        [env.ref("base.user_admin").id, fields.Date.today(), ids],
    )
    env.invalidate_all()


def switch(env):
    """Do what the nightly job does, in its batches, within one transaction."""
    stale = env["enova.caretaker"]._stale_partner_ids()
    for start in range(0, len(stale), 5000):
        env["enova.caretaker"]._apply(stale[start : start + 5000])
        env.flush_all()


with Benchmark("Caretakers of many contractors") as bench:
    count = bench.size("count", 10_000)
    night = bench.size("night", 100_000)
    users, partners = setting(bench.env, night)
    team, some = users[1:], partners[:count]
    ours = bench.measure(
        "assigned at once", lambda: assign(bench.env, some, team), items=count
    )
    few = bench.measure(
        "assigned at once, a tenth",
        lambda: assign(bench.env, some[: count // 10], team),
        items=count // 10,
    )
    sample = some[: count // 50]
    alone = bench.measure(
        "salesperson written one by one",
        lambda: one_by_one(sample, team[0]),
        items=len(sample),
        repeat=1,
    )
    bench.note("orientation: 5 s for 10,000 on quiet cores")
    bench.at_least("times one by one", ours.rate / alone.rate, 5)
    bench.at_most(
        "queries per 1,000, of a tenth's",
        (ours.queries / count) / (few.queries / few.items),
        1.1,
    )
    end_of_absence(bench.env, partners.ids)
    nightly = bench.measure(
        "nightly switch", lambda: switch(bench.env), items=night, repeat=1
    )
    bench.at_most("seconds for 100,000", nightly.seconds * 100_000 / night, 60)
