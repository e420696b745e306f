from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class EnovaPlaybookLine(models.Model):
    """What is to be reserved for the task of a line."""

    _inherit = "enova.playbook.line"

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
