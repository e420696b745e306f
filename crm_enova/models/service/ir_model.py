from odoo import api, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists

from ..base.ruled_search import search_under_rules
from .enova_activity import MANUAL_PREFIX

OWN_GROUP = "crm_enova.crm_enova_group_own"


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        """Switch linking off for models that go, so that no view of ours breaks."""
        # When the addon itself goes, its columns are gone before its models.
        if column_exists(self.env.cr, "enova_document_model", "model"):
            # sudo: removing a model is the settings administrator's; what goes with it
            # is ours alone
            switched = self.env["enova.document.model"].sudo()
            removed = switched.search([("model", "in", self.mapped("model"))])
            removed._switch_off()
            removed.unlink()
        return super().unlink()


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    @api.model
    def _instanciate_attrs(self, field_data):
        """Give the fields that link documents the groups and the search of our own."""
        attrs = super()._instanciate_attrs(field_data)
        name = field_data["name"]
        if not attrs or not name.startswith(MANUAL_PREFIX):
            return attrs
        if field_data["model"] == "enova.activity":
            attrs["groups"] = self._reader_groups(field_data["relation"])
        else:
            attrs["groups"] = OWN_GROUP
        if field_data["ttype"] == "many2many":
            attrs["search"] = search_under_rules(name)
        return attrs

    @api.model
    def _reader_groups(self, model):
        """Return the groups that may read a model, as fields take them.

        By SQL, because the registry is not complete while its fields are set up.

        :return: comma-separated xml ids; ``None`` where everybody may read it
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT data.module || '.' || data.name, access.group_id
                  FROM ir_model_access AS access
                  JOIN ir_model AS model ON model.id = access.model_id
                  LEFT JOIN ir_model_data AS data
                    ON data.model = 'res.groups' AND data.res_id = access.group_id
                 WHERE model.model = %s AND access.perm_read AND access.active
                 ORDER BY 1
                """,
                model,
            )
        )
        if not all(group_id for _name, group_id in rows):
            return None
        return ",".join(name for name, _group_id in rows if name) or None
