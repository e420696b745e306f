from odoo import fields, models

# Core's own condition, and no business cards.
NO_CARDS = (
    "['|', ('parent_id', '=', False), ('is_company', '=', True),"
    " ('commercial_partner_id', 'not any', [('contractor_status', '=', 'card')])]"
)


class AccountPayment(models.Model):
    _inherit = "account.payment"

    partner_id = fields.Many2one(domain=NO_CARDS)


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    partner_id = fields.Many2one(domain=NO_CARDS)
