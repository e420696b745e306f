from dateutil.relativedelta import relativedelta

from odoo import fields, models

# What a category may ask for: the name of the switch by the field that it asks for.
ASKED = {
    "number": "number_required",
    "date": "date_required",
    "valid_until": "valid_until_required",
    "user_id": "user_required",
}


class EnovaAttachmentCategory(models.Model):
    """A kind of papers: what an entry of the register must say, and for how long."""

    _name = "enova.attachment.category"
    _inherit = ["enova.guard.mixin"]
    _description = "Category of attachments"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    number_required = fields.Boolean(
        string="Number required", help="An attachment in force must say its number."
    )
    date_required = fields.Boolean(
        string="Date required", help="An attachment in force must say its date."
    )
    valid_until_required = fields.Boolean(
        string="End required", help="An attachment in force must say until when it is."
    )
    user_required = fields.Boolean(
        string="Responsible person required",
        help="An attachment in force must say who is responsible for it.",
    )
    validity_months = fields.Integer(
        string="Valid for (months)",
        help="Proposed as the end, counted from the start. 0: no end is proposed.",
    )
    reminder_days = fields.Integer(
        string="Remind before (days)",
        default=30,
        help="Whoever is responsible gets one task this long before the end.",
    )
    keep_years = fields.Integer(
        string="Keep for (years)",
        help="Proposed as the day until which the file may not be deleted, counted from"
        " the end of validity, else from the date. 0: nothing is proposed.",
    )

    _validity_positive = models.Constraint(
        "CHECK (validity_months BETWEEN 0 AND 1200)",
        "Choose between 0 and 1200 months.",
    )
    _reminder_positive = models.Constraint(
        "CHECK (reminder_days BETWEEN 0 AND 3650)",
        "Choose between 0 and 3650 days.",
    )
    _keep_positive = models.Constraint(
        "CHECK (keep_years BETWEEN 0 AND 100)", "Choose between 0 and 100 years."
    )

    def _proposed_end(self, start):
        """Return until when something of this category is valid by default.

        :param date start: first day, or a false value
        :return: date or ``False``: the day before the same day, so many months later
        """
        if not self or not start or not self.validity_months:
            return False
        return start + relativedelta(months=self.validity_months, days=-1)

    def _proposed_keeping(self, last):
        """Return until when something of this category is kept by default.

        :param date last: day from which is counted, or a false value
        :return: date or ``False``
        """
        if not self or not last or not self.keep_years:
            return False
        return last + relativedelta(years=self.keep_years)

    def _missing_fields(self, entry):
        """Return the names of the fields that an entry has to fill and does not.

        :param entry: one record of ``enova.attachment``
        """
        return [
            name for name, switch in ASKED.items() if self[switch] and not entry[name]
        ]
