"""Free what tasks hold that were archived before anybody did them."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Cancel what is still to come of it; from this version on archiving does so."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    reservations = env["enova.reservation"]
    held = reservations.search(
        [
            ("activity_id.active", "=", False),
            ("activity_id.state", "in", ("planned", "in_progress")),
            *reservations._coming_domain(),
        ]
    )
    held.write({"state": "cancelled"})
