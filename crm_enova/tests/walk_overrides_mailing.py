"""What core lets people do, on ways through what we override of sending e-mails."""

from odoo.fields import Command

from .walk_scenarios import MAILING, SETTINGS, leads_through, masked

VALUES = {"subject": "Hello", "body_html": "<p>x</p>", "email_to": "x@example.com"}


def _queued(case, env, **values):
    """Return an e-mail of the ERP that waits, as somebody sees it."""
    return case.env["mail.mail"].create({**VALUES, **values}).with_env(env)


@leads_through("mail.mail", "create", groups=SETTINGS)
def _write_mail(case, env):
    return masked(env["mail.mail"].create(VALUES).read(["subject", "state"]))


@leads_through("mail.mail", "send", groups=SETTINGS)
def _send_mail(case, env):
    return _queued(case, env).send()


@leads_through("mail.mail", "process_email_queue", groups=SETTINGS)
def _send_queue(case, env):
    mail = _queued(case, env)
    env["mail.mail"].process_email_queue(email_ids=mail.ids)
    return mail.sudo().state


@leads_through("mail.mail", "mark_outgoing", groups=SETTINGS)
def _queue_again(case, env):
    mail = _queued(case, env, state="exception")
    return mail.action_retry(), mail.sudo().state


def _mailing(case, env):
    """Return a mailing of core's, to one addressee, with an e-mail that has failed."""
    partner = case.contractor
    mailing = case.env["mailing.mailing"].create(
        {
            "subject": "x",
            "body_html": "<p>x</p>",
            "mailing_model_id": case.env["ir.model"]._get_id("res.partner"),
            "mailing_domain": repr([("id", "=", partner.id)]),
            "state": "done",
        }
    )
    trace = {"mass_mailing_id": mailing.id, "model": "res.partner"}
    _queued(
        case,
        env,
        state="exception",
        mailing_id=mailing.id,
        mailing_trace_ids=[Command.create({**trace, "res_id": partner.id})],
    )
    return mailing.with_env(env)


@leads_through("mailing.mailing", "action_retry_failed", groups=MAILING)
def _retry(case, env):
    mailing = _mailing(case, env)
    answer = mailing.action_retry_failed()
    return answer, mailing.sudo().state, len(mailing.sudo().mailing_trace_ids)


@leads_through("mailing.mailing", "_action_send_mail", groups=MAILING)
def _send_mailing(case, env):
    mailing = _mailing(case, env)
    mailing.sudo().mailing_trace_ids.unlink()
    answer = mailing.action_send_mail()
    return answer, mailing.sudo().state, len(mailing.sudo().mailing_trace_ids)


RECEIVED = """\
From: {sender}
To: {to}
Subject: Away
Message-ID: <walk-{name}@example.com>
In-Reply-To: {parent}
Auto-Submitted: auto-replied

x
"""


def _received(case, env, name, **values):
    """Return what an e-mail that comes in leaves on a contact that is none of ours."""
    partner = case.env["res.partner"].create({"name": "Anna", "email": "a@example.com"})
    parent = partner.message_post(body="x", message_type="comment").message_id
    text = RECEIVED.format(name=name, parent=parent, **values)
    thread_id = env["mail.thread"].message_process(False, text.encode())
    messages = partner.message_ids.sorted("id")
    return thread_id == partner.id, messages.mapped("message_type")


@leads_through("mail.thread", "_message_route_process", groups=f"{SETTINGS},{MAILING}")
def _receive_from_program(case, env):
    to = {"sender": "a@example.com", "to": "b@example.net"}
    return _received(case, env, "program", **to)


@leads_through("mail.thread", "_routing_handle_bounce", groups=SETTINGS)
def _receive_returned(case, env):
    to = {"sender": "mailer-daemon@example.com", "to": "b@example.net"}
    return _received(case, env, "returned", **to)
