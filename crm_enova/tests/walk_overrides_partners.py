"""What core lets people do with partners, and with files of them."""

from odoo.fields import Command

from ..models.contractor.res_partner_name import WITHOUT_COMPANY
from .walk_scenarios import CONTACTS, SETTINGS, leads_through, masked

# -- partners ------------------------------------------------------------------------


@leads_through("res.partner", "_compute_display_name", groups=CONTACTS)
def _name_person(case, env):
    values = {"name": "Ewa Walk", "parent_id": case.contractor.id}
    person = case.env["res.partner"].create(values).with_env(env)
    without, chosen = {WITHOUT_COMPANY: True}, {"formatted_display_name": True}
    # in a choice without the firm the name is ours, and anybody may see it
    person.with_context(**without, **chosen).read(["display_name"])
    ways = ({}, without, chosen, {"show_email": True})
    return [person.with_context(**way).display_name for way in ways]


@leads_through("res.partner", "_search_display_name", groups=CONTACTS)
def _find_partner(case, env):
    return env["res.partner"].search([("display_name", "ilike", "Młyn")]).ids


@leads_through("res.partner", "search_count", groups=CONTACTS)
def _count_partners(case, env):
    return env["res.partner"].search_count([("name", "ilike", "Młyn")])


@leads_through("res.partner", "get_formview_id", groups=CONTACTS)
def _open_partner(case, env):
    return masked(case.contractor.with_env(env).get_formview_action())


@leads_through("res.partner", "get_view", groups=CONTACTS)
def _form_of_partner(case, env):
    view = case.env.ref("base.view_partner_form").id
    return env["res.partner"].get_views([(view, "form")])["views"]["form"]["arch"]


@leads_through("res.partner", "name_search", groups=CONTACTS)
def _choose_vendor(case, env):
    partners = env["res.partner"].with_context(res_partner_search_mode="supplier")
    return partners.name_search("Młyn")


@leads_through("res.partner", "web_search_read", groups=CONTACTS)
def _list_vendors(case, env):
    partners = env["res.partner"].with_context(res_partner_search_mode="supplier")
    domain = [("name", "ilike", "Młyn")]
    return partners.web_search_read(domain, {"display_name": {}})["length"]


@leads_through(
    "base.partner.merge.automatic.wizard",
    "action_merge",
    "_log_merge_operation",
    "_merge",
    "_update_foreign_keys",
    "_update_foreign_keys_generic",
    "_update_values",
    groups=CONTACTS,
)
def _merge(case, env):
    partners = case.contractor | case.env["res.partner"].create(
        {"name": "Młyn", "email": case.contractor.email, "user_id": case.user_all.id}
    )
    wizard = env["base.partner.merge.automatic.wizard"].create(
        {
            "partner_ids": [Command.set(partners.ids)],
            "dst_partner_id": case.contractor.id,
        }
    )
    return masked(wizard.action_merge())


@leads_through("privacy.lookup.wizard", "_get_query", groups=SETTINGS)
def _look_up(case, env):
    lookup = env["privacy.lookup.wizard"].create(
        {"name": "Ewa Nowak", "email": "biuro@mlyn.example.com"}
    )
    lookup.action_lookup()


# -- files ---------------------------------------------------------------------------


@leads_through("res.partner", "get_import_templates", groups=CONTACTS)
def _see_templates(case, env):
    env["res.partner"].get_import_templates()


@leads_through(
    "res.partner", "_convert_records", "_convert_fields_to_values", groups=CONTACTS
)
def _import_people(case, env):
    rows = [["Nowak Jan", "Młyn Lubelski sp. z o.o."], ["Sama", ""]]
    partners = env["res.partner"].with_context(import_file=True)
    return partners.load(["name", "parent_id"], rows)["messages"]


@leads_through("ir.fields.converter", "db_id_for", groups=CONTACTS)
def _import_with_country(case, env):
    rows = [["Import", "Poland"]]
    return env["res.partner"].load(["name", "country_id"], rows)["messages"]


@leads_through(
    "base_import.import",
    "parse_preview",
    "execute_import",
    "_convert_import_data",
    "_parse_float_from_data",
    "_read_csv",
    groups=CONTACTS,
)
def _import_file(case, env):
    wizard = env["base_import.import"].create(
        {
            "res_model": "res.partner",
            # the last number is one to core, and none in such a column to the CRM
            "file": b'Name,Latitude\nImport,$51.25\nFar,"1,051.5"\nNear,"5,25"\n',
            "file_name": "x.csv",
            "file_type": "text/csv",
        }
    )
    options = {"quoting": '"', "separator": ",", "has_headers": True, "encoding": ""}
    preview = wizard.parse_preview(dict(options))
    options |= {"float_thousand_separator": ",", "float_decimal_separator": "."}
    fields, columns = ["name", "partner_latitude"], ["Name", "Latitude"]
    for dryrun in (True, False):
        result = wizard.execute_import(fields, columns, dict(options), dryrun=dryrun)
    made = env["res.partner"].browse(result["ids"] or [])
    read = made.mapped("partner_latitude")
    return preview.get("error"), preview.get("preview"), result["messages"], read
