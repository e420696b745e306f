from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class EnovaActivityType(models.Model):
    """What a definition proposes, to whom it is offered, and its fields of its own."""

    _inherit = "enova.activity.type"

    deadline_proposed = fields.Boolean(string="Propose a deadline")
    deadline_delay = fields.Integer(
        string="Deadline after",
        default=3,
        help="In working days of the company, counted from the day of entry; 0 is the"
        " same day.",
    )
    default_private = fields.Boolean(
        string="Private", help="New ones are proposed as private."
    )
    calendar_entry = fields.Boolean(
        string="Entry in the calendar",
        help="What is planned for an hour has an entry in the ERP's calendar, and"
        " follows it when somebody moves it there.",
    )
    followup_to = fields.Selection(
        [
            ("same", "Whoever did this one"),
            ("caretaker", "The contractor's caretaker"),
            ("giver", "Whoever gave this one"),
        ],
        string="Follow-up for",
        required=True,
        default="same",
    )
    group_ids = fields.Many2many(
        "res.groups",
        string="Used by",
        help="Only members of these groups enter such tasks and events. Empty: all.",
    )
    is_usable = fields.Boolean(
        compute="_compute_is_usable",
        string="Usable by me",
        search="_search_is_usable",
        help="I may enter tasks or events of this definition.",
    )
    properties_definition = fields.PropertiesDefinition(string="Fields of its own")
    transition_ids = fields.One2many(
        "enova.activity.transition",
        "type_id",
        string="Allowed next stages",
        copy=True,
        help="A stage without a line leads to every other stage of the definition.",
    )
    requirement_ids = fields.One2many(
        "enova.activity.requirement", "type_id", string="Required fields", copy=True
    )
    mail_ids = fields.One2many(
        "enova.activity.mail", "type_id", string="E-mails", copy=True
    )
    _deadline_delay_positive = models.Constraint(
        "CHECK (deadline_delay >= 0)", "A deadline cannot be proposed in the past."
    )

    @api.depends("group_ids")
    @api.depends_context("uid")
    def _compute_is_usable(self):
        """Agree with the search."""
        groups = self.env.user.all_group_ids
        for definition in self:
            # sudo: the groups are compared with one's own alone
            wanted = definition.sudo().group_ids
            definition.is_usable = not wanted or bool(wanted & groups)

    @api.model
    def _search_is_usable(self, operator, value):
        """Search those that are for everybody, or for a group of the user."""
        if operator != "in":
            return NotImplemented
        mine = Domain("group_ids", "in", self.env.user.all_group_ids.ids)
        domain = Domain("group_ids", "=", False) | mine
        return domain if True in value else ~domain

    def _check_usable(self):
        """Refuse definitions that are meant for others.

        :raises UserError: naming the definition and the groups that may use it
        """
        if self.env.su:
            return
        for definition in self.filtered(lambda d: not d.is_usable):
            # sudo: the names of the groups that one would have to ask for
            groups = ", ".join(definition.sudo().group_ids.mapped("full_name"))
            raise UserError(
                self.env._(
                    "The definition %(definition)s is used by %(groups)s only. Choose"
                    " another one.",
                    definition=definition.name,
                    groups=groups,
                )
            )

    def _proposed_deadline(self, company):
        """Return the deadline of one that is entered today, or ``False``."""
        self.ensure_one()
        if not self.deadline_proposed:
            return False
        today = fields.Date.context_today(self)
        return company._enova_working_day(today, self.deadline_delay)

    def _followup_day(self, company):
        """Return the day of the follow-up of one that is done today."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return company._enova_working_day(today, self.followup_delay)
