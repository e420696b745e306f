"""An audience as a person reads it: the split, and everyone left out, with why."""

from collections import defaultdict

from markupsafe import Markup

# So many names are shown of a reason; the number is always there.
NAMES = 20


def audience_markup(env, split):
    """Return who gets it by which way, and who is left out for which reason.

    :param env: environment of the reader
    :param list split: of :class:`.audience.Addressee`
    :return: Markup
    """
    by_channel, by_reason = defaultdict(list), defaultdict(list)
    for addressee in split:
        if addressee.left_out:
            by_reason[addressee.left_out].append(addressee.partner_id)
        else:
            by_channel[addressee.channel].append(addressee.partner_id)
    return Markup().join(
        [_gets_it(env, by_channel), _left_out(env, by_reason)]
        if split
        else [_nobody(env)]
    )


def _nobody(env):
    return Markup('<p class="o_enova_muted">{}</p>').format(
        env._("Nobody is chosen yet.")
    )


def _gets_it(env, by_channel):
    events = env["enova.activity"]._fields["mailing_channel"]
    labels = dict(events._description_selection(env))
    rows = Markup().join(
        Markup("<li>{label}: <b>{count}</b></li>").format(
            label=labels[channel], count=len(ids)
        )
        for channel, ids in sorted(by_channel.items(), reverse=True)
    )
    total = sum(map(len, by_channel.values()))
    return Markup('<p class="fw-bold mb-1">{}</p><ul>{}</ul>').format(
        env._("Gets it: %s", total), rows
    )


def _left_out(env, by_reason):
    if not by_reason:
        return Markup()
    reasons = env["enova.activity"]._fields["mailing_left_out"]
    rows = Markup()
    for reason, label in reasons._description_selection(env):
        ids = by_reason.get(reason)
        if ids:
            people = env["res.partner"].browse(ids[:NAMES])._filtered_access("read")
            names = ", ".join(people.mapped("display_name"))
            more = "…" if len(ids) > NAMES else ""
            rows += Markup("<li>{label} ({count}): {names}{more}</li>").format(
                label=label, count=len(ids), names=names, more=more
            )
    total = sum(map(len, by_reason.values()))
    return Markup('<p class="fw-bold mb-1 o_enova_warning">{}</p><ul>{}</ul>').format(
        env._("Left out: %s", total), rows
    )
