from lxml import html
from lxml.html import builder as E
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.base.arguments import ids_among
from ..models.base.undo import Recording


class EnovaSharing(models.TransientModel):
    """Share contractors out by the rules, and show before whose they would be."""

    _name = "enova.sharing"
    _inherit = "enova.guard.mixin"
    _description = "Share contractors out"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Contractors",
        required=True,
        default=lambda self: self._default_partner_ids(),
    )
    only_bare = fields.Boolean(
        string="Only those without a caretaker",
        default=True,
        help="Off, the others get the caretaker of the rules, too, from today on.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    given_count = fields.Integer(
        string="Contractors with a new caretaker", compute="_compute_preview"
    )
    left_count = fields.Integer(
        string="Contractors without a rule", compute="_compute_preview"
    )

    @api.model
    def _default_partner_ids(self):
        """Take the companies of what is selected; a card is shared out, too."""
        partners = self.env["res.partner"]
        if self.env.context.get("active_model") != "res.partner":
            return partners
        selected = partners.browse(ids_among(self.env.context.get("active_ids")))
        return selected.commercial_partner_id.filtered("contractor_status")

    @api.depends("partner_ids", "only_bare")
    def _compute_preview(self):
        """Tell how many each would get, and how many fit no rule."""
        for wizard in self:
            shares, left = wizard._shares()
            wizard.given_count = sum(len(partners) for partners in shares.values())
            wizard.left_count = len(left)
            wizard.preview = wizard._preview_table(shares) if shares else False

    def _preview_table(self, shares):
        """Return the counts by caretaker, as a table."""
        ordered = sorted(shares.items(), key=lambda share: share[0].name)
        head = E.TR(E.TH(self.env._("Caretaker")), E.TH(self.env._("Contractors")))
        rows = [
            E.TR(E.TD(user.name), E.TD(str(len(partners))))
            for user, partners in ordered
        ]
        table = E.TABLE(E.THEAD(head), E.TBODY(*rows))
        table.set("class", "table table-sm w-auto")
        # no markup of anybody: texts went into the tree as texts
        return Markup(html.tostring(table, encoding="unicode"))  # noqa: S704

    def _shares(self):
        """Return what would change, and whom no rule fits.

        :return: dict of contractors by their new caretaker, and the contractors left
        """
        partners = self.partner_ids._origin.commercial_partner_id
        if self.only_bare:
            partners = partners.filtered(lambda partner: not partner.user_id)
        by_user = partners._shared_users()
        left = by_user.pop(self.env["res.users"], partners.browse())
        shares = {
            user: group.filtered(lambda p, u=user: p.user_id != u)
            for user, group in by_user.items()
        }
        return {user: group for user, group in shares.items() if group}, left

    def action_confirm(self):
        """Put the caretakers of the rules in charge from today on.

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when there is nobody to share out
        """
        self.ensure_one()
        shares, left = self._shares()
        if not shares:
            raise UserError(
                self.env._("No rule gives any of these contractors to somebody new.")
            )
        partners = self.env["res.partner"].union(*shares.values())
        partners.check_access("write")
        periods = self.env["enova.caretaker"].with_context(active_test=False)
        of_them = Domain("partner_id", "in", partners.ids)
        recording = Recording(periods.search(of_them))
        for user, group in shares.items():
            group._open_main_period(user)
        recording.add(periods.search(of_them))
        message = self.env._(
            "Contractors shared out: %(count)s. Without a rule: %(left)s",
            count=len(partners),
            left=len(left),
        )
        return recording.notice(message)

    def action_open_left(self):
        """Open the contractors that no rule fits.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.res_partner_action_contractor"
        )
        _shares, left = self._shares()
        return {
            **action,
            "domain": [("id", "in", left.ids)],
            "display_name": self.env._("Without a rule"),
        }
