from odoo import api, fields, models


class EnovaActivity(models.Model):
    """The project that a task or event is part of, and through it the campaign."""

    _inherit = "enova.activity"

    project_id = fields.Many2one(
        "enova.project",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('commercial_partner_id', '=?', commercial_partner_id)]",
    )
    campaign_id = fields.Many2one(
        related="project_id.campaign_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    playbook_line_id = fields.Many2one(
        "enova.playbook.line",
        string="Line of the creator template",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # Whoever runs a creator twice makes nothing twice, nor do two people at once.
    _made_once = models.UniqueIndex(
        "(project_id, playbook_line_id) WHERE playbook_line_id IS NOT NULL",
        "Somebody has just made these tasks. Open the creator again: it leaves out"
        " what is there.",
    )

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Copy the campaign with the rest; no context has a say in it."""
        campaigns = {False: False}
        ids = {vals["project_id"] for vals in vals_list if vals.get("project_id")}
        # sudo: as core computes stored related fields; the user has named the project
        for project in self.env["enova.project"].sudo().browse(ids):
            campaigns[project.id] = project.campaign_id.id
        for vals in vals_list:
            vals["campaign_id"] = campaigns[vals.get("project_id") or False]
        return super()._add_precomputed_values(vals_list)
