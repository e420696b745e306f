"""What core lets people do, on ways through what we override of one model alone."""

from odoo.fields import Command

from odoo.addons.http_routing.tests.common import MockRequest

from .walk_scenarios import (
    MAILING,
    SALES,
    SETTINGS,
    STOCK,
    leads_through,
    masked,
)

# -- users, companies, settings ------------------------------------------------------


@leads_through("res.users", "create", groups=SETTINGS)
def _create_user(case, env):
    users = env["res.users"].with_context(no_reset_password=True)
    users.create({"name": "Nowa Osoba", "login": "nowa.osoba.walk"})


@leads_through("res.users", "action_archive", groups=SETTINGS)
def _archive_user(case, env):
    return case.user_own.with_env(env).action_archive()


@leads_through("res.users.settings", "set_res_users_settings")
def _keep_settings(case, env):
    settings = env["res.users.settings"]._find_or_create_for_user(env.user)
    return masked(settings.set_res_users_settings({"push_to_talk_key": "shift.x"}))


@leads_through("res.users", "_get_activity_groups")
def _top_bar(case, env):
    return env["res.users"]._get_activity_groups()


@leads_through("res.company", "create", groups=SETTINGS)
def _create_company(case, env):
    env["res.company"].create({"name": "Nowa Firma"})


@leads_through("res.config.settings", "get_values", groups=SETTINGS)
def _see_settings(case, env):
    values = env["res.config.settings"].get_values()
    return sorted(values.keys() & set(case.core_fields("res.config.settings")))


@leads_through("res.config.settings", "set_values", groups=SETTINGS)
def _save_settings(case, env):
    env["res.config.settings"].create({}).execute()


# -- mails of figures ----------------------------------------------------------------


@leads_through(
    "digest.digest",
    "_action_send",
    "_action_subscribe_users",
    "_action_unsubscribe_users",
    "_compute_kpis_actions",
    groups=SETTINGS,
)
def _send_figures(case, env):
    digest = env["digest.digest"].create(
        {"name": "Nasz tydzień", "kpi_mail_message_total": True}
    )
    digest.action_subscribe()
    digest.action_send_manual()
    readers = digest.user_ids
    digest.action_unsubscribe()
    return readers == env.user, bool(digest.user_ids)


# -- files ---------------------------------------------------------------------------


@leads_through("ir.attachment", "_search", groups=SALES)
def _find_files(case, env):
    file = case.record_of("ir.attachment", env)
    domain = [("res_model", "=", "sale.order"), ("res_id", "=", file.sudo().res_id)]
    files = env["ir.attachment"]
    return files.search(domain) == file, files.search_count([("name", "=", "plik.txt")])


@leads_through("ir.attachment", "web_search_read", groups=SALES)
def _list_files(case, env):
    case.record_of("ir.attachment", env)
    domain = [("res_model", "=", "sale.order"), ("name", "=", "plik.txt")]
    listed = env["ir.attachment"].web_search_read(domain, {"name": {}}, limit=1)
    return len(listed["records"]), listed["length"]


@leads_through(
    "ir.attachment", "formatted_read_group", "_read_group_groupby", groups=SALES
)
def _group_files(case, env):
    case.record_of("ir.attachment", env)
    domain = [("name", "=", "plik.txt")]
    groups = ["res_model", "create_date:year"]
    return env["ir.attachment"].formatted_read_group(domain, groups, ["__count"])


@leads_through("ir.attachment", "_index", groups=SALES)
def _read_file(case, env):
    order = case.record_of("ir.attachment", env).sudo().res_id
    values = {"name": "a.txt", "res_model": "sale.order", "res_id": order}
    return env["ir.attachment"].create({**values, "raw": b"abcde"}).index_content


@leads_through("ir.binary", "_get_stream_from", groups=SALES)
@leads_through("ir.attachment", "_to_http_stream", groups=SALES)
def _download_file(case, env):
    file = case.record_of("ir.attachment", env)
    with MockRequest(env):
        file.check_access("read")
        stream = env["ir.binary"]._get_stream_from(file)
        picture = env["ir.binary"]._get_stream_from(file, mimetype="image/png")
        shown = stream.mimetype, picture.mimetype
        return shown, stream.as_attachment, stream.download_name


@leads_through("ir.rule", "_make_access_error")
def _be_refused(case, env):
    records = case.contractor.with_env(env)
    return masked(env["ir.rule"]._make_access_error("read", records))


# -- the web client and what it asks for ---------------------------------------------


@leads_through("ir.http", "session_info")
def _open_client(case, env):
    with MockRequest(env):
        return sorted(env["ir.http"].session_info().keys() - {"enova_color_models"})


@leads_through("ir.actions.act_window", "_get_action_dict")
def _open_action(case, env):
    return env["ir.actions.act_window"]._for_xml_id("contacts.action_contacts")


