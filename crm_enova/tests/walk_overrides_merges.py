"""What core lets people do, on ways through what we override of mailings."""

from .walk_scenarios import MAILING, leads_through, masked


def _mailing(case, env, **values):
    """Return a mailing of core's to one contact, which is none of ours."""
    prepared = {
        "subject": "x",
        "body_html": "<p>Hello</p>",
        "mailing_model_id": case.env["ir.model"]._get_id("res.partner"),
        "mailing_domain": repr([("id", "=", case.contractor.id)]),
        "user_id": env.uid,
        **values,
    }
    return case.env["mailing.mailing"].create(prepared).with_env(env)


@leads_through("mailing.mailing", "action_put_in_queue", groups=MAILING)
def _queue(case, env):
    mailing = _mailing(case, env)
    return mailing.action_launch(), mailing.state


@leads_through("mailing.mailing", "action_cancel", groups=MAILING)
def _cancel(case, env):
    mailing = _mailing(case, env, state="in_queue")
    return mailing.action_cancel(), mailing.state


@leads_through("mailing.mailing", "action_test", groups=MAILING)
def _test(case, env):
    return masked(_mailing(case, env).action_test())


@leads_through("mailing.mailing", "convert_links", groups=MAILING)
def _links(case, env):
    return list(_mailing(case, env).convert_links().values())


@leads_through("mailing.mailing", "get_formview_id", groups=MAILING)
def _open(case, env):
    return masked(_mailing(case, env).get_formview_action())


@leads_through("mailing.mailing", "_action_view_traces_filtered", groups=MAILING)
def _traces(case, env):
    return masked(_mailing(case, env).action_view_traces_sent())


@leads_through(
    "mailing.mailing",
    "_get_recipients",
    "_get_recipients_domain",
    "_get_remaining_recipients",
    groups=MAILING,
)
def _recipients(case, env):
    mailing = _mailing(case, env)
    answer = mailing._get_remaining_recipients() == case.contractor.ids
    return answer, mailing.total


@leads_through(
    "mailing.mailing",
    "_compute_medium_id",
    "_get_default_mailing_domain",
    groups=MAILING,
)
def _fill_in(case, env):
    model = case.env["ir.model"]._get_id("res.partner")
    mailing = env["mailing.mailing"].create({"subject": "x", "mailing_model_id": model})
    return mailing.medium_id.sudo().name, mailing.mailing_domain


@leads_through(
    "mailing.mailing",
    "_get_pretty_mailing_type",
    "_prepare_statistics_email_values",
    groups=MAILING,
)
def _report(case, env):
    values = _mailing(case, env)._prepare_statistics_email_values()
    return masked({**values, "tips": ""})


@leads_through("mailing.mailing", "_render_field", groups=MAILING)
def _send_sample(case, env):
    test = env["mailing.mailing.test"].create(
        {"mass_mailing_id": _mailing(case, env).id, "email_to": "a@example.com"}
    )
    return test.send_mail_test()


@leads_through(
    "mail.compose.message", "_prepare_mail_values", "_render_field", groups=MAILING
)
def _compose(case, env):
    composer = env["mail.compose.message"].create(
        {
            "composition_mode": "mass_mail",
            "model": "res.partner",
            "res_ids": repr(case.contractor.ids),
            "subject": "x",
            "body": "<p>Hello</p>",
        }
    )
    values = composer._prepare_mail_values(case.contractor.ids)
    return masked(values[case.contractor.id]["body_html"])


@leads_through(
    "mail.compose.message", "_prepare_mail_values_mailing_traces", groups=MAILING
)
def _send_to_many(case, env):
    mailing = _mailing(case, env)
    mailing.action_send_mail()
    traces = mailing.mailing_trace_ids
    return traces.mapped("trace_status"), len(traces)


@leads_through("utm.campaign", "_compute_statistics", groups=MAILING)
def _rates(case, env):
    campaign = case.env["utm.campaign"].create({"title": "a"}).with_env(env)
    return campaign.received_ratio, campaign.opened_ratio


@leads_through("utm.campaign", "_get_mailing_recipients", groups=MAILING)
def _reached(case, env):
    campaign = case.env["utm.campaign"].create({"title": "a"}).with_env(env)
    return list(campaign._get_mailing_recipients().values())
