"""E-mails queued to many contractors, each of whom has it in the history, beside core.

Core alone is a mailing without a purpose: the same text, the same addressees, the same
queue, no events. Ours settles the audience, gives each addressee an event, and lets
core make the e-mails; core's text has the fields that ours has as placeholders.
"""

from harness import Benchmark

OURS = "<p>{salutation},</p><p>new prices for {contractor} in {city}.</p>"
CORES = (
    "<p>Dear Sir or Madam,</p><p>new prices for <t t-out='object.name'/> in"
    " <t t-out='object.city'/>.</p>"
)


def addressees(env, count):
    """Create the contractors; return them."""
    return env["res.partner"].create(
        [
            {
                "name": f"Contractor {number}",
                "is_company": True,
                "email": f"contractor{number}@example.com",
                "street": f"Street {number}",
                "city": "Kraków",
            }
            for number in range(count)
        ]
    )


def mailing(env, partners, **values):
    """Create an e-mail to contractors."""
    return env["mailing.mailing"].create(
        {
            "subject": "New prices",
            "mailing_type": "mail",
            "mailing_model_id": env["ir.model"]._get_id("res.partner"),
            "mailing_domain": repr([("id", "in", partners.ids)]),
            "use_exclusion_list": True,
            **values,
        }
    )


def without_commits(env):
    """Let the queue make its e-mails in one transaction, to be rolled back."""
    from odoo import modules

    modules.module.current_test = True
    return env


with Benchmark("E-mails queued with events") as bench:
    env = without_commits(bench.env)
    count = bench.size("count", 10_000)
    partners = addressees(env, count)
    core = mailing(env, partners, body_html=CORES)
    ours = mailing(
        env, partners, body_html=OURS, purpose="contract", audience="selected"
    )
    letters = mailing(
        env,
        partners,
        body_html=OURS,
        purpose="contract",
        audience="selected",
        mailing_type="letter",
    )
    env.cr.commit()

    def queue_core():
        core.action_put_in_queue()
        core._action_send_mail()

    def queue_ours():
        ours.action_put_in_queue()
        ours._action_send_mail()
        assert len(ours.event_ids) == count

    once = {"items": count, "repeat": 1, "warm": True}  # a minute each
    theirs = bench.measure("core alone", queue_core, **once)
    own = bench.measure("with events", queue_ours, **once)
    bench.at_most("times core's seconds", own.seconds / theirs.seconds, 1.25)
    more = (own.queries - theirs.queries) * 20 / count
    bench.at_most("more queries per 20 addressees", more, 1)
    settled = bench.measure(
        "letters settled", letters.action_put_in_queue, items=count, warm=True
    )
    bench.at_least("letters settled per second", settled.rate, 1_000)
    letters.action_put_in_queue()
    # by ids: what a cache that is emptied has prefetched is read one by one
    ids = letters.event_ids.ids

    def post():
        env["enova.activity"].browse(ids)._mailing_moved("posted")
        env.flush_all()

    posted = bench.measure("letters noted as posted", post, items=count, warm=True)
    bench.at_least("letters noted per second", posted.rate, 1_000)
