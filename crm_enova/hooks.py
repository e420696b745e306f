"""What happens to a database when the addon comes and goes."""

from odoo.tools import SQL

from .models.base.enova_schema import UNFINISHED
from .models.service.enova_schema import DOCUMENT_TABLES

SEQUENCES = (
    "crm_enova.enova_activity_sequence_task",
    "crm_enova.enova_activity_sequence_event",
    "crm_enova.enova_project_sequence",
    "crm_enova.enova_folder_sequence",
)
# Tables of ours that hold what people entered, those that refer to others first.
TABLES_OF_ROWS = (
    "enova_mailing_attempt",
    "enova_folder_item",
    "enova_folder",
    "enova_attachment_link",
    "enova_attachment",
    "enova_attachment_text",
    "enova_reservation",
    "enova_activity",
    "enova_device_reading",
    "enova_device",
    "enova_project",
    "enova_creator_run",
    "enova_campaign",
    "enova_playbook",
    "enova_resource",
    "enova_consent",
    "enova_caretaker",
)
DEFINITIONS = (
    "enova.activity.type",
    "enova.project.type",
    "enova.folder.definition",
)


def post_init_hook(env):
    """Give warehouses their internal issues, store telephone numbers, and make the
    salespeople main caretakers, unmailed.

    Contact persons have none of their own; core copies the salesperson to them. Whose
    address is on the blacklist of mailings has withdrawn their consent. What changes
    rows of core is done before and after the installation: see ``enova.schema``.

    :param env: environment of the superuser, with the addon installed
    """
    warehouses = env["stock.warehouse"].with_context(active_test=False).search([])
    warehouses._create_issue_types()
    env["enova.partner.phone"]._fill_all()
    env["enova.consent"]._sync_consents_from_whole_blacklist()
    env.cr.execute(
        """
        WITH main AS (
            INSERT INTO enova_caretaker (partner_id, user_id, role, sequence,
                   date_from, active, create_uid, create_date, write_uid, write_date)
            SELECT partner.id, partner.user_id, 'main', 10, CURRENT_DATE, TRUE,
                   1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
              FROM res_partner AS partner
             WHERE partner.user_id IS NOT NULL
               AND partner.commercial_partner_id = partner.id
               -- demo data comes before this hook, and its contractors have theirs
               AND NOT EXISTS (SELECT FROM enova_caretaker AS known
                                WHERE known.partner_id = partner.id)
         RETURNING partner_id, user_id
        )
        INSERT INTO enova_partner_caretaker_rel (partner_id, user_id)
        SELECT partner_id, user_id FROM main
        """
    )


def uninstall_hook(env):
    """Remove what users made with our parts and core would leave behind.

    The fields that a manager switched on are manual ones: they belong to no module.
    And core deletes our definitions, stages and sequences before the rows that use
    them, fails, and leaves some: so those rows go first.

    :param env: environment of the superuser, with the addon still installed
    """
    env["enova.document.model"].search([])._switch_off()
    _keep_from_core_queue(env.cr)
    env["mailing.mailing"]._stop_before_uninstall()
    _remove_issue_types(env)
    env["enova.folder.model"].with_context(active_test=False).search([]).unlink()
    # earlier versions stay where the present one is
    env.cr.execute(
        """
        UPDATE ir_attachment AS version
           SET res_model = file.res_model, res_id = file.res_id
          FROM enova_attachment AS entry
          JOIN ir_attachment AS file ON file.id = entry.attachment_id
         WHERE version.res_model = 'enova.attachment' AND version.res_id = entry.id
        """
    )
    for table in (*DOCUMENT_TABLES, "account_move"):
        env.cr.execute(
            SQL(
                "UPDATE %s SET enova_project_id = NULL"
                " WHERE enova_project_id IS NOT NULL",
                SQL.identifier(table),
            )
        )
    env.cr.execute(
        """
        UPDATE repair_order
           SET device_id = NULL, enova_stage_id = NULL, enova_told_stage_id = NULL
         WHERE num_nonnulls(device_id, enova_stage_id, enova_told_stage_id) > 0
        """
    )
    for table in TABLES_OF_ROWS:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    for model in DEFINITIONS:
        definitions = env[model].with_context(active_test=False)
        definitions.search([]).write({"sequence_id": False})
    # a range that goes with its sequence leaves its own counter in the database
    sequences = env["ir.sequence"].browse(
        env.ref(name).id for name in SEQUENCES if env.ref(name, False)
    )
    sequences.date_range_ids.unlink()
    _forget_reflections(env.cr)
    env["ir.config_parameter"].search([("key", "=", UNFINISHED)]).unlink()
    env.invalidate_all()


def _keep_from_core_queue(cr):
    """Set aside e-mails that have gone out, or may have: core would send them again.

    :param cr: database cursor
    """
    cr.execute(
        """
        UPDATE mail_mail AS mail SET state = 'exception'
          FROM enova_mailing_attempt AS attempt
         WHERE attempt.mail_id = mail.id AND mail.state = 'outgoing'
           AND attempt.state IN ('claimed', 'sent', 'uncertain')
        """
    )


def _remove_issue_types(env):
    """Take the operation types of internal issues away, or archive those in use.

    Parts that wait on an issue go back to their orders, where core expects them; what
    was used stays documented.

    :param env: environment of the superuser, with the addon still installed
    """
    types = env["stock.picking.type"].with_context(active_test=False)
    types = types.search(
        ["|", ("is_internal_issue", "=", True), ("is_internal_return", "=", True)]
    )
    transfers = env["stock.picking"].search([("picking_type_id", "in", types.ids)])
    transfers.filtered(lambda p: p.state not in ("done", "cancel")).action_cancel()
    types.return_picking_type_id = False
    warehouses = env["stock.warehouse"].with_context(active_test=False).search([])
    warehouses.write({"enova_issue_type_id": False, "enova_return_type_id": False})
    used = transfers.picking_type_id
    used.active = False
    counters = (types - used).sequence_id
    (types - used).unlink()
    counters.unlink()


def _forget_reflections(cr):
    """Delete what core has written down about our links and does not take back.

    :param cr: database cursor
    """
    cr.execute(
        """
        DELETE FROM ir_model_constraint AS written
         USING ir_module_module AS module
         WHERE module.id = written.module AND module.name = 'crm_enova'
           AND written.type = 'f'
        """
    )
    cr.execute(
        r"""
        DELETE FROM ir_model_data
         WHERE model = 'ir.model.inherit' AND module <> 'crm_enova'
           AND name LIKE 'model\_inherit\_\_enova\_%'
        """
    )
