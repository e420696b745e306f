from collections import defaultdict

from odoo import api, fields, models, tools

# What can be empty or filled in, in a way that means something.
TYPES = (
    "char",
    "text",
    "html",
    "many2one",
    "many2many",
    "date",
    "datetime",
    "float",
    "integer",
)
# Filled in by themselves, or asked for elsewhere.
NOT_ASKED = ("date", "date_done", "parent_id", "message_main_attachment_id")


class EnovaActivityRequirement(models.Model):
    """What must be filled in before a task or event of a definition goes on."""

    _name = "enova.activity.requirement"
    _inherit = ["enova.cached.mixin", "enova.guard.mixin"]
    _description = "Required field"
    _order = "type_id, moment desc, id"
    _rec_name = "field_name"

    type_id = fields.Many2one(
        "enova.activity.type", required=True, index=True, ondelete="cascade"
    )
    moment = fields.Selection(
        [("start", "To start it"), ("close", "To close it as done")],
        string="When",
        required=True,
        default="close",
        help="What is needed to start is needed to close, too. Nothing is to cancel.",
    )
    # A name: users may not read the table of fields, and the line outlives the addon
    # that brought the field.
    field_name = fields.Selection(
        selection="_list_fields", string="Field", required=True
    )

    _once = models.Constraint(
        "UNIQUE (type_id, moment, field_name)", "This field is required there already."
    )

    @api.model
    def _list_fields(self):
        """Return the fields of tasks and events that somebody fills in by hand."""
        activities = self.env["enova.activity"]
        found = []
        for name, field in activities._fields.items():
            by_hand = field.store and not field.readonly
            if not by_hand or field.type not in TYPES or field.required:
                continue
            if name in models.MAGIC_COLUMNS or name in NOT_ASKED:
                continue
            if name.startswith(("message_", "activity_")):
                continue
            found.append((name, field._description_string(self.env)))
        return sorted(found, key=lambda pair: pair[1])

    @api.model
    @tools.ormcache()
    def _by_definition(self):
        """Return the requirements of all definitions that have any.

        :return: dict of tuples of (moment, field name) by definition id
        """
        # sudo: configuration that every user of the CRM may read; the answer is shared
        lines = self.sudo().search_fetch(
            [("id", "!=", False)], ["type_id", "moment", "field_name"]
        )
        found = defaultdict(list)
        for line in lines:
            if line.field_name in self.env["enova.activity"]._fields:
                found[line.type_id.id].append((line.moment, line.field_name))
        return {definition: tuple(pairs) for definition, pairs in found.items()}