@leads_through("ir.ui.view", "_get_view_info")
def _switch_views(case, env):
    return env["ir.ui.view"]._get_view_info().keys() - {"enova_board"}


@leads_through("ir.model", "unlink", groups=SETTINGS)
def _delete_model(case, env):
    env["ir.model"].check_access("unlink")
    values = {"name": "Walk", "model": "x_walk"}
    case.env["ir.model"].create(values).with_env(env).unlink()


@leads_through("ir.model.fields", "_instanciate_attrs", groups=SETTINGS)
def _set_field_up(case, env):
    field = case.env["ir.model.fields"]._get("res.partner", "comment")
    return env["ir.model.fields"]._instanciate_attrs(field.read()[0])


# -- the calendar --------------------------------------------------------------------


@leads_through("calendar.event", "action_sendmail")
@leads_through("calendar.attendee", "_notify_attendees")
def _invite(case, env):
    kept = case.record_of("calendar.event", env)  # the CRM's, and nobody is invited
    kept.sudo().attendee_ids._enova_set_uninvited(True)
    kept.action_sendmail()
    made = env["calendar.event"].create(case.values_of("calendar.event"))
    made.action_sendmail()
    told = [("model", "=", made._name), ("res_id", "in", (kept | made).ids)]
    messages = case.env["mail.message"].search(told, order="id")
    return [(m.res_id == made.id, m.partner_ids.mapped("name")) for m in messages]


# -- mailings ------------------------------------------------------------------------


@leads_through("mail.blacklist", "create", groups=MAILING)
def _block(case, env):
    env["mail.blacklist"].create({"email": case.contractor.email})


@leads_through("mail.blacklist", "write", groups=MAILING)
def _let_in_again(case, env):
    entry = case.env["mail.blacklist"].create({"email": case.contractor.email})
    entry.with_env(env).write({"active": False})


@leads_through("mail.blacklist", "unlink", groups=MAILING)
def _forget_blocked(case, env):
    entry = case.env["mail.blacklist"].create({"email": case.contractor.email})
    entry.with_env(env).unlink()


def _letter(case):
    """Return the values of a letter of one of our campaigns."""
    mailing = case.env["mailing.mailing"].create(
        {
            "subject": "x",
            "mailing_model_id": case.env["ir.model"]._get_id("res.partner"),
            "campaign_id": case.project.campaign_id.campaign_id.id,
        }
    )
    return {
        "mass_mailing_id": mailing.id,
        "model": "res.partner",
        "res_id": case.contractor.id,
        "trace_status": "sent",
    }


@leads_through("mailing.mailing", "_fix_attachment_ownership", groups=MAILING)
def _attach_to_mailing(case, env):
    file = env["ir.attachment"].create({"name": "a.txt", "raw": b"a"})
    mailing = env["mailing.mailing"].create(
        {
            "subject": "x",
            "mailing_model_id": case.env["ir.model"]._get_id("res.partner"),
            "attachment_ids": [Command.set(file.ids)],
        }
    )
    return file.res_model, file.res_id == mailing.id


@leads_through("mailing.trace", "create", groups=MAILING)
def _send(case, env):
    env["mailing.trace"].create(_letter(case))


@leads_through("mailing.trace", "write", groups=MAILING)
def _answer(case, env):
    trace = case.env["mailing.trace"].create(_letter(case))
    trace.with_env(env).write({"trace_status": "reply"})


@leads_through("utm.campaign", "write", groups=MAILING)
def _rename_campaign(case, env):
    case.env["utm.campaign"].create({"title": "a"}).with_env(env).write({"title": "b"})


@leads_through("utm.campaign", "_update_field_translations", groups=MAILING)
def _translate_campaign(case, env):
    campaign = case.env["utm.campaign"].create({"title": "a"}).with_env(env)
    campaign.update_field_translations("title", {"en_US": "c"})


# -- documents -----------------------------------------------------------------------


@leads_through(
    "sale.order",
    "action_confirm",
    "_prepare_invoice",
    "_get_invoice_grouping_keys",
    groups=SALES,
)
def _sell(case, env):
    order = case.record_of("sale.order", env)
    order.action_confirm()
    context = {"active_model": order._name, "active_ids": order.ids}
    wizard = env["sale.advance.payment.inv"].with_context(**context)
    wizard.create({"advance_payment_method": "delivered"}).create_invoices()


@leads_through("stock.move", "_assign_picking_post_process", groups=SALES)
def _deliver(case, env):
    order = case.record_of("sale.order", env)
    order.action_confirm()
    return len(order.sudo().picking_ids)


@leads_through("repair.order", "action_create_sale_order", groups=f"{STOCK},{SALES}")
def _charge_repair(case, env):
    case.record_of("repair.order", env).action_create_sale_order()
