from odoo import models
from odoo.exceptions import UserError

DOCUMENT_FIELD = "x_enova_activity_ids"
COUNT_FIELD = "x_enova_activity_count"
COUNT_CODE = """\
counts = self.env["enova.activity"]._count_by_document("{field}", self)
for record in self:
    record["{count}"] = counts.get(record.id, 0)
"""
OPEN_CODE = 'action = env["enova.activity"]._action_of_document("{field}", record)'


class EnovaDocumentModel(models.Model):
    """Switching on and off: fields, views and actions that come and go together.

    What is made does not depend on anything that the manager types: the model is one of
    the list, the names follow from it, and the code is the two constants above. That is
    why it may be made as superuser, though a manager of the CRM may not define fields,
    views or actions himself.
    """

    _inherit = "enova.document.model"

    def action_switch_on(self):
        """Make the documents of these models linkable to tasks and events."""
        self.check_access("write")
        self._check_model()
        for record in self.filtered(lambda record: record.state == "off"):
            # sudo: see the class
            record.sudo()._switch_on()
        return {"type": "ir.actions.client", "tag": "reload"}

    def action_switch_off(self):
        """Take the links of these models away; ask first where there are any."""
        self.check_access("write")
        if any(self.mapped("link_count")):
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "crm_enova.enova_document_model_off_action"
            )
            action["context"] = {"default_document_model_ids": self.ids}
            return action
        return self._action_switch_off_confirmed(0)

    def _action_switch_off_confirmed(self, links):
        """Switch off what has no more links than somebody has agreed to lose."""
        self.check_access("write")
        if sum(self.mapped("link_count")) > links:
            raise UserError(
                self.env._("Links were added meanwhile. Look again, and confirm again.")
            )
        # sudo: see the class
        self.sudo()._switch_off()
        return {"type": "ir.actions.client", "tag": "reload"}

    def _switch_on(self):
        """Add the fields, then what shows them."""
        self.ensure_one()
        if self._activity_field() in self.env["enova.activity"]._fields:
            raise UserError(self.env._("%s is switched on already.", self.model))
        self.env["ir.model.fields"].create(self._prepare_link_fields())
        self.env["ir.model.fields"].create(self._prepare_count_field())
        self.server_action_id = self.env["ir.actions.server"].create(
            self._prepare_server_action()
        )
        self.window_action_id = self.env["ir.actions.act_window"].create(
            self._prepare_window_action()
        )
        self.state = "on"
        self.view_ids = self.env["ir.ui.view"].create(self._prepare_views())

    def _switch_off(self):
        """Remove what shows the fields, then the fields and the links in them."""
        for record in self.filtered(lambda record: record.state == "on"):
            names = [DOCUMENT_FIELD, COUNT_FIELD]
            domain = [
                "|",
                "&",
                ("model", "=", record.model),
                ("name", "in", names),
                "&",
                ("model", "=", "enova.activity"),
                ("name", "=", record._activity_field()),
            ]
            made = self.env["ir.model.fields"].search(domain)
            record.view_ids.unlink()
            record.server_action_id.unlink()
            record.window_action_id.unlink()
            record.state = "off"
            made.filtered(lambda field: field.name == COUNT_FIELD).unlink()
            made.exists().unlink()

    def _prepare_link_fields(self):
        """Return the values of the relation's two ends."""
        here, there = "enova.activity", self.model
        columns = ("enova_activity_id", f"{there.replace('.', '_')}_id")
        title = self.env["ir.model"]._get(there).name
        return [
            {
                **self._prepare_link_field(here, there, *columns),
                "name": self._activity_field(),
                "field_description": title,
            },
            {
                **self._prepare_link_field(there, here, *reversed(columns)),
                "name": DOCUMENT_FIELD,
                "field_description": self.env._("Tasks and events"),
            },
        ]

    def _prepare_link_field(self, model, comodel, own_column, other_column):
        """Return what one end of the relation has, whichever it is."""
        return {
            "ttype": "many2many",
            "model_id": self.env["ir.model"]._get_id(model),
            "relation": comodel,
            "relation_table": self._relation_table(),
            "column1": own_column,
            "column2": other_column,
            "copied": False,
            "state": "manual",
        }

    def _prepare_count_field(self):
        """Return the values of the number on the button, computed for each reader."""
        return {
            "model_id": self.env["ir.model"]._get_id(self.model),
            "name": COUNT_FIELD,
            "field_description": self.env._("Tasks and events count"),
            "ttype": "integer",
            "store": False,
            "readonly": True,
            "copied": False,
            "state": "manual",
            "depends": DOCUMENT_FIELD,
            "compute": COUNT_CODE.format(
                field=self._activity_field(), count=COUNT_FIELD
            ),
        }

    def _prepare_server_action(self):
        """Return the values of the action behind the button of the documents' form."""
        return {
            "name": self.env._("Tasks and events"),
            "model_id": self.env["ir.model"]._get_id(self.model),
            "state": "code",
            "code": OPEN_CODE.format(field=self._activity_field()),
            "group_ids": self.env.ref("crm_enova.crm_enova_group_own").ids,
        }

    def _prepare_window_action(self):
        """Return the values of the entry of the action menu that opens the wizard."""
        return {
            "name": self.env._("Link tasks and events"),
            "res_model": "enova.activity.link",
            "view_mode": "form",
            "target": "new",
            "binding_model_id": self.env["ir.model"]._get_id(self.model),
            "binding_view_types": "list,form",
            "group_ids": self.env.ref("crm_enova.crm_enova_group_own").ids,
        }
