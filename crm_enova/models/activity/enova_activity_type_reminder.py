from odoo import fields, models

# Minutes before the start; whole days keep the hour of the clock.
REMINDERS = [
    ("0", "At the time"),
    ("5", "5 minutes before"),
    ("15", "15 minutes before"),
    ("30", "30 minutes before"),
    ("60", "An hour before"),
    ("120", "2 hours before"),
    ("1440", "A day before"),
    ("2880", "2 days before"),
    ("10080", "A week before"),
]


class EnovaActivityType(models.Model):
    """How people are reminded of what a definition has them do."""

    _inherit = "enova.activity.type"

    reminder = fields.Selection(
        REMINDERS,
        help="Proposed for new ones. Before the start; where there is none, before nine"
        " in the morning of the deadline.",
    )
    reminder_email = fields.Boolean(
        string="Reminder by e-mail, too",
        help="One message for all that is due at once, as each person has chosen to get"
        " his messages.",
    )
    reminder_template_id = fields.Many2one(
        "mail.template",
        string="Reminder to the contractor",
        ondelete="set null",
        domain="[('model', '=', 'enova.activity')]",
        help="Sent to the contact person, else to the contractor, when the reminder is"
        " due. Nobody is written to about private ones.",
    )
