from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

# Models that are no documents, though they have forms: the inner parts of the system,
# and what the addon ties to tasks in ways of its own.
NOT_DOCUMENTS = ("enova.", "ir.", "base", "bus.", "mail.", "res.", "web_tour.")
RELATION_PREFIX = "x_enova_activity_"
MAX_TABLE_NAME = 63


class EnovaDocumentModel(models.Model):
    """A model of documents that a manager has made linkable, without code.

    Example: purchase orders. Switching it on adds a relation between tasks and
    purchase orders, a section to the form of tasks, and a button to the form of
    purchase orders; switching it off takes all of that away
    (see ``enova_document_model_switch.py``).
    """

    _name = "enova.document.model"
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
    view_ids = fields.Many2many("ir.ui.view", string="Views", copy=False)
    window_action_id = fields.Many2one(
        "ir.actions.act_window",
        string="Menu entry",
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    server_action_id = fields.Many2one(
        "ir.actions.server",
        string="Button",
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

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create([{**vals, "state": "off"} for vals in vals_list])

    def write(self, vals):
        """Keep the model of what is switched on; refuse the state to everybody.

        What was made for the old model would be left behind.
        """
        self.env.registry.clear_cache()
        if "state" in vals and not self.env.su:
            vals = {key: value for key, value in vals.items() if key != "state"}
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
