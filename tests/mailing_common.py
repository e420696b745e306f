"""Mail merges that are sent in processes of their own, as the ERP's workers do it."""

import os

# Queued as the ERP does it, with an event for each addressee.
PREPARE = """
env["ir.mail_server"].search([]).active = False
env["ir.mail_server"].create({{
    "name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": {port},
    "smtp_encryption": "none", "smtp_authentication": "login"}})
env["ir.cron"].search([]).active = False
admin = env.ref("base.user_admin")
admin.email = "admin@example.com"
partners = env["res.partner"].with_context(tracking_disable=True).create([
    {{"name": f"Addressee {{n:05}}", "email": f"{name}{{n:05}}@example.com",
      "is_company": True, "contractor_status": "contractor"}}
    for n in range({count})])
mailings = env["mailing.mailing"].with_context(mail_auto_subscribe_no_notify=True)
mailing = mailings.create({{
    "subject": "{name}", "name": "{name}", "user_id": admin.id, "purpose": "contract",
    "mailing_model_id": env["ir.model"]._get_id("res.partner"),
    "email_from": admin.email_formatted,
    "body_arch": {body!r}, "body_html": {body!r},
    "mailing_domain": repr([("id", "in", partners.ids)])}})
mailing.action_put_in_queue()
mailing._action_send_mail()
env.cr.commit()
"""
BODY = '<p>Dear friends, <a href="https://example.com/offer">look</a>.</p>'

# Forks one sender after the other, as the ERP's own server does: loaded once.
WORK = """
import os
import sys
from devtools.inside.session import environment
from odoo import sql_db

with environment(sys.argv[1]):
    from odoo.addons.base.models import ir_mail_server
    from odoo.addons.crm_enova.models.mailing import mail_sender
ir_mail_server.SMTP_TIMEOUT = 2
mail_sender.BATCH = int(sys.argv[2])
sql_db.close_all()
for line in sys.stdin:
    worker = os.fork()
    if worker:
        os.waitpid(worker, 0)
        print("over", flush=True)
        continue
    with environment(sys.argv[1]) as env:
        print("at work", os.getpid(), flush=True)
        env["enova.mailing.attempt"]._cron_send()
        print("finished", flush=True)
    os._exit(0)
"""

STATES = "SELECT state, count(*) FROM enova_mailing_attempt GROUP BY 1 ORDER BY 1"
EVENTS = """
SELECT mailing_state, count(*) FROM enova_activity WHERE mailing_id IS NOT NULL
 GROUP BY 1 ORDER BY 1
"""


class Sender:
    """A server whose workers send, one at a time."""

    def __init__(self, outside, database, batch=50):
        self.process = outside.forks.script(WORK, database, batch)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.communicate(timeout=120)

    def start(self):
        """Start a worker; return its process id once it is at work."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        *words, pid = self.read().split()
        assert words == ["at", "work"]
        return int(pid)

    def finish(self):
        """Wait until the worker has come to its end."""
        assert [self.read(), self.read()] == ["finished", "over"]

    def run(self):
        """Send all that is due."""
        self.start()
        self.finish()

    def kill(self, pid, signal):
        """Kill the worker; return whether that came before its end."""
        os.kill(pid, signal)
        line = self.read()
        if line == "finished":
            assert self.read() == "over"
        return line == "over"

    def read(self):
        return self.process.stdout.readline().strip()


def prepare(outside, database, sink, count, name="a", body=BODY):
    """Queue a mail merge to so many addressees."""
    code = PREPARE.format(port=sink.port, count=count, name=name, body=body)
    outside.python(database, code)


def states(outside, database, query=STATES):
    """Return how many attempts, or events, are in each state."""
    return {state: int(count) for state, count in outside.sql(database, query)}
