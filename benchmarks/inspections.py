"""The nightly job of inspections over many devices, few or many of them due.

Without us somebody would look through the list every morning and make each task by
hand; so there is nothing beside it, but a limit of time.
"""

from datetime import date, timedelta

from odoo.tools import SQL

from harness import Benchmark

BATCH = 10_000


def setting(env, count):
    """Create devices, a thousand contractors between them; none is due yet."""
    partners = env["res.partner"].create(
        [{"name": f"Client {i}", "is_company": True} for i in range(1000)]
    )
    technician = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create({"name": "Technician", "login": "technician"})
    )
    devices = env["enova.device"].with_context(tracking_disable=True)
    for start in range(0, count, BATCH):
        devices.create(
            [
                {
                    "name": f"Device {i}",
                    "partner_id": partners[i % 1000].id,
                    "technician_id": technician.id,
                    "inspection_months": 12,
                    "last_inspection": date.today(),
                }
                for i in range(start, min(start + BATCH, count))
            ]
        )
    env.flush_all()
    env.cr.commit()
    return count


def make_due(env, share):
    """Let the inspections of a share of the devices come within the next days."""
    env.execute_query(
        SQL(
            """
            UPDATE enova_device SET next_inspection = %s, inspection_made_for = NULL
             WHERE id %% %s = 0 RETURNING id
            """,
            date.today() + timedelta(days=3),
            share,
        )
    )
    env.invalidate_all()


def job(env):
    """Do what the nightly job does, without its commits, which a run takes back."""
    devices = env["enova.device"]
    made = 0
    for company in env["res.company"].search([]):
        batch = devices.with_company(company)._pending_inspections(company)
        while batch:
            batch._plan_inspections()
            made += len(batch)
            env.flush_all()
            env.invalidate_all()
            batch = batch._pending_inspections(company)
    return made


with Benchmark("Nightly job of inspections") as bench:
    count = bench.size("count", 100_000)
    setting(bench.env, count)
    bench.env.cr._cnx.autocommit = True
    bench.env.execute_query(SQL("VACUUM ANALYZE enova_device"))
    bench.env.cr._cnx.autocommit = False

    idle = bench.measure("nothing is due", lambda: job(bench.env), count)
    night = bench.measure(
        "a night: one in 250 is due",
        lambda: job(bench.env),
        count // 250,
        before=lambda: make_due(bench.env, 250),
    )
    month = bench.measure(
        "a month at once: one in twelve is due",
        lambda: job(bench.env),
        count // 12,
        repeat=1,
        before=lambda: make_due(bench.env, 12),
    )
    everything = bench.measure(
        "all of them at once",
        lambda: job(bench.env),
        count,
        repeat=1,
        before=lambda: make_due(bench.env, 1),
    )
    bench.at_most("seconds of a night", night.seconds, 60)
    bench.at_most("seconds of a month at once", month.seconds, 60)
    bench.at_most("seconds of all at once", everything.seconds, 60)
