from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from ..contractor.names import names_shown

REQUIRED_PARAMETER = "crm_enova.card_required_fields"


class ResPartner(models.Model):
    """Turn a business card into a contractor, and back."""

    _inherit = "res.partner"

    card_converted_date = fields.Datetime(
        string="Converted from a card on", readonly=True, copy=False
    )

    def action_convert_card(self):
        """Open the window that shows what is missing and who may be the same.

        :return: action of ``enova.card.convert``
        :raises UserError: when it is no business card (any more)
        """
        self.ensure_one()
        self._check_may_convert()
        self._refuse_no_cards()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_card_convert_action"
        )
        # stored, since a row of a window that is not cannot be chosen
        window = self.env["enova.card.convert"].create({"partner_id": self.id})
        return {**action, "res_id": window.id}

    def action_quick_convert_card(self):
        """Convert at once what raises no question, and ask about the rest.

        :return: a notice with Undo; the window of :meth:`action_convert_card` for a
            single card that has a twin or lacks data
        """
        self._check_may_convert()
        cards = self.filtered(lambda partner: partner.contractor_status == "card")
        (cards or self)._refuse_no_cards()
        twins, missing = cards._find_twins(), cards._missing_card_data()
        clear = cards.filtered(lambda c: not twins[c.id] and not missing[c.id])
        if len(cards) == 1 and not clear:
            return cards.action_convert_card()
        clear._convert_cards()
        return clear._converted_notice(unclear=cards - clear)

    def action_revert_card(self):
        """Turn contractors that were converted back into cards.

        :raises UserError: when one of them was no card, or has bought meanwhile
        """
        self._check_may_convert()
        self._lock_for_conversion()
        for partner in self:
            reasons = partner._revert_obstacles()
            if reasons:
                raise UserError(
                    self.env._(
                        "%(name)s cannot become a business card again: %(reasons)s.",
                        name=partner.display_name,
                        reasons=", ".join(reasons),
                    )
                )
        self.write({"contractor_status": "card", "card_converted_date": False})
        subject = self.env._("Turned back into a business card")
        self._log_card_events("crm_enova.enova_activity_type_event_converted", subject)
        return True

    def _convert_cards(self, note=None):
        """Make contractors of cards; their records stay, and all that hangs on them.

        :param str note: why, for the event that is written
        :raises UserError: when somebody else has been faster
        """
        if not self:
            return
        self._check_may_convert()
        self._lock_for_conversion()
        self._refuse_no_cards()
        belongings = self._card_belongings()
        self._write_converted()
        self._log_card_events(
            "crm_enova.enova_activity_type_event_converted",
            self.env._("Converted to contractor"),
            note or self.env._("The record stayed, and with it:"),
            belongings,
        )

    def _write_converted(self):
        now = fields.Datetime.now()
        self.write({"contractor_status": "contractor", "card_converted_date": now})

    def _check_may_convert(self):
        """Refuse before anything is written who may not convert these."""
        self.check_access("write")
        self.env["enova.activity"].check_access("create")

    def _lock_for_conversion(self):
        """Keep others from converting or merging these until the transaction ends.

        Whoever comes second is told, instead of waiting or overwriting.
        """
        self.flush_recordset()
        try:
            # rows that refer to these may be written meanwhile: the window of the other
            # one does, and both would be refused
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is just changing %(names)s. Reload the page and try"
                    " again.",
                    names=names_shown(self),
                )
            ) from error
        self.invalidate_recordset()

    def _refuse_no_cards(self):
        """Raise where one of these is no business card, or is one no longer."""
        others = self.filtered(lambda partner: partner.contractor_status != "card")
        if others:
            raise UserError(
                self.env._(
                    "No business card, or converted already: %(names)s (last changed by"
                    " %(user)s).",
                    names=names_shown(others),
                    # sudo: a colleague's name alone
                    user=others[0].write_uid.sudo().name,
                )
            )

    @api.model
    def _required_card_fields(self):
        """Return the names of the fields that a manager wants filled on conversion."""
        # sudo: the parameter holds names of fields alone
        parameters = self.env["ir.config_parameter"].sudo()
        names = parameters.get_param(REQUIRED_PARAMETER, "").split(",")
        return [name for name in names if name in self._fields]

    def _missing_card_data(self, other=None):
        """Return the labels of required data that is empty.

        :param other: a partner whose data counts too, because both will be one
        :return: dict of lists of labels by id
        """
        names = self._required_card_fields()
        # only what the user may see; without names it would be every field there is
        labels = self.fields_get(names, ["string"]) if names else {}
        return {
            partner.id: [
                label["string"]
                for name, label in labels.items()
                if not partner[name] and not (other and other[name])
            ]
            for partner in self
        }

    def _revert_obstacles(self):
        """Return the reasons why this contractor cannot be a card again."""
        self.ensure_one()
        if self.contractor_status != "contractor" or not self.card_converted_date:
            return [self.env._("it was not converted from one")]
        # sudo: a document that the user does not see is an obstacle all the same; he
        # learns no more than its kind
        env = self.env(su=True)
        contractor = Domain("commercial_partner_id", "=", self.id)
        orders = Domain("partner_id", "any", contractor) & Domain("state", "=", "sale")
        invoices = contractor & Domain("state", "=", "posted")
        reasons = []
        if env["sale.order"].search_count(orders, limit=1):
            reasons.append(self.env._("it has confirmed orders"))
        if env["account.move"].search_count(invoices, limit=1):
            reasons.append(self.env._("it has posted invoices"))
        return reasons

    def _action_of_cards(self):
        """Return the action of the list of business cards, with these alone."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.res_partner_action_card"
        )
        return {**action, "domain": [("id", "in", self.ids)]}

    def _converted_notice(self, unclear):
        """Return the notice of what was converted, with Undo."""
        message = self.env._("Converted to contractor: %s", names_shown(self))
        if unclear:
            message = self.env._(
                "Converted: %(count)s. With a twin or data missing, to be converted one"
                " by one: %(names)s",
                count=len(self),
                names=names_shown(unclear),
            )
        return {
            "type": "ir.actions.client",
            "tag": "crm_enova.card_converted",
            "params": {
                "message": message,
                "type": "warning" if unclear else "success",
                "partner_ids": self.ids,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
