from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class EnovaPlaybookLine(models.Model):
    """One task or event that a creator will make in each project."""

    _name = "enova.playbook.line"
    _inherit = ["enova.guard.mixin"]
    _description = "Line of a playbook"
    _order = "playbook_id, sequence, id"

    playbook_id = fields.Many2one(
        "enova.playbook", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Subject", required=True, help="May hold the playbook's placeholders."
    )
    type_id = fields.Many2one(
        "enova.activity.type",
        string="Definition",
        required=True,
        ondelete="restrict",
        domain="[('is_usable', '=', True)]",
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
        string="Assigned to",
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

    resource_id = fields.Many2one(
        "enova.resource",
        string="Reserve",
        ondelete="restrict",
        help="It is reserved for the time of the task.",
    )
    resource_category_id = fields.Many2one(
        "enova.resource.category",
        string="Reserve any of",
        ondelete="restrict",
        help="The best free one of the category is reserved.",
    )
    on_clash = fields.Selection(
        [
            ("next", "Plan the task when it is free next"),
            ("without", "Make the task without it"),
        ],
        string="Where it is taken",
        required=True,
        default="next",
    )

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

    # -- what is reserved --------------------------------------------------

    @api.constrains(
        "resource_id", "resource_category_id", "timed", "duration", "type_id"
    )
    def _check_reservation(self):
        """A reservation is from one hour to another."""
        for line in self:
            if line._reserves() and not (line.timed and line._hours()):
                raise ValidationError(
                    self.env._(
                        "%s: to reserve something, say at which hour and for how long.",
                        line.name,
                    )
                )

    @api.onchange("resource_id", "resource_category_id")
    def _onchange_reservation(self):
        """Only what has an hour can reserve."""
        if self._reserves():
            self.timed = True
            self.duration = self.duration or self.type_id.default_duration or 1

    def _reserves(self):
        """Whether something is reserved for its task."""
        return bool(self.resource_id or self.resource_category_id)

    def _hours(self):
        """Return how long its task takes."""
        return self.duration or self.type_id.default_duration

    def _resources(self, company):
        """Return what would do for its task, the best first.

        :raises UserError: when the resource is archived, of another company, or not
            the user's to book
        """
        self.ensure_one()
        resources = self.env["enova.resource"]
        if not self.resource_id:
            category = self.resource_category_id
            found = resources.search(resources._bookable_domain(category, company))
            return found.sorted(lambda r: (r.sequence, r.id))
        # sudo: its name and company, to say what is wrong with it
        resource = self.resource_id.sudo()
        if resource.company_id != company:
            raise UserError(
                self.env._(
                    "%(line)s: the resource %(resource)s belongs to another company.",
                    line=self.name,
                    resource=resource.name,
                )
            )
        self.resource_id._check_booking_rights()
        return self.resource_id
