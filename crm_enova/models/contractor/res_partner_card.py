from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from ..base.undo import Recording
from .names import names_shown

REQUIRED_PARAMETER = "crm_enova.card_required_fields"

# Set by the menu "Business cards". The client drops keys that begin with default_ when
# it leaves the list, so what is created elsewhere from a card is no card; the server
# takes the key out before anything else is created along with the card.
NEW_CARD = "default_enova_card"
WITHOUT_CARDS = Domain(
    "commercial_partner_id", "not any", [("contractor_status", "=", "card")]
)


class ResPartner(models.Model):
    """A business card: somebody who may become a contractor, and be a card again."""

    _inherit = "res.partner"

    card_source_id = fields.Many2one(
        "utm.source",
        string="Source",
        index="btree_not_null",
        ondelete="restrict",
        help="Where the business card comes from: a fair, a web page, a referral.",
    )
    card_converted_date = fields.Datetime(
        string="Converted from a card on", readonly=True, copy=False
    )

    @api.model
    def default_get(self, fields):
        """Begin a new record of the list of cards as a card."""
        values = super().default_get(fields)
        context = self.env.context
        if context.get(NEW_CARD) and not context.get("default_parent_id"):
            if "contractor_status" in fields:
                values.setdefault("contractor_status", "card")
        return values

    @api.model
    def _enova_fill_values(self, vals_list):
        """Make cards where the context asks for them, but not of their people."""
        vals_list = super()._enova_fill_values(vals_list)
        if not self.env.context.get(NEW_CARD):
            return vals_list
        return [
            vals
            if vals.get("parent_id") or "contractor_status" in vals
            else {**vals, "contractor_status": "card"}
            for vals in vals_list
        ]

    @api.model
    def _enova_context_of_creation(self):
        """What is created along with a card is none."""
        keys = super()._enova_context_of_creation()
        return {**keys, NEW_CARD: False} if self.env.context.get(NEW_CARD) else keys

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offer no cards where a vendor is chosen."""
        domain = self._domain_of_choice(domain)
        return super().name_search(name, domain, operator, limit)

    @api.model
    def web_search_read(self, domain, specification, *args, **kwargs):
        """Offer no cards in the list behind the choice of a vendor either."""
        domain = self._domain_of_choice(domain)
        return super().web_search_read(domain, specification, *args, **kwargs)

    @api.model
    def _domain_of_choice(self, domain):
        """Add what keeps cards out of the choice of a vendor.

        Core marks that choice in the context, in every purchasing document of
        whatever module.
        """
        if self.env.context.get("res_partner_search_mode") != "supplier":
            return domain
        return Domain(domain or Domain.TRUE) & WITHOUT_CARDS

    # -- conversion ----------------------------------------------------------------

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
            single card that has a duplicate or lacks data
        """
        self._check_may_convert()
        cards = self.filtered(lambda partner: partner.contractor_status == "card")
        (cards or self)._refuse_no_cards()
        duplicates, missing = cards._find_duplicates(), cards._missing_card_data()
        clear = cards.filtered(lambda c: not duplicates[c.id] and not missing[c.id])
        if len(cards) == 1 and not clear:
            return cards.action_convert_card()
        recording = Recording(clear)
        clear._convert_cards()
        return clear._converted_notice(recording, unclear=cards - clear)

    def action_revert_card(self):
        """Turn contractors that were converted back into cards.

        :return: ``True``
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
        values = {"contractor_status": "card", "card_converted_date": False}
        self._as_system().write(values)
        subject = self.env._("Turned back into a business card")
        self._log_card_events("crm_enova.enova_activity_type_event_converted", subject)
        return True

    def _convert_cards(self, note=None, waits=False):
        """Make contractors of cards; their records stay, and all that hangs on them.

        :param str note: why, for the event that is written
        :param bool waits: let the database wait for somebody else who is changing one
            of them, and try again, rather than refuse
        :raises UserError: when somebody else has been faster
        """
        if not self:
            return
        self._check_may_convert()
        if not waits:
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
        values = {"contractor_status": "contractor", "card_converted_date": now}
        self._as_system().write(values)

    def _check_may_convert(self):
        """Refuse before anything is written who may not convert these."""
        self.check_access("write")

    def _lock_for_conversion(self):
        """Keep others from converting or merging these until the transaction ends.

        Whoever comes second is told, instead of waiting or overwriting.
        """
        self.flush_recordset()
        # rows that refer to these may be written meanwhile: the window of the other
        # one does, and both would be refused
        self._lock_in_words(allow_referencing=True)
        self.invalidate_recordset()

    def _lock_in_words(self, **how):
        """Lock the rows of these, or say whose they are that somebody else holds.

        :param how: of ``lock_for_update``
        """
        try:
            self.lock_for_update(**how)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is just changing %(names)s. Reload the page and try"
                    " again.",
                    names=names_shown(self),
                )
            ) from error

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
        # sudo: a document that the user does not see is an obstacle all the same;
        # they learn no more than its kind
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

    def _merged_action(self, gone_ids):
        """Return the action that opens who stays, in the place of who is gone.

        :param list gone_ids: of those who were merged into this one
        """
        self.ensure_one()
        # sudo: ids and paths of the screens of partners, to know their breadcrumbs
        screens = self.env["ir.actions.act_window"].sudo()
        screens = screens.search_fetch([("res_model", "=", self._name)], ["path"])
        paths = filter(None, screens.mapped("path"))
        return {
            "type": "ir.actions.client",
            "tag": "crm_enova.partner_merged",
            "params": {
                "partner_id": self.id,
                "gone_ids": gone_ids,
                "screens": [*screens.ids, *paths],
            },
        }

    def _action_of_cards(self):
        """Return the action of the list of business cards, with these alone."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.res_partner_action_card"
        )
        return {**action, "domain": [("id", "in", self.ids)]}

    @api.model
    def _undo_fields(self):
        """Add what the conversion of a card changes."""
        return [*super()._undo_fields(), "card_converted_date", "contractor_status"]

    def _undo_write(self, groups):
        """Turn into cards again by the way that has its own checks and its event."""
        others = []
        for partners, values in groups:
            if values.get("contractor_status") == "card":
                partners.action_revert_card()
            else:
                others.append((partners, values))
        return super()._undo_write(others)

    def _converted_notice(self, recording, unclear):
        """Return the notice of what was converted, with Undo.

        :param Recording recording: of these, from before the conversion
        :param unclear: cards that were left
        """
        message = self.env._("Converted to contractor: %s", names_shown(self))
        if unclear:
            message = self.env._(
                "Converted: %(count)s. With a duplicate or data missing, to be"
                " converted one by one: %(names)s",
                count=len(self),
                names=names_shown(unclear),
            )
        return recording.notice(message, "warning" if unclear else "success")

    @api.model
    def _belongings(self):
        """Return what is counted for the event: model, field to the card, condition.

        Everybody who sees the event reads the numbers, so floors above, which add
        theirs, leave out what is private.
        """
        return [
            ("res.partner", "parent_id", Domain.TRUE),
            ("enova.consent", "partner_id", Domain.TRUE),
            ("account.move", "commercial_partner_id", Domain.TRUE),
            ("calendar.event", "partner_ids", Domain.TRUE),
        ]

    def _card_belongings(self):
        """Count what hangs on these cards, of what the user may read.

        :return: dict by id of dicts of numbers by the name of the model
        """
        counts = defaultdict(dict)
        for name, field, domain in self._belongings():
            model = self.env[name]
            if not model.has_access("read"):
                continue
            groups = model._read_group(
                domain & Domain(field, "in", self.ids), [field], ["__count"]
            )
            label = self._belonging_label(model)
            for partner, count in groups:
                counts[partner.id][label] = count
        return counts

    @api.model
    def _belonging_label(self, model):
        if model._name == self._name:
            return self.env._("Contact persons and addresses")
        # sudo: the name of a model in the user's language
        return self.env["ir.model"].sudo()._get(model._name).name

    def _log_card_events(self, type_xmlid, subject, note=None, belongings=None):
        """Write into the history what has become of these; see the floor above.

        :param str type_xmlid: the definition
        :param str subject: of the events
        :param str note: what stands first in the description
        :param dict belongings: of :meth:`_card_belongings`
        """
