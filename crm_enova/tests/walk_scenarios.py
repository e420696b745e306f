"""What core lets people do, on ways that lead through each override of ours.

A scenario is a function of the test and of an environment of whoever acts; what it
returns has to be the same with us and without us.
"""

import re
from functools import partial

# Who works with the records of a model, by core's groups, beside any employee.
CONTACTS = "base.group_partner_manager"
SALES = "sales_team.group_sale_manager"
ACCOUNTS = "account.group_account_invoice"
STOCK = "stock.group_stock_user"
MAILING = "mass_mailing.group_mass_mailing_user"
SETTINGS = "base.group_system"
EXPORT = "base.group_allow_export"

# What the answers and refusals of core name, and no two attempts have in common.
NUMBER = re.compile(r"\d+")

# {(model, method): (groups, scenario)}
SCENARIOS = {}


def masked(answer):
    """Return the text of an answer, without what no two records have in common."""
    return NUMBER.sub("#", str(answer))


def leads_through(model, *methods, groups=EXPORT):
    """Enter a scenario for the overrides of a model."""

    def enter(scenario):
        for method in methods:
            SCENARIOS[model, method] = (groups, scenario)
        return scenario

    return enter


# -- models whose links are guarded --------------------------------------------------

# {model: (groups, what is written)}; what is created is told by the test
GUARDED = {
    "account.move": (ACCOUNTS, {"ref": "x"}),
    "calendar.attendee": (EXPORT, {"access_token": "x", "state": "accepted"}),
    "calendar.event": (EXPORT, {"location": "x", "active": True}),
    "mailing.mailing": (MAILING, {"preview": "x"}),
    "mailing.trace": (MAILING, {"email": "x@example.com"}),
    "ir.attachment": (SALES, {"name": "x", "description": "x"}),
    "repair.order": (f"{STOCK},{SALES}", {"internal_notes": "x"}),
    "res.config.settings": (SETTINGS, {"web_app_name": "x"}),
    "res.partner": (CONTACTS, {"email": "x@example.com", "comment": "x"}),
    "sale.order": (SALES, {"client_order_ref": "x", "state": "sent"}),
    "sale.order.line": (SALES, {"name": "x"}),
    "stock.picking": (STOCK, {"origin": "x"}),
}
# core refuses copies of them, but anybody may ask for what a copy would hold
UNCOPIED = ("calendar.attendee", "res.config.settings", "sale.order.line")


def _create(model, case, env):
    env[model].create(case.values_of(model))


def _write(model, case, env):
    record = case.record_of(model, env)
    # they take it over, too, which is a caretaker's period where it is a contractor
    taken = {"user_id": env.uid} if "user_id" in record._fields else {}
    record.write({**GUARDED[model][1], **taken})


def _delete(model, case, env):
    case.record_of(model, env).unlink()


def _copy(model, case, env):
    record = case.record_of(model, env)
    record.copy_data() if model in UNCOPIED else record.copy()


def _read(model, case, env):
    record = case.record_of(model, env)
    name = next(iter(GUARDED[model][1]))
    return masked(record.read([name, "display_name"]))


def _defaults(model, case, env):
    names = case.core_fields(model)
    return sorted(env[model].default_get(names).keys() & set(names))


def _form(model, case, env):
    names = case.columns_shown(model, env)
    answer = env[model].onchange({}, [], {name: {} for name in names})
    return sorted(answer["value"])


def _export(model, case, env):
    return masked(case.record_of(model, env).export_data(["display_name"]))


def _load(model, case, env):
    name = next(iter(GUARDED[model][1]))
    record = case.record_of(model, env)
    result = env[model].load([".id", name], [[str(record.id), "x"]])
    return masked(result["messages"])


GENERIC = {
    "_has_field_access": _read,
    "_prepare_create_values": _create,
    "copy_data": _copy,
    "create": _create,
    "default_get": _defaults,
    "export_data": _export,
    "load": _load,
    "onchange": _form,
    "write": _write,
    "unlink": _delete,
}
for _model, (_groups, _values) in GUARDED.items():
    # one for all the methods that it leads through
    _ways = {way: partial(way, _model) for way in set(GENERIC.values())}
    for _method, _way in GENERIC.items():
        SCENARIOS[_model, _method] = (_groups, _ways[_way])
