"""Take out of archived entries of the calendar what private tasks say."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Mask the entries that earlier versions left as they were when they went."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    tasks = env["enova.activity"].with_context(active_test=False)
    private = [("private", "=", True), ("calendar_event_ids.active", "=", False)]
    tasks.search(private)._sync_calendar()
