from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..models.base.arguments import ids_among
from ..models.base.undo import Recording


class EnovaCardConvert(models.TransientModel):
    """Show who may be the same, then keep the card's record or merge it."""

    _name = "enova.card.convert"
    _inherit = ["enova.merge.choice", "enova.guard.mixin"]
    _description = "Convert a business card"

    partner_id = fields.Many2one(
        "res.partner", string="Business card", required=True, ondelete="cascade"
    )
    mode = fields.Selection(
        [
            ("keep", "Keep this record and make it a contractor"),
            ("merge", "Merge it into a contractor that is there"),
        ],
        required=True,
        default="keep",
    )
    target_id = fields.Many2one(
        "res.partner",
        string="Merge into",
        compute="_compute_target_id",
        store=True,
        readonly=False,
        domain="[('contractor_status', '!=', False), ('id', '!=', partner_id)]",
    )
    duplicate_ids = fields.One2many(
        "enova.card.convert.duplicate",
        "wizard_id",
        string="Similar ones",
        compute="_compute_duplicate_ids",
        store=True,
    )
    missing = fields.Char(string="Data missing", compute="_compute_missing")
    # what was to be confirmed when somebody noticed that the customer is a card
    # Ids, not a relation, which nobody without access to sales could leave empty.
    order_ids = fields.Json(string="Orders to confirm")
    confirms_orders = fields.Boolean(compute="_compute_confirms_orders")

    @api.depends("partner_id")
    def _compute_duplicate_ids(self):
        """List the card itself first, so that one can compare line by line."""
        for wizard in self:
            card = wizard.partner_id._origin
            duplicates = card._find_duplicates().get(card.id, [])
            rows = [{"partner_id": card.id, "reason": self.env._("This card")}]
            rows += [
                {
                    "partner_id": duplicate.partner.id,
                    "reason": duplicate.partner._reason_text(duplicate),
                    "is_duplicate": True,
                }
                for duplicate in duplicates
            ]
            wizard.duplicate_ids = [
                fields.Command.clear(),
                *(fields.Command.create(row) for row in rows if duplicates),
            ]

    @api.depends("order_ids")
    def _compute_confirms_orders(self):
        """Say whether quotations wait for the conversion."""
        for wizard in self:
            wizard.confirms_orders = bool(ids_among(wizard.order_ids))

    @api.depends("duplicate_ids")
    def _compute_target_id(self):
        """Propose the strongest duplicate."""
        for wizard in self:
            if not wizard.target_id:
                wizard.target_id = wizard.duplicate_ids.filtered(
                    "is_duplicate"
                ).partner_id[:1]

    @api.depends("partner_id", "mode", "target_id")
    def _compute_missing(self):
        """Name the data that a manager wants and the card lacks."""
        for wizard in self:
            wizard.missing = ", ".join(wizard._missing_labels())

    def _missing_labels(self):
        """Return the labels of required data that neither of the two has."""
        card = self.partner_id._origin
        other = self.target_id._origin if self.mode == "merge" else None
        return card._missing_card_data(other).get(card.id, [])

    def action_convert(self):
        """Make a contractor of the card, in the way that was chosen.

        :return: action: a notice with Undo where the record was kept, the contractor
            where it was merged
        :raises UserError: when required data is missing, or somebody was faster
        :raises AccessError: for who may not change both records
        """
        self.ensure_one()
        orders = self.env["sale.order"].browse(ids_among(self.order_ids))
        self.partner_id._check_may_convert()
        missing = self._missing_labels()
        if missing:
            raise UserError(
                self.env._(
                    "Fill in before you convert %(card)s: %(fields)s.",
                    card=self.partner_id.display_name,
                    fields=", ".join(missing),
                )
            )
        action = self._merge() if self.mode == "merge" else self._keep()
        if orders:
            orders.action_confirm()
        return action

    def _keep(self):
        recording = Recording(self.partner_id)
        self.partner_id._convert_cards()
        return self.partner_id._converted_notice(recording, self.partner_id.browse())

    def _merge(self):
        """Merge the card into the chosen contractor by core's own wizard."""
        card, target = self.partner_id, self.target_id
        self._check_merge(card, target)
        (card | target)._lock_for_conversion()
        card._refuse_no_cards()
        # the merge itself writes the event of what moved
        action = self._merge_chosen()
        if target.contractor_status == "card":
            target._write_converted()
        return action

    @api.depends("partner_id", "mode", "target_id")
    def _compute_merge_comparison(self):
        """Compare the card with who is chosen."""
        return super()._compute_merge_comparison()

    def _merge_sides(self):
        """Compare the card with who is chosen, who stays."""
        card, target = self.partner_id._origin, self.target_id._origin
        return card | target, target if self.mode == "merge" else target.browse()

    def _check_merge(self, card, target):
        """Refuse who may not, and what does not belong together, before any write."""
        if not target:
            raise UserError(self.env._("Choose the contractor to merge into."))
        target.check_access("write")
        # the card's record will be gone
        card.check_access("unlink")
        if target == card or not target.contractor_status:
            raise ValidationError(
                self.env._(
                    "%(target)s is no contractor: choose one to merge into.",
                    target=target.display_name,
                )
            )
        if card.company_id and target.company_id not in (
            card.company_id,
            target.company_id.browse(),
        ):
            raise ValidationError(
                self.env._(
                    "%(card)s belongs to %(company)s and %(target)s to %(other)s: they"
                    " cannot be merged.",
                    card=card.display_name,
                    company=card.company_id.name,
                    target=target.display_name,
                    other=target.company_id.name,
                )
            )
