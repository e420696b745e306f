from odoo import models
from odoo.exceptions import RedirectWarning

from .names import names_shown

MODE_PARAMETER = "crm_enova.card_on_confirm"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        """Make a contractor of the card that buys, or ask first.

        :raises RedirectWarning: when the settings want the salesperson asked; nothing
            is confirmed then, of however many orders
        """
        self._convert_buying_cards()
        return super().action_confirm()

    def _convert_buying_cards(self):
        # sudo: whether they are cards; who may confirm the order need not see them
        customers = self.sudo().partner_id.commercial_partner_id
        cards = customers.filtered(
            lambda partner: partner.contractor_status == "card"
        ).sudo(False)
        if not cards:
            return
        if self._asks_about_cards():
            self._ask_about_cards(cards)
        for card in cards:
            orders = self.filtered(
                lambda o, c=card: o.partner_id.commercial_partner_id == c
            )
            note = self.env._("Order confirmed: %s", ", ".join(orders.mapped("name")))
            # sudo: who may confirm the order (a customer who signs it, too) thereby
            # makes its customer a contractor, whatever he may else do with partners;
            # nothing is read, and what is written does not come from him
            card.sudo()._convert_cards(note)

    def _asks_about_cards(self):
        """Whether somebody is there who is to be asked, and who can answer.

        A customer who signs or pays, and a user without the CRM, are not: their order
        is confirmed, and the card converted by itself.
        """
        # sudo: a word out of two
        mode = self.env["ir.config_parameter"].sudo().get_param(MODE_PARAMETER)
        user = self.env.user
        return mode == "ask" and user.has_group("crm_enova.crm_enova_group_own")

    def _ask_about_cards(self, cards):
        names = names_shown(cards)
        if len(cards) > 1:
            raise RedirectWarning(
                self.env._(
                    "These customers are business cards: %s. Convert them before you"
                    " confirm their orders.",
                    names,
                ),
                cards._action_of_cards(),
                self.env._("Show the business cards"),
            )
        raise RedirectWarning(
            self.env._(
                "%s is a business card. Convert it to a contractor, and the order is"
                " confirmed.",
                names,
            ),
            self.env.ref("crm_enova.res_partner_action_convert_card").id,
            self.env._("Convert to contractor"),
            {"default_partner_id": cards.id, "default_order_ids": self.ids},
        )
