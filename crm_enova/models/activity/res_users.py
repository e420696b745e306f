from odoo import api, models
from odoo.modules.module import get_module_icon

from ..contractor.names import names_shown


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_archive(self):
        """Offer to hand over what an archived user leaves behind.

        Nothing is lost if nobody takes the offer: contractors and tasks stay theirs,
        and deputies or managers act for them.
        """
        result = super().action_archive()
        handover = self.env["enova.user.handover"]
        if not handover.has_access("create"):
            return result
        leavers = self.filtered(
            lambda user: handover.new({"user_id": user.id})._leaves_something()
        )
        if not leavers:
            return result
        if len(self) > 1:
            return leavers._notice_of_leaving()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_user_handover_action"
        )
        action["context"] = {"default_user_id": self.id}
        return action

    def _notice_of_leaving(self):
        """Return the notice that names those who leave something behind."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": self.env._(
                    "They leave contractors or work behind: %s. Open each of them, and"
                    " hand it over from the Action menu.",
                    names_shown(self),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _get_activity_groups(self):
        """Show my tasks in the top bar, beside core's reminders on documents."""
        groups = super()._get_activity_groups()
        activities = self.env["enova.activity"]
        if not activities.has_access("read"):
            return groups
        counts = activities._get_due_counts()
        if not any(counts.values()):
            return groups
        model = self.env["ir.model"]._get("enova.activity")
        # The web client opens the model's own list with the filters of these names.
        group = {
            "id": model.id,
            "name": self.env._("My tasks"),
            "model": "enova.activity",
            "type": "activity",
            "icon": get_module_icon("crm_enova"),
            "domain": [],
            "total_count": counts["overdue"] + counts["today"],
            "overdue_count": counts["overdue"],
            "today_count": counts["today"],
            "planned_count": counts["planned"],
            "view_type": "list",
        }
        return [group, *groups]
