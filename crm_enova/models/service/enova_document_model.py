from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

# Models that are no documents, though they have forms: the inner parts of the system,
# and what the addon ties to tasks in ways of its own.
NOT_DOCUMENTS = ("enova.", "ir.", "base", "bus.", "mail.", "res.", "web_tour.")
RELATION_PREFIX = "x_enova_activity_"
MAX_TABLE_NAME = 63
# What switching on adds to the documents, and what its button runs.
DOCUMENT_FIELD = "x_enova_activity_ids"
COUNT_FIELD = "x_enova_activity_count"
COUNT_CODE = """\
counts = self.env["enova.activity"]._count_by_document("{field}", self)
for record in self:
    record["{count}"] = counts.get(record.id, 0)
"""
OPEN_CODE = 'action = env["enova.activity"]._action_of_document("{field}", record)'


class EnovaDocumentModel(models.Model):
    """A model of documents that a manager has made linkable, without code.

    Example: purchase orders. Switching it on adds a relation between tasks and
    purchase orders, a section to the form of tasks, and a button to the form of
    purchase orders; switching it off takes all of that away.

    What is made does not depend on anything that the manager types: the model is one of
    the list, the names follow from it, and the code is two constants. That is why it
    may be made as superuser, though a manager of the CRM may not define fields, views
    or actions themselves.
    """

    _name = "enova.document.model"
    _inherit = ["enova.cached.mixin", "enova.guard.mixin"]
    _description = "Linkable document model"
    _rec_name = "model"
    _order = "id"

    model = fields.Selection(
        selection="_selection_model", string="Documents", required=True, copy=False
    )
    partner_field = fields.Char(
        string="Contractor field",
        compute="_compute_partner_field",
        store=True,
        readonly=False,
        help="Technical name of the field that holds the document's partner. Without "
        "one, documents of every contractor can be linked to every task.",
    )
    state = fields.Selection(
        [("off", "Off"), ("on", "On")],
        required=True,
        readonly=True,
        default="off",
        copy=False,
    )
    link_count = fields.Integer(string="Links", compute="_compute_link_count")
    # What switching on has made, to be removed by switching off.
    view_ids = fields.Many2many("ir.ui.view", string="Views", readonly=True, copy=False)
    window_action_id = fields.Many2one(
        "ir.actions.act_window",
        string="Menu entry",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    server_action_id = fields.Many2one(
        "ir.actions.server",
        string="Button",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    _model_uniq = models.Constraint("UNIQUE (model)", "This model is listed already.")

    @api.model
    def _selection_model(self):
        """Return the models that have a form and are neither ours nor the system's."""
        # sudo: names of models alone, and no more than the web client knows of each
        views = self.env["ir.ui.view"].sudo()
        groups = views._read_group([("type", "=", "form")], ["model"])
        names = [name for (name,) in groups if self._is_document_model(name)]
        labels = [(name, self.env["ir.model"]._get(name).sudo().name) for name in names]
        return sorted(labels, key=lambda pair: pair[1])

    @api.model
    def _is_document_model(self, name):
        """Whether records of a model can be tied to tasks by a relation table."""
        model = self.env.get(name)
        if model is None or not model._auto or model._transient or model._abstract:
            return False
        return not (
            name.startswith(NOT_DOCUMENTS)
            or "enova_contractor_id" in model._fields
            or len(RELATION_PREFIX + name) > MAX_TABLE_NAME
        )

    @api.depends("model")
    def _compute_partner_field(self):
        """Propose the field in which most models hold their partner."""
        for record in self:
            names = record._partner_field_names()
            usual = [name for name in names if name == "partner_id"]
            record.partner_field = next(iter(usual or names), False)

    def _partner_field_names(self):
        """Return the stored fields of the model that hold one partner."""
        model = self.env.get(self.model)
        if model is None:
            return []
        return [
            name
            for name, field in model._fields.items()
            if field.type == "many2one"
            and field.comodel_name == "res.partner"
            and field.store
        ]

    @api.depends("state", "model")
    def _compute_link_count(self):
        """Count all links, also those to private tasks: the number of what is lost."""
        for record in self:
            record.link_count = 0
            if record.state == "on":
                table = SQL.identifier(record._relation_table())
                [(count,)] = self.env.execute_query(
                    SQL("SELECT count(*) FROM %s", table)
                )
                record.link_count = count

    @api.constrains("model", "partner_field")
    def _check_model(self):
        """Refuse models whose records cannot be linked."""
        for record in self:
            if not self._is_document_model(record.model):
                raise ValidationError(
                    self.env._("%s cannot be tied to tasks and events.", record.model)
                )
            names = record._partner_field_names()
            if record.partner_field and record.partner_field not in names:
                raise ValidationError(
                    self.env._(
                        "%(field)s is no field of %(model)s that holds a partner."
                        " Such fields: %(names)s.",
                        field=record.partner_field,
                        model=record.model,
                        names=", ".join(names) or self.env._("(none)"),
                    )
                )

    def write(self, vals):
        """Keep the model of what is switched on.

        What was made for the old model would be left behind.
        """
        changed = self.filtered(lambda record: record.model != vals.get("model"))
        if "model" in vals and "on" in changed.mapped("state"):
            raise UserError(self.env._("Switch it off before you change the model."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_off(self):
        """Refuse to delete what is switched on: its fields would stay."""
        if "on" in self.mapped("state"):
            raise UserError(self.env._("Switch it off before you delete it."))

    @api.model
    @tools.ormcache("model")
    def _partner_field(self, model):
        """Return the name of the field with the partner of a switched-on model."""
        # sudo: everybody who links documents needs to know the name of this field
        record = self.sudo().search([("model", "=", model)], limit=1)
        return record.partner_field

    def _relation_table(self):
        """Return the table that holds the links."""
        return RELATION_PREFIX + self.model.replace(".", "_")

    def _activity_field(self):
        """Return the name of the field that is added to ``enova.activity``."""
        return f"x_enova_{self.model.replace('.', '_')}_ids"

    # -- on and off --------------------------------------------------------

    def action_switch_on(self):
        """Make the documents of these models linkable to tasks and events.

        :return: dict, the action that reloads the client, which knows the fields then
        """
        self.check_access("write")
        self._check_model()
        for record in self.filtered(lambda record: record.state == "off"):
            # sudo: see the class
            record.sudo()._switch_on()
        return {"type": "ir.actions.client", "tag": "reload"}

    def action_switch_off(self):
        """Take the links of these models away; ask first where there are any.

        :return: dict, the action that asks, or reloads the client
        """
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
        activity, document = "enova.activity", self.model
        columns = ("enova_activity_id", f"{document.replace('.', '_')}_id")
        title = self.env["ir.model"]._get(document).name
        return [
            {
                **self._prepare_link_field(activity, document, *columns),
                "name": self._activity_field(),
                "field_description": title,
            },
            {
                **self._prepare_link_field(document, activity, *reversed(columns)),
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
