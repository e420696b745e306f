from odoo import api, fields, models


class ResPartner(models.Model):
    """How somebody is written to: the form of address, and by which way."""

    _inherit = "res.partner"

    grammatical_form = fields.Selection(
        [
            ("female", "Madam"),
            ("male", "Sir"),
            ("plural", "Sir or Madam"),
        ],
        string="Form of address",
        help="How letters and e-mails begin. Empty: Sir or Madam.",
    )
    vocative = fields.Char(
        string="Name in the vocative",
        help="What follows the form of address where a language asks for a form of its"
        " own, such as: Anno, Janie, Panie Prezesie.",
    )
    preferred_channel = fields.Selection(
        [("mail", "E-mail"), ("letter", "Letter")],
        string="Prefers",
        help="What a mail merge that can go both ways takes first.",
    )

    def _form_of_address(self):
        """Return how one person or company is addressed.

        :return: ``female``, ``male`` or ``plural``; a company is many people
        """
        if self.is_company or not self.grammatical_form:
            return "plural"
        return self.grammatical_form

    @api.model
    def _enova_count_bounces(self, emails):
        """Count for each address that it was refused, as core does for what comes back.

        :param emails: normalised addresses
        """
        # sudo: the state of an address, whoever holds it
        partners = self.sudo().with_context(active_test=False, tracking_disable=True)
        held = partners.search([("email_normalized", "in", list(filter(None, emails)))])
        for count, group in held.grouped("message_bounce").items():
            group.write({"message_bounce": count + 1})
