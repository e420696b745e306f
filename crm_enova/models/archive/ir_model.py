from odoo import models
from odoo.tools.sql import column_exists


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        """Take models that go from the list, so that no view of ours breaks."""
        # When the addon itself goes, its columns are gone before its models.
        if column_exists(self.env.cr, "enova_folder_model", "model"):
            # sudo: removing a model is the settings administrator's; what goes with it
            # is ours alone
            lines = self.env["enova.folder.model"].sudo()
            lines = lines.with_context(active_test=False)
            lines.search([("model", "in", self.mapped("model"))]).unlink()
        return super().unlink()
