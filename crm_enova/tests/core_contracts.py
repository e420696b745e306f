"""The parts of core beyond its public interface that we rely on; see the test of it."""

# Private methods and attributes that we call, by model, or by module and class.
CALLED = {
    "base": (
        "_abstract",
        "_auto",
        "_check_company_domain",
        "_check_field_access",
        "_convert_to_write",
        "_fields",
        "_filtered_access",
        "_format_web_search_read_results",
        "_get_records_action",
        "_has_cycle",
        "_as_query",
        "_fetch_query",
        "_ids",
        "_original_module",
        "_read_group",
        "_search",
        "_table",
        "_table_objects",
        "_transient",
        "_web_read_group_expand",
        "_web_read_group_field_expand",
        "_web_read_group_format",
    ),
    "odoo.fields:Field": (
        "_description_string",
        "_module",
        "_modules",
    ),
    "odoo.fields:Selection": ("_description_selection",),
    "odoo.fields:Domain": ("_to_sql",),
    "odoo.addons.mass_mailing.controllers.main:MassMailController": (
        "_check_mailing_email_token",
    ),
    "odoo.orm.models:BaseModel": ("_origin", "_prefetch_ids"),
    "odoo.api:Environment": ("_",),
    "base.partner.merge.automatic.wizard": ("_action_next_screen",),
    "base_import.import": ("_read_file",),
    "calendar.attendee": ("_send_invitation_emails",),
    "digest.digest": ("_get_kpi_compute_parameters",),
    "ir.actions.act_window": ("_for_xml_id",),
    "ir.attachment": ("_full_path",),
    "ir.binary": ("_get_stream_from",),
    "ir.actions.report": ("_render_qweb_pdf",),
    "ir.cron": ("_commit_progress",),
    "ir.mail_server": (
        "_build_email__",
        "_connect__",
        "_get_default_from_address",
        "_get_personal_mail_servers_limit",
        "_prepare_email_message__",
    ),
    "ir.default": ("_get_model_defaults",),
    "ir.fields.converter": ("_format_import_error",),
    "ir.model": ("_get", "_get_id"),
    "ir.model.data": ("_update_xmlids",),
    "ir.rule": ("_compute_domain", "_get_rules", "_make_access_error"),
    "ir.sequence": ("_get_current_sequence", "_get_prefix_suffix"),
    "ir.ui.view": ("_get_combined_arch",),
    "mail.blacklist": ("_add",),
    "mail.mail": (
        "_postprocess_sent_message",
        "_prepare_outgoing_list",
        "_split_by_mail_configuration",
    ),
    "mail.render.mixin": ("_prepend_preview", "_render_template_postprocess"),
    "mail.template": ("_generate_template",),
    "mailing.mailing": ("_get_default_mail_server_id",),
    "mail.thread": ("_message_log",),
    "res.lang": ("_get_data",),
    "res.partner": ("_display_address", "_synced_commercial_fields"),
    "res.users": (
        "_bus_send",
        "_get_group_ids",
        "_is_internal",
        "_is_public",
        "_is_superuser",
    ),
    "resource.calendar": ("_attendance_intervals_batch", "_work_intervals_batch"),
    "account.payment.register": ("_create_payments",),
    "sale.order": ("_create_invoices",),
    "repair.order": ("_action_repair_confirm",),
    "res.currency": ("_convert",),
    "stock.location": ("_child_of",),
    "stock.move": (
        "_action_assign",
        "_action_confirm",
        "_recompute_state",
        "_should_bypass_reservation",
    ),
    "stock.picking": ("_create_backorder",),
    "stock.return.picking": ("_prepare_stock_return_picking_line_vals_from_move",),
    "stock.warehouse": ("_create_missing_locations",),
    "uom.uom": ("_compute_quantity",),
}

