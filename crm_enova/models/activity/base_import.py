from odoo import models


class BaseImportImport(models.TransientModel):
    _inherit = "base_import.import"

    def _enova_imports(self):
        """Files of tasks and events are ours as well."""
        return self.res_model == "enova.activity" or super()._enova_imports()
