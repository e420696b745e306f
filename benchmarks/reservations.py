"""Booking among a million reservations, the next free slot, and a race for one hour.

A reservation is made through the ORM, as the form does. The race is the same hour,
booked by sixteen connections of four processes over and over, beside the ERP's own
calendar, which stores it each time.
"""

import multiprocessing
import time
from datetime import datetime, timedelta

from booking_race import FEWER, START, work

from odoo.tools import SQL

from harness import Benchmark

RESOURCES = 100
CATEGORY = 50
CONNECTIONS = 16
WORKERS = 4
CAPACITY = 3
WAIT = 300  # seconds

# An hour of each unit after the other, from 2026 on; the hour before START is free.
FILL = """
INSERT INTO enova_reservation (resource_id, unit, start, stop, blocked_start,
       blocked_stop, state, forbid, company_id, user_id, create_uid, create_date)
SELECT ids[1 + n %% count], 1, moment, moment + interval '1 hour', moment,
       moment + interval '1 hour', 'confirmed', TRUE, %(company)s, 2, 1, now()
  FROM (SELECT n, %(ids)s::int[] AS ids, %(resources)s AS count,
               timestamp '2026-01-01' + (n / %(resources)s) * interval '2 hours'
                   AS moment
          FROM generate_series(%(first)s, %(last)s - 1) AS n) AS rows
"""


def fill(env, resources, first, last):
    """Insert reservations with these numbers."""
    env.cr.execute(
        FILL,
        {
            "ids": resources.ids,
            "resources": len(resources),
            "company": env.company.id,
            "first": first,
            "last": last,
        },
    )
    env.cr.commit()
    env.cr.execute(SQL("ANALYZE enova_reservation"))
    env.cr.commit()


def race(database, resource_id, user_ids, attempts):
    """Book one hour from many connections, each of another user.

    :return: attempts per second, as meetings of the ERP and as reservations
    """
    share = attempts // len(user_ids)
    spawned = multiprocessing.get_context("spawn")
    barrier = spawned.Barrier(WORKERS + 1)
    workers = [
        spawned.Process(
            target=work,
            args=(database, resource_id, user_ids[number::WORKERS], share, barrier),
        )
        for number in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    rates = []
    for attempts_each in (share // FEWER, share):
        barrier.wait(WAIT)
        start = time.perf_counter()
        barrier.wait(WAIT)
        spent = time.perf_counter() - start
        rates.append(attempts_each * len(user_ids) / spent)
    for worker in workers:
        worker.join()
    return rates


def salespeople(env, count):
    """Return so many salespeople."""
    quiet = env["res.users"].with_context(no_reset_password=True)
    group = env.ref("crm_enova.crm_enova_group_own")
    users = quiet.create(
        [
            {
                "name": f"Salesperson {i}",
                "login": f"bench_{i}",
                "email": f"bench_{i}@example.com",
                "group_ids": [(4, group.id)],
            }
            for i in range(count)
        ]
    )
    env.cr.commit()
    return users


def vans(env):
    """Return many resources, and one that is raced for."""
    category = env.ref("crm_enova.enova_resource_category_vehicles")
    calendar = env.company.resource_calendar_id
    resources = env["enova.resource"].create(
        [
            {
                "name": f"Van {i}",
                "category_id": category.id,
                "resource_calendar_id": calendar.id,
            }
            for i in range(RESOURCES)
        ]
    )
    raced = env["enova.resource"].create(
        {
            "name": "Raced",
            "category_id": category.id,
            "resource_calendar_id": False,
            "capacity": CAPACITY,
        }
    )
    env.cr.commit()
    return resources, raced


def main():
    """Run the benchmark; spawned workers import this file, too."""
    with Benchmark("Reservations") as bench:
        env = bench.env
        small, total = bench.size("small", 10_000), bench.size("count", 1_000_000)
        resources, raced = vans(env)

        def book():
            """Book an hour between two others, or beyond them all."""
            env["enova.reservation"].create(
                {
                    "resource_id": resources[0].id,
                    "start": datetime(2026, 1, 1, 1) + timedelta(hours=20),
                    "stop": datetime(2026, 1, 1, 2) + timedelta(hours=20),
                }
            )

        def next_free():
            """Find the next free slot of each resource of a category."""
            some = resources[:CATEGORY]
            assert len(some._next_free(START, timedelta(hours=1))) == CATEGORY

        times = {}
        for size, first in ((small, 0), (total, small)):
            fill(env, resources, first, size)
            times[size] = bench.measure(
                f"one booked among {size:,}", book, repeat=15, warm=True
            ).milliseconds
        slot = bench.measure(
            f"next free slot of {CATEGORY} resources", next_free, repeat=7, warm=True
        )
        attempts = bench.size("attempts", 1_000)
        meetings, rate = race(
            bench.database, raced.id, salespeople(env, CONNECTIONS).ids, attempts
        )
        env.cr.commit()
        env.invalidate_all()
        bench.at_most("milliseconds to book", times[total], 15)
        bench.at_most(
            f"times the time among {small:,}", times[total] / times[small], 1.5
        )
        bench.at_most("milliseconds for the slots", slot.milliseconds, 200)
        bench.at_most("stored for one hour", len(raced.reservation_ids), CAPACITY)
        bench.at_least("attempts per second of salespeople", rate, 200)
        bench.note(f"meetings of the ERP per second: {meetings:,.0f}")


if __name__ == "__main__":
    main()
