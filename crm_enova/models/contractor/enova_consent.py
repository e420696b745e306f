from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.change import Change
from ..base.context import CONSENT_TOLD

CHANNELS = [("email", "E-mail"), ("phone", "Phone"), ("post", "Post")]


class EnovaConsentPurpose(models.Model):
    """What a consent is for."""

    _name = "enova.consent.purpose"
    _inherit = "enova.guard.mixin"
    _description = "Purpose of a consent"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_mailing = fields.Boolean(
        string="Mass mailings",
        help="Withdrawing this by e-mail puts the address on the blacklist of mass"
        " mailings; taking it off there gives the consent again.",
    )


class EnovaConsent(models.Model):
    """A ledger of what people have agreed to: a line is superseded, never changed."""

    _name = "enova.consent"
    _inherit = ["enova.of.partner", "enova.guard.mixin"]
    _description = "Consent"
    _order = "date desc, id desc"
    _rec_name = "purpose_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person or contractor",
        required=True,
        ondelete="restrict",
    )
    channel = fields.Selection(CHANNELS, required=True, default="email")
    purpose_id = fields.Many2one(
        "enova.consent.purpose",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["enova.consent.purpose"].search([], limit=1),
    )
    state = fields.Selection(
        [("given", "Given"), ("withdrawn", "Withdrawn")],
        required=True,
        default="given",
        copy=True,
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    valid_until = fields.Date(help="The last day; empty for no end.")
    source = fields.Char(help="Where it comes from: a form, a call, a letter.")
    evidence = fields.Binary(attachment=True, help="The signed form, or a recording.")
    evidence_name = fields.Char()
    is_automatic = fields.Boolean(
        readonly=True,
        help="Entered by the system, because the blacklist of mass mailings says so. It"
        " proves nothing that the blacklist does not, and goes with its person.",
    )
    is_current = fields.Boolean(
        string="In force",
        compute="_compute_is_current",
        search="_search_is_current",
        help="The newest line of this person, channel and purpose, and not run out.",
    )

    _ledger_idx = models.Index("(partner_id, channel, purpose_id, date DESC, id DESC)")

    @api.depends("partner_id", "channel", "purpose_id", "date", "valid_until")
    def _compute_is_current(self):
        """Ask the search, which knows the later lines of the ledger."""
        current = set(
            self.search([("is_current", "=", True), ("id", "in", self.ids)]).ids
        )
        for line in self:
            line.is_current = line._origin.id in current

    @api.model
    def _search_is_current(self, operator, value):
        """Take the newest line of each person, channel and purpose."""
        if operator != "in":
            return NotImplemented
        newest = SQL(
            "(SELECT DISTINCT ON (partner_id, channel, purpose_id) id"
            " FROM enova_consent"
            " ORDER BY partner_id, channel, purpose_id, date DESC, id DESC)"
        )
        today = fields.Date.context_today(self)
        valid = Domain("valid_until", "=", False) | Domain("valid_until", ">=", today)
        domain = Domain("id", "in", newest) & valid
        return domain if True in value else ~domain

    @api.depends("purpose_id", "channel", "state")
    def _compute_display_name(self):
        """Name purpose, channel and state."""
        channels = dict(self._fields["channel"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        for line in self:
            line.display_name = (
                f"{line.purpose_id.name} · {channels.get(line.channel)}"
                f" · {states.get(line.state)}"
            )

    # -- the way through -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Enter lines: check, guard, then :meth:`_apply_effects`."""
        vals_list = self._fill_values(vals_list)
        for vals in vals_list:
            self.browse()._check_before(vals)
        lines = super().create(vals_list)
        lines._apply_effects(Change.of_create(vals_list))
        return lines

    def write(self, vals):
        """Refuse: a ledger that can be edited proves nothing.

        :raises UserError: always, but for the superuser's own module work
        """
        if self and not self.env.context.get("install_mode"):
            raise UserError(
                self.env._(
                    "A consent is not edited. Enter a new line, which takes the place"
                    " of the old one and leaves it to be seen."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """Refuse: what is gone proves nothing.

        The superuser's code takes along what the system has noted of itself.
        """
        if self.env.su and all(line.is_automatic for line in self):
            return
        raise UserError(
            self.env._("A consent is not deleted. Enter that it was withdrawn.")
        )

    @api.model
    def _fill_values(self, vals_list):
        """Return values with proposals; the caller's own are not changed."""
        return vals_list

    def _check_before(self, vals):
        """Refuse values before they are entered."""

    def _apply_effects(self, change):
        """Let a new line take the place of others, and tell the blacklist."""
        self.invalidate_model(["is_current"])
        self._sync_blacklist()

    # -- the blacklist of mass mailings --------------------------------------------

    def _sync_blacklist(self):
        """Keep the blacklist of mass mailings in agreement with the ledger."""
        if CONSENT_TOLD.is_on(self.env):
            return
        newest = self.filtered(
            lambda line: line.channel == "email" and line.purpose_id.is_mailing
        ).filtered("is_current")
        # sudo: the wish of a person is obeyed whoever writes it down; nothing is read
        blacklist = self.env["mail.blacklist"].sudo()
        refused = newest.filtered(lambda line: line.state == "withdrawn")
        given = newest - refused
        agreeing = given.partner_id - given._refused_for_other_purposes()
        for partners, active in ((refused.partner_id, True), (agreeing, False)):
            emails = set(partners.mapped("email_normalized")) - {False}
            known = blacklist.with_context(active_test=False).search(
                [("email", "in", list(emails))]
            )
            known.filtered(lambda entry, on=active: entry.active != on).write(
                {"active": active}
            )
            if active:
                new = emails - set(known.mapped("email"))
                blacklist.create([{"email": email} for email in sorted(new)])

    def _refused_for_other_purposes(self):
        """Return who has withdrawn another consent to mailings: he stays blocked.

        The blacklist is of an address, and knows no purposes.
        """
        # sudo: as the caller
        return (
            self.sudo()
            .search(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("channel", "=", "email"),
                    ("purpose_id.is_mailing", "=", True),
                    ("is_current", "=", True),
                    ("state", "=", "withdrawn"),
                ]
            )
            .partner_id.sudo(False)
        )

    @api.model
    def _sync_consents_from_blacklist(self, emails, state):
        """Enter a line for each partner whose address was black- or whitelisted.

        All who share the address are meant, and all purposes of mailings that they have
        been asked about. Whoever has never been asked is not said to have agreed.

        :param emails: normalised addresses
        :param str state: ``given`` or ``withdrawn``
        """
        # sudo: the blacklist is common to all companies and users, most of whom know
        # nothing of consents
        ledger = self.sudo().with_context(**CONSENT_TOLD.on)
        purposes = ledger.env["enova.consent.purpose"]
        purposes = purposes.search([("is_mailing", "=", True)])
        if not purposes or not emails:
            return
        partners = ledger.env["res.partner"].search(
            [("email_normalized", "in", list(emails))]
        )
        current = ledger.search(
            [
                ("partner_id", "in", partners.ids),
                ("channel", "=", "email"),
                ("purpose_id", "in", purposes.ids),
                ("is_current", "=", True),
            ]
        )
        wanted = [
            (line.partner_id, line.purpose_id)
            for line in current
            if line.state != state
        ]
        if state == "withdrawn":
            silent = partners - current.partner_id
            wanted += [(partner, purposes[0]) for partner in silent]
        ledger.create(
            [
                {
                    "partner_id": partner.id,
                    "channel": "email",
                    "purpose_id": purpose.id,
                    "state": state,
                    "source": self.env._("Blacklist of mass mailings"),
                    "is_automatic": True,
                }
                for partner, purpose in wanted
            ]
        )
