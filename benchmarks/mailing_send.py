"""E-mails of a mail merge handed to a mail server, beside the ERP's own mass mailing.

The same text to the same addressees, over the same server, which runs in a process of
its own on this machine and answers at once: what is measured is the sender.
"""

import subprocess
import sys
from pathlib import Path

from harness import Benchmark

SINK = Path(__file__).with_name("smtp_sink.py")
BODY = """
<div class="o_layout"><p>Dear Sir or Madam,</p>
<p>from January on we deliver <b>rolls of film</b> at
<a href="https://example.com/prices">new prices</a>, and
<a href="https://example.com/stock">from stock</a>.</p>
<p>Yours sincerely, sales</p>
<p><a href="/unsubscribe_from_list">Unsubscribe</a> | <a href="/view">View</a></p></div>
"""


def memory():
    """Return the megabytes that this process holds."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmRSS")


def people(env, count):
    """Create the addressees, and keep them."""
    partners = env["res.partner"].create(
        [
            {"name": f"Addressee {n}", "email": f"a{n}@example.com", "is_company": True}
            for n in range(count)
        ]
    )
    env.cr.commit()
    return partners


def mailing(env, partners, title, with_events):
    """Return a mailing, not yet queued."""
    user = env.ref("base.user_admin")
    # the responsible is not told of it, who would get an e-mail over the same server
    mailings = env["mailing.mailing"].with_context(mail_auto_subscribe_no_notify=True)
    return mailings.create(
        {
            "subject": title,
            "user_id": user.id,
            "email_from": user.email_formatted,
            "purpose": "contract" if with_events else False,
            "mailing_model_id": env["ir.model"]._get_id("res.partner"),
            "mailing_domain": repr([("id", "in", partners.ids)]),
            "body_arch": BODY,
            "body_html": BODY,
        }
    )


def queue(env, partners, title, with_events):
    """Queue a mailing by core's composer, with an event for each addressee or none."""
    record = mailing(env, partners, title, with_events)
    record.action_put_in_queue()
    record._action_send_mail()
    env.cr.commit()
    env.invalidate_all()


def empty_core_queue(env):
    """Run core's queue as often as it takes; it ends each run after a thousand."""
    mails = env["mail.mail"]
    while mails.search_count([("state", "=", "outgoing")], limit=1):
        mails.process_email_queue()


with (
    subprocess.Popen(
        [sys.executable, str(SINK)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as sink,
    Benchmark("E-mails of a mail merge") as bench,
):
    env = bench.env
    few, many = bench.size("few", 500), bench.size("many", 4_000)
    env["ir.mail_server"].search([]).active = False
    env["ir.mail_server"].create(
        {
            "name": "Sink",
            "smtp_host": "127.0.0.1",
            "smtp_port": int(sink.stdout.readline()),
            "smtp_encryption": "none",
        }
    )
    env.ref("base.user_admin").email = "admin@example.com"
    everybody = people(env, many)
    send = env["enova.mailing.attempt"]._cron_send

    # the first of each fills caches, and is not counted
    queue(env, everybody[:50], "Warm", with_events=True)
    send()
    queue(env, everybody[:101], "Warm core", with_events=False)
    empty_core_queue(env)

    queue(env, everybody[:few], "Core", with_events=False)
    theirs = bench.measure(
        "mass mailing of core", lambda: empty_core_queue(env), items=few, keep=True
    )
    queue(env, everybody[:few], "Few", with_events=True)
    less = bench.measure("mail merge", send, items=few, keep=True)
    queue(env, everybody, "Many", with_events=True)
    before = memory()
    ours = bench.measure("mail merge, many", send, items=many, keep=True)
    grown = memory() - before

    bench.at_least("times core's rate", less.rate / theirs.rate, 3)
    bench.at_least("times core's rate, many", ours.rate / theirs.rate, 3)
    bench.at_most("queries per e-mail", ours.queries / many, 6)
    bench.at_most("MB more in memory after many", grown, 20)
    sink.stdin.close()
    taken = int(sink.stdout.readline())
    bench.at_most("lost or doubled", abs(taken - (50 + 101 + few + few + many)), 0)
    assert env["enova.mailing.attempt"].search_count([("state", "!=", "sent")]) == 0
