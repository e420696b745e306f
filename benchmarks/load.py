"""Twenty-four people at once, over the network of this machine, with three workers.

Each signs in and does by turns what the CRM is used for all day, and what the ERP has
for the same: a list, a history, a note of a call, a task done, an hour booked. It ends
by itself. Nothing may fail but what two have booked at once, and no call of ours may
take 1.5 × the time of core's.
"""

import statistics
import sys
import threading
import time
from pathlib import Path

from filling import BIG_NAME
from list_page import specification
from live import free_port, serving
from load_client import Client

from harness import Benchmark

LAUNCHER = Path(__file__).parent.parent / "devtools" / "launch" / "odoo-bin"
CLIENTS, WORKERS, SECONDS = 24, 3, 45
VANS = 5
STEPS = ("list", "history", "log", "new task", "done", "book")


def server(database, workers):
    """Run the ERP in workers as long as a block; yield its address."""
    words = ("--gevent-port", free_port(), "--workers", workers)
    return serving(database, *words, command=(sys.executable, LAUNCHER))


def places(env):
    """Return the records that the people work with, as JSON can hold them."""
    partner = env["res.partner"].search([("name", "ilike", BIG_NAME)], limit=1)
    category = env.ref("crm_enova.enova_resource_category_vehicles")
    vans = env["enova.resource"].create(
        [
            {
                "name": f"Van {i}",
                "category_id": category.id,
                "resource_calendar_id": False,
            }
            for i in range(VANS)
        ]
    )
    env.cr.commit()
    lists = {
        "enova.activity": "crm_enova.enova_activity_view_list",
        "res.partner": "base.view_partner_tree",
    }
    reader = env(user=env["res.users"].search([("login", "=", "everything")]))
    return {
        **{
            model: specification(reader, model, env.ref(view).id)
            for model, view in lists.items()
        },
        "big": partner.id,
        "vans": vans.ids,
        "task_type": env.ref("crm_enova.enova_activity_type_task_todo").id,
        "event_type": env.ref("crm_enova.enova_activity_type_event_call").id,
        "todo": env.ref("mail.mail_activity_data_todo").id,
        "partner_model": env["ir.model"]._get_id("res.partner"),
    }


def run(address, database, known, seconds, count):
    """Let everybody work at once; return the clients, with what they have noted."""
    clients = [
        Client(address, database, f"other{number}", known) for number in range(count)
    ]
    deadline = time.monotonic() + seconds
    threads = [
        threading.Thread(target=client.work_until, args=(deadline,))
        for client in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clients


def judge(bench, clients, seconds):
    """State what the calls took, and whether anything failed."""
    times = {}
    for client in clients:
        for name, taken in client.seconds.items():
            times.setdefault(name, []).extend(taken)
    for name, taken in sorted(times.items()):
        ninth = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
        bench.note(
            f"{name:<16} {len(taken):>5} calls, median"
            f" {statistics.median(taken) * 1000:>6.0f} ms, p95 {ninth * 1000:>6.0f} ms"
        )
    errors = [error for client in clients for error in client.errors]
    for error in errors[:10]:
        bench.note(f"error: {error}")
    calls = sum(map(len, times.values()))
    bench.note(f"{calls / seconds:.0f} requests per second")
    bench.note(f"{sum(client.clashes for client in clients)} bookings refused")
    bench.at_most("errors", len(errors), 0)
    for step in STEPS:
        ours, core = (
            statistics.median(times[f"{whose}: {step}"]) for whose in ("ours", "core")
        )
        bench.at_most(f"{step}, of core's", ours / core, 1.5)


if __name__ == "__main__":
    with Benchmark("Twenty-four people at once") as bench:
        seconds = bench.size("seconds", SECONDS)
        known = places(bench.env)
        with server(bench.database, bench.size("workers", WORKERS)) as address:
            clients = run(
                address, bench.database, known, seconds, bench.size("clients", CLIENTS)
            )
        judge(bench, clients, seconds)
