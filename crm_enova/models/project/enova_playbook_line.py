from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EnovaPlaybookLine(models.Model):
    """One task or event that a creator will make in each project."""

    _name = "enova.playbook.line"
    _description = "Line of a creator template"
    _order = "playbook_id, sequence, id"

    playbook_id = fields.Many2one(
        "enova.playbook", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Subject", required=True, help="May hold the template's placeholders."
    )
    type_id = fields.Many2one(
        "enova.activity.type",
        string="Definition",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["enova.activity"]._default_type_id(),
    )
    day_offset = fields.Integer(
        string="Working days later", default=0, help="0: the same day."
    )
    offset_from = fields.Selection(
        [("start", "after the start"), ("previous", "after the line above")],
        string="Counted",
        required=True,
        default="previous",
    )
    timed = fields.Boolean(
        string="At an hour", help="Otherwise it is due on that day, at no hour."
    )
    hour = fields.Float(default=9, help="In the time zone of whoever runs the creator.")
    duration = fields.Float(string="Hours", help="0: as the definition says.")
    assign_to = fields.Selection(
        [
            ("responsible", "Responsible for the project"),
            ("caretaker", "The contractor's caretaker"),
            ("creator", "Whoever runs the creator"),
            ("fixed", "One person"),
        ],
        string="Given to",
        required=True,
        default="responsible",
    )
    user_id = fields.Many2one(
        "res.users", string="Person", domain="[('share', '=', False)]"
    )
    priority = fields.Selection(
        [("0", "Normal"), ("1", "Important"), ("2", "Urgent")], default="0"
    )
    description = fields.Html()

    _offset_sane = models.Constraint(
        "CHECK (day_offset BETWEEN 0 AND 750)",
        "A task is planned from 0 to 750 working days after the start or the line"
        " above.",
    )
    _hour_sane = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "An hour lies between 0:00 and 23:59."
    )
    _duration_sane = models.Constraint(
        "CHECK (duration BETWEEN 0 AND 1000)",
        "A task takes from 0 to 1,000 hours.",
    )

    @api.constrains("assign_to", "user_id")
    def _check_person(self):
        """One person means somebody."""
        for line in self:
            if line.assign_to == "fixed" and not line.user_id:
                raise ValidationError(
                    self.env._("%s: choose the person that it is given to.", line.name)
                )

    @api.constrains("name")
    def _check_name(self):
        """Refuse placeholders that nobody can fill in, and name them."""
        for line in self:
            line.playbook_id._check_pattern(line.name)

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """Propose the definition's name as the subject."""
        self.name = self.name or self.type_id.name
