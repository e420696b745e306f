from odoo import models


class EnovaCreatorRun(models.Model):
    """How a run ends, whom that is told, and what came of it."""

    _inherit = "enova.creator.run"

    def _stop(self, error):
        """Pause by itself, and say why."""
        self.write({"state": "paused", "error": error})
        self._tell(error, "danger")

    def _tell(self, message, kind):
        """Tell whoever began it, wherever he is in the ERP now."""
        self.user_id._bus_send(
            "simple_notification",
            {"title": self.name, "message": message, "type": kind, "sticky": True},
        )

    def _finish(self):
        """End the run when nothing waits, and tell each assignee once of his tasks."""
        if self.env["enova.creator.line"].search_count(
            [("run_id", "=", self.id), ("state", "=", "waiting")], limit=1
        ):
            return
        self.write({"state": "done", "error": False})
        run = self._as_user()
        run._tell(
            run.env._(
                "Done. Made: %(made)s, left out: %(left)s.",
                made=self.made_count,
                left=self.left_count,
            ),
            "success",
        )
        made = [("project_id.creator_run_id", "=", self.id)]
        if self.in_projects:
            projects = self.env["enova.creator.line"].search_fetch(
                [("run_id", "=", self.id), ("state", "=", "made")], ["project_id"]
            )
            made = [
                ("project_id", "in", projects.project_id.ids),
                ("playbook_line_id", "in", self.playbook_id.line_ids.ids),
            ]
        run.env["enova.activity"].search(made)._notify_assignees()

    def action_open_projects(self):
        """Open the projects that were made, or got tasks."""
        self.ensure_one()
        domain = [("creator_run_id", "=", self.id)]
        if self.in_projects:
            domain = [("id", "in", self.line_ids.project_id.ids)]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_project_action"
        )
        return {**action, "display_name": self.name, "path": False, "domain": domain}

    def action_open_left_out(self):
        """Open whom it left out, with the reasons."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_creator_line_action"
        )
        action["domain"] = [("run_id", "=", self.id), ("state", "=", "left")]
        return action
