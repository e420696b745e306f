from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .enova_project_type import MEASURES
from .name_pattern import PLACEHOLDERS, placeholders


class EnovaPlaybook(models.Model):
    """What a creator will make for each contractor: a project and its tasks."""

    _name = "enova.playbook"
    _inherit = ["enova.guard.mixin"]
    _description = "Playbook"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(
        "enova.project.type",
        string="Definition of the project",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["enova.project.type"].search([], limit=1),
    )
    project_name = fields.Char(
        string="Name of the project",
        required=True,
        default="{template}: {contractor}",
        help="May hold {contractor}, {city}, {campaign}, {template}, {date}, {month}"
        " and {year}.",
    )
    goal = fields.Text(help="May hold the same placeholders.")
    measure = fields.Selection(MEASURES, required=True, default="none")
    target = fields.Float(help="How much of the measure is wanted of each project.")
    planned_revenue = fields.Float(help="In the currency of the company.")
    line_ids = fields.One2many(
        "enova.playbook.line", "playbook_id", string="Tasks and events", copy=True
    )
    description = fields.Html(help="For whoever uses it.")

    _figures_positive = models.Constraint(
        "CHECK (target >= 0 AND planned_revenue >= 0)",
        "What is wanted cannot be negative.",
    )

    @api.constrains("project_name", "goal")
    def _check_patterns(self):
        """Refuse placeholders that nobody can fill in, and name them."""
        for playbook in self:
            for pattern in (playbook.project_name, playbook.goal):
                self._check_pattern(pattern)

    @api.model
    def _check_pattern(self, pattern):
        """Refuse a pattern with an unknown placeholder.

        :raises ValidationError: naming it, and those that are known
        """
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        try:
            unknown = [n for n in placeholders(pattern) if n not in PLACEHOLDERS]
        except ValueError as error:
            unknown = [str(error)]
        if unknown:
            raise ValidationError(
                self.env._(
                    "“%(pattern)s”: the placeholder %(unknown)s is not known. Known"
                    " are: %(known)s.",
                    pattern=pattern,
                    unknown=", ".join(f"{{{name}}}" for name in unknown),
                    known=known,
                )
            )

    def _check_usable(self):
        """Refuse a playbook that would make what may not be made.

        :raises UserError: naming the archived definitions
        """
        self.ensure_one()
        # sudo: names of definitions, which every user of the CRM may read
        lines = self.sudo().line_ids
        lines.type_id.with_env(self.env)._check_usable()
        archived = lines.type_id.filtered(lambda d: not d.active).mapped("name")
        if not self.type_id.active:
            archived.append(self.type_id.name)
        if not self.active:
            archived.append(self.name)
        if archived:
            raise UserError(
                self.env._(
                    "The playbook %(template)s uses what is archived:"
                    " %(names)s. Choose something else there first.",
                    template=self.name,
                    names=", ".join(archived),
                )
            )

    @api.model
    def _check_people(self, users):
        """Refuse to give tasks and projects to those who do not work here any more.

        :raises UserError: naming them
        """
        # sudo: whether their accounts are archived
        leavers = users.sudo().filtered(lambda user: not user.active)
        if leavers:
            raise UserError(
                self.env._(
                    "Archived users are given nothing: %s. Choose somebody else.",
                    ", ".join(leavers.mapped("name")),
                )
            )

    def copy_data(self, default=None):
        """Name a copy so that the two can be told apart."""
        values = super().copy_data(default)
        if "name" in (default or {}):
            return values
        return [
            {**vals, "name": self.env._("%s (copy)", playbook.name)}
            for playbook, vals in zip(self, values, strict=True)
        ]

    def action_open_creator(self):
        """Open the creator with this playbook; for one contractor it is a trial.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_creator_action"
        )
        action["context"] = {"default_playbook_id": self.id}
        return action