# Private methods that we override: their owner in core, and their parameters.
OVERRIDDEN = {
    "base": {
        "_add_missing_default_values": "self, values",
        "_add_precomputed_values": "self, vals_list",
        "_check_access": "self, operation",
        "_check_company": "self, fnames",
        "_compute_display_name": "self",
        "_convert_records": "self, records, *log, *savepoint",
        "_field_to_sql": "self, alias, field_expr, query",
        "_mail_get_operation_for_mail_message_operation": "self, message_operation",
        "_formatted_read_group_with_length": (
            "self, domain, groupby, aggregates, offset, limit, order"
        ),
        "_has_field_access": "self, field, operation",
        "_order_field_to_sql": "self, alias, field_name, direction, nulls, query",
        "_prepare_create_values": "self, vals_list",
        "_read_group_groupby": "self, alias, groupby_spec, query",
        "_read_group_orderby": "self, order, groupby_terms, query",
        "_read_group_select": "self, aggregate_spec, query",
        "_search": ("self, domain, offset, limit, order, *active_test, *bypass_access"),
        "_search_display_name": "self, operator, value",
        "_update_field_translations": (
            "self, field_name, translations, digest, source_lang"
        ),
    },
    "calendar.attendee": {
        "_notify_attendees": "self, mail_template, notify_author, force_send"
    },
    "base.partner.merge.automatic.wizard": {
        "_log_merge_operation": "self, src_partners, dst_partner",
        "_merge": "self, partner_ids, dst_partner, extra_checks",
        "_update_foreign_keys": "self, src_partners, dst_partner",
        "_update_foreign_keys_generic": "self, model, src_records, dst_record",
        "_update_values": "self, src_partners, dst_partner",
    },
    "base_import.import": {
        "_convert_import_data": "self, fields, options",
        "_parse_float_from_data": "self, data, index, name, options",
        "_read_csv": "self, options",
    },
    "digest.digest": {
        "_action_send": "self, update_periodicity",
        "_action_subscribe_users": "self, users",
        "_action_unsubscribe_users": "self, users",
        "_compute_kpis_actions": "self, company, user",
    },
    "ir.actions.actions": {"_get_action_dict": "self"},
    "ir.attachment": {
        "_index": "self, bin_data, file_type, checksum",
        "_to_http_stream": "self",
    },
    "ir.binary": {
        "_get_stream_from": (
            "self, record, field_name, filename, filename_field, mimetype,"
            " default_mimetype"
        )
    },
    "ir.model.fields": {"_instanciate_attrs": "self, field_data"},
    "ir.rule": {"_make_access_error": "self, operation, records"},
    "ir.ui.view": {"_get_view_info": "self"},
    "mail.compose.message": {
        "_prepare_mail_values": "self, res_ids",
        "_prepare_mail_values_mailing_traces": "self, mail_values_all",
    },
    "mail.thread": {
        "_creation_message": "self",
        "_message_route_process": "self, message, message_dict, routes",
        "_routing_handle_bounce": "self, email_message, message_dict",
        "_routing_check_route": ("self, message, message_dict, route, raise_exception"),
    },
    "mailing.mailing": {
        "_action_send_mail": "self, res_ids",
        "_action_view_traces_filtered": "self, view_filter",
        "_compute_medium_id": "self",
        "_fix_attachment_ownership": "self",
        "_get_default_mailing_domain": "self",
        "_get_pretty_mailing_type": "self",
        "_get_recipients": "self",
        "_get_recipients_domain": "self",
        "_get_remaining_recipients": "self",
        "_prepare_statistics_email_values": "self",
    },
    "mail.render.mixin": {
        "_render_field": (
            "self, field, res_ids, engine, compute_lang, res_ids_lang, set_lang,"
            " add_context, options"
        )
    },
    "privacy.lookup.wizard": {"_get_query": "self"},
    "res.partner": {"_convert_fields_to_values": "self, field_names"},
    "res.users": {"_get_activity_groups": "self"},
    "utm.campaign": {
        "_compute_statistics": "self",
        "_get_mailing_recipients": "self, model",
    },
    "sale.order": {
        "_create_invoices": "self, grouped, final, date",
        "_get_invoice_grouping_keys": "self",
        "_prepare_invoice": "self",
    },
    "repair.order": {"_update_sale_order_line_price": "self"},
    "sale.order.line": {
        "_compute_qty_delivered": "self",
        "_prepare_qty_delivered": "self",
    },
    "stock.move": {
        "_action_cancel": "self",
        "_action_done": "self, cancel_backorder",
        "_assign_picking_post_process": "self, new",
        "_clean_repair_sale_order_line": "self",
        "_compute_location_dest_id": "self",
        "_compute_location_id": "self",
        "_compute_picking_type_id": "self",
        "_compute_reference": "self",
        "_create_repair_sale_order_line": "self",
        "_set_repair_locations": "self",
        "_skip_push": "self",
        "_trigger_assign": "self",
        "_update_orderpoints": "self",
        "_update_repair_sale_order_line": "self",
    },
    "stock.move.line": {
        "_action_done": "self",
        "_free_reservation": "self, product_id, location_id, quantity, lot_id,"
        " package_id, owner_id, ml_ids_to_ignore",
        "_synchronize_quant": "self, quantity, location, action, in_date,"
        " **quants_value",
    },
    "stock.picking": {
        "_action_done": "self",
        "_check_backorder": "self",
        "_create_backorder_picking": "self",
        "_pre_action_done_hook": "self",
    },
    "stock.quant": {
        "_update_available_quantity": "self, product_id, location_id, quantity,"
        " reserved_quantity, lot_id, package_id, owner_id, in_date",
    },
    "stock.return.picking": {
        "_compute_moves_locations": "self",
        "_prepare_picking_default_values_based_on": "self, picking",
    },
    "stock.warehouse": {
        "_create_or_update_sequences_and_picking_types": "self",
        "_get_picking_type_create_values": "self, max_sequence",
        "_get_picking_type_update_values": "self",
        "_get_sequence_values": "self, name, code",
    },
}
