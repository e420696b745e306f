"""Enter withdrawals at blocked addresses; mark what the system alone enters."""

from odoo import SUPERUSER_ID, api

SYSTEM_TYPES = (
    "enova_activity_type_event_converted",
    "enova_activity_type_event_merged",
)


def migrate(cr, version):
    """Let what holds for an address hold for all who have it, archived ones too."""
    if not version:
        return
    cr.execute(
        """
        UPDATE enova_activity_type AS definition SET is_system = TRUE
          FROM ir_model_data AS known
         WHERE known.module = 'crm_enova' AND known.name IN %s
           AND known.model = 'enova.activity.type' AND known.res_id = definition.id
        """,
        [SYSTEM_TYPES],
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["enova.consent"]._sync_consents_from_whole_blacklist()
