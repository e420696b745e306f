from odoo import api, fields, models
from odoo.fields import Domain

# Set by the menu "Business cards". The client drops keys that begin with default_ when
# it leaves the list, so what is created elsewhere from a card is no card; the server
# takes the key out before anything else is created along with the card.
NEW_CARD = "default_enova_card"
WITHOUT_CARDS = Domain(
    "commercial_partner_id", "not any", [("contractor_status", "=", "card")]
)


class ResPartner(models.Model):
    """A business card: somebody who may become a contractor."""

    _inherit = "res.partner"

    card_source_id = fields.Many2one(
        "utm.source",
        string="Source",
        index="btree_not_null",
        ondelete="restrict",
        help="Where the business card comes from: a fair, a web page, a referral.",
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

    @api.model_create_multi
    def create(self, vals_list):
        """Make cards where the context asks for them, but not of their people."""
        if not self.env.context.get(NEW_CARD):
            return super().create(vals_list)
        rows = [
            vals
            if vals.get("parent_id") or "contractor_status" in vals
            else {**vals, "contractor_status": "card"}
            for vals in vals_list
        ]
        plain = self.with_context(**{NEW_CARD: False})
        return super(ResPartner, plain).create(rows).with_env(self.env)

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
