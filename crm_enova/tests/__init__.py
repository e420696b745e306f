from . import common, mailing_send_common, mailing_common
from . import test_absence, test_activity_assign, test_activity_board
from . import test_activity_bulk, test_activity_bulk_checks, test_activity_dates
from . import test_activity_due, test_activity_few, test_activity_flow
from . import test_activity_reminders, test_activity_search, test_appointment
from . import test_appointment_applied, test_appointment_properties, test_archive
from . import test_archive_page, test_archive_race, test_attachment_actions
from . import test_attachment_compare, test_attachment_days, test_attachment_keep
from . import test_attachment_mail
from . import test_attachment_link, test_attachment_register, test_attachment_reminder
from . import test_attachment_text, test_attachment_validity, test_attachment_version
from . import test_bystander_calendar, test_bystander_contractor
from . import test_bystander_documents, test_bystander_files, test_calendar_days
from . import test_calendar_deadlines, test_calendar_entry, test_calendar_follow
from . import test_calendar_invited, test_calendar_race, test_campaign
from . import test_campaign_audience, test_campaign_ledger, test_campaign_life
from . import test_campaign_report, test_campaign_rights, test_card, test_card_convert
from . import test_card_duplicates, test_card_photo, test_card_race, test_card_sale
from . import test_caretaker, test_caretaker_assign, test_caretaker_companies
from . import test_caretaker_duty, test_caretaker_install, test_caretaker_race
from . import test_clock_changes, test_color_palette, test_color_rule
from . import test_company_check, test_consent, test_consent_address, test_consent_time
from . import test_contact_figures, test_contact_name, test_contractor
from . import test_contractor_entry, test_contractor_list, test_conversation
from . import test_core_contracts, test_country, test_creator, test_creator_background
from . import test_creator_left_staff, test_creator_open, test_creator_race
from . import test_creator_reach, test_creator_refusals, test_creator_reserve
from . import test_creator_undo, test_creator_undo_attack, test_creator_undo_keeps
from . import test_creator_window, test_deadline_follows, test_definition
from . import test_definition_form, test_definition_mail, test_definition_numbers
from . import test_definition_proposals, test_definition_short_name
from . import test_definition_system, test_demo, test_device, test_device_delivery
from . import test_device_inspection, test_device_life, test_digest
from . import test_document_guards, test_document_install, test_document_links
from . import test_document_rights, test_document_switch, test_document_tour
from . import test_document_wizard, test_domain_text, test_figures_narrowed
from . import test_file_bad, test_file_bytes, test_file_install, test_file_name
from . import test_file_owner, test_file_preview, test_file_rights, test_folder
from . import test_folder_add, test_folder_contents, test_folder_deleted
from . import test_folder_files, test_folder_levels, test_folder_models
from . import test_folder_owner, test_folder_rights, test_followup_caretaker
from . import test_going_cold, test_guards, test_handover_rest, test_head
from . import test_head_people, test_history_report, test_history_source
from . import test_import_activity, test_import_bad_rows, test_import_contractor
from . import test_import_export, test_import_lookup, test_import_notices
from . import test_import_numbers, test_import_templates, test_install_keys
from . import test_install_preparation, test_install_schema, test_install_transactions
from . import test_issue, test_issue_activity, test_issue_bad_input, test_issue_bulk
from . import test_issue_end, test_issue_money, test_issue_partial, test_issue_project
from . import test_issue_race, test_issue_return, test_issue_rights
from . import test_issue_warehouse, test_kept_users, test_known_partners
from . import test_last_contact_mail, test_later_fields, test_later_form
from . import test_left_staff, test_letter_again, test_letter_engine
from . import test_letter_hostile, test_letter_layout, test_letter_look
from . import test_letter_moved, test_letter_parts, test_letter_post_office
from . import test_letter_posted, test_letter_preview, test_letter_print
from . import test_letter_sheets, test_mailing_answers, test_mailing_answers_odd
from . import test_mailing_audience, test_mailing_automatic, test_mailing_creator
from . import test_mailing_events, test_mailing_freeze, test_mailing_halves
from . import test_mailing_hours, test_mailing_languages, test_mailing_limits
from . import test_mailing_people, test_mailing_rights, test_mailing_roads
from . import test_mailing_sender, test_mailing_text, test_mailing_types
from . import test_mailing_unsubscribe, test_mailing_unsubscribe_later
from . import test_mailing_wizard, test_menus, test_menus_of_roles, test_merge
from . import test_merge_caretaker, test_merge_choice, test_merge_everything
from . import test_merge_rights, test_merge_rows, test_migration_1_1_0
from . import test_migration_calendar, test_migration_duplicates, test_my_day
from . import test_my_page, test_my_page_blocks, test_my_page_days, test_my_page_folders
from . import test_my_page_news, test_neutralize, test_notice_ledger, test_number_cells
from . import test_number_lookup, test_occupancy, test_own_contractors, test_page_reach
from . import test_patterns, test_phone_numbers, test_phone_search, test_pins
from . import test_pins_merged, test_placeholder_values, test_privacy, test_project
from . import test_project_activities, test_project_board, test_project_close
from . import test_project_documents, test_project_forecast, test_project_handover
from . import test_project_ledger, test_project_life, test_project_money
from . import test_project_rights, test_purchases, test_recurrence_dates, test_reminder
from . import test_reminder_batches, test_reminder_moment, test_reminder_race
from . import test_reservation, test_reservation_approval, test_reservation_archived
from . import test_reservation_busy, test_reservation_form, test_reservation_freed
from . import test_reservation_links, test_reservation_links_written
from . import test_reservation_meeting, test_reservation_race, test_reservation_repeat
from . import test_reservation_roads, test_reservation_task, test_resource
from . import test_resource_board, test_resource_board_rights, test_resource_life
from . import test_resource_out, test_resource_today, test_rights
from . import test_rights_contractor, test_rights_leaks, test_rights_strangers
from . import test_rights_wizards, test_series, test_series_history, test_series_open
from . import test_series_race, test_service_install, test_service_link
from . import test_service_order, test_service_race, test_service_report
from . import test_service_rights, test_service_stage, test_service_technician
from . import test_service_tell, test_service_visit, test_service_work
from . import test_sharing_rule, test_sharing_window, test_silence, test_silence_task
from . import test_smtp_delivery, test_substitution, test_summary, test_summary_days
from . import test_summary_money, test_summary_queries, test_takeover, test_target
from . import test_team, test_team_charts, test_team_money, test_thread, test_timeline
from . import test_timeline_bad, test_timeline_changes, test_timeline_everything
from . import test_timeline_filters, test_timeline_horizon, test_timeline_mailing
from . import test_timeline_messages, test_timeline_people, test_timeline_position
from . import test_timeline_records, test_timeline_rights, test_timeline_rpc
from . import test_timeline_technician, test_timeline_window, test_tour_activity_board
from . import test_tour_bundles, test_tour_calendar, test_tour_call, test_tour_card
from . import test_tour_caretaker, test_tour_color_rule, test_tour_contractor_list
from . import test_tour_contrast, test_tour_creator, test_tour_definition
from . import test_tour_done, test_tour_files, test_tour_folder, test_tour_home
from . import test_tour_issue, test_tour_known, test_tour_letter, test_tour_mail_merge
from . import test_tour_main_job, test_tour_my_day, test_tour_my_tasks
from . import test_tour_purchases, test_tour_reminder, test_tour_reservation
from . import test_tour_resource_board, test_tour_series, test_tour_service
from . import test_tour_team, test_tour_timeline, test_tour_units, test_tour_vcard
from . import test_undo, test_undo_attack, test_undo_drag, test_undo_people
from . import test_vcard_boundaries, test_vcard_damaged, test_vcard_duplicates
from . import test_vcard_export, test_vcard_import, test_vcard_notes, test_vcard_reader
from . import test_vcard_round_trip, test_vcard_values, test_view_state
from . import test_walk_context, test_walk_documents, test_walk_export, test_walk_hidden
from . import test_walk_links, test_walk_methods, test_walk_overrides, test_walk_reports
from . import test_walk_system_fields, test_walk_values, test_walk_views, test_writings
from . import test_zip_stream
