from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
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
    _order = "id desc"
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
        string="Automatic",
        readonly=True,
        help="Entered by the system, because the blacklist of mass mailings says so. It"
        " proves nothing that the blacklist does not, and goes with its person.",
    )
    follows_id = fields.Many2one(
        "enova.consent",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="What somebody else who has the same address said, and brought this"
        " about.",
    )
    is_current = fields.Boolean(
        string="In force",
        compute="_compute_is_current",
        search="_search_is_current",
        help="Entered last for this person, channel and purpose, and not run out.",
    )

    _ledger_idx = models.Index("(partner_id, channel, purpose_id, id DESC)")

    @api.depends("partner_id", "channel", "purpose_id", "valid_until")
    def _compute_is_current(self):
        """Ask the search, which knows the later lines of the ledger."""
        current = set(
            self.search([("is_current", "=", True), ("id", "in", self.ids)]).ids
        )
        for line in self:
            line.is_current = line._origin.id in current

    @api.model
    def _search_is_current(self, operator, value):
        """Take the line entered last of each person, channel and purpose.

        Not that of the latest date, which is what somebody says of it.
        """
        if operator != "in":
            return NotImplemented
        newest = SQL(
            "(SELECT DISTINCT ON (partner_id, channel, purpose_id) id"
            " FROM enova_consent"
            " ORDER BY partner_id, channel, purpose_id, id DESC)"
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

    @api.constrains("date")
    def _check_date(self):
        """Refuse what nobody can have said yet; it would outlast what they say."""
        now = fields.Datetime.now()
        if any(line.date > now for line in self):
            raise ValidationError(
                self.env._("A consent is entered when it has been given or withdrawn.")
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

        :raises UserError: always, but while modules are being installed or updated
        """
        installing = self.env.su and not self.env.registry.ready
        if self and not installing:
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
        refused = newest.filtered(lambda line: line.state == "withdrawn")
        refused._block_addresses()
        (newest - refused)._unblock_addresses()

    def _block_addresses(self):
        """Put the addresses of these withdrawals on the blacklist."""
        because = self._lines_by_address()
        if not because:
            return
        entries = self._blacklist_entries(because)
        blocked = entries.filtered(lambda entry: not entry.active)
        emails = set(blocked.mapped("email"))
        blocked.write({"active": True})
        new = sorted(because.keys() - set(entries.mapped("email")))
        entries.create([{"email": email} for email in new])
        told = {email: because[email] for email in emails.union(new)}
        self._sync_consents_from_blacklist(told, "withdrawn", told)

    def _unblock_addresses(self):
        """Take addresses off the blacklist, unless somebody there has refused."""
        because = self._lines_by_address()
        entries = self._blacklist_entries(because).filtered("active")
        if not entries:
            return
        kept = self._refused_addresses(entries.mapped("email"))
        freed = entries.filtered(lambda entry: entry.email not in kept)
        freed.write({"active": False})
        self._sync_consents_from_blacklist(freed.mapped("email"), "given", because)

    def _lines_by_address(self):
        """Return one of these lines by each normalised address of their people."""
        # sudo: the wish of a person is obeyed whoever writes it down
        return {
            line.partner_id.email_normalized: line
            for line in self.sudo()
            if line.partner_id.email_normalized
        }

    @api.model
    def _blacklist_entries(self, emails):
        """Return the entries of addresses, those switched off too, as superuser."""
        # sudo: as above; the ledger is told by the caller, who knows why
        blacklist = self.env["mail.blacklist"].sudo().with_context(active_test=False)
        entries = blacklist.with_context(**CONSENT_TOLD.on)
        return entries.search([("email", "in", list(emails))])

    def _refused_addresses(self, emails):
        """Return at which addresses somebody's withdrawal from mailings is in force.

        The blacklist is of an address, and knows no people and no purposes: what one
        of those who share it has asked for, no other one takes back. What only follows
        what the people of these lines have said is taken back with it, and so is what
        somebody has taken back before.
        """
        # sudo: the wish of a person holds whoever asks, archived people's too
        ledger = self.sudo().with_context(active_test=False)
        withdrawn = ledger.search(
            [
                ("partner_id.email_normalized", "in", list(emails)),
                ("channel", "=", "email"),
                ("purpose_id.is_mailing", "=", True),
                ("is_current", "=", True),
                ("state", "=", "withdrawn"),
            ]
        )
        # sudo: as the caller, whose ids are compared
        agreeing = self.sudo().partner_id
        others = withdrawn.filtered(
            lambda line: (
                not line.follows_id
                or line.follows_id.is_current
                and line.follows_id.partner_id not in agreeing
            )
        )
        return set(others.partner_id.mapped("email_normalized"))

    @api.model
    def _sync_consents_from_blacklist(self, emails, state, because=None):
        """Enter a line for each partner whose address was black- or whitelisted.

        All who share the address are meant, those in the archive too.

        :param emails: normalised addresses
        :param str state: ``given`` or ``withdrawn``
        :param dict because: line of somebody that these follow, by address
        """
        # sudo: the blacklist is common to all companies and users, most of whom know
        # nothing of consents
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        if emails:
            partners = partners.search([("email_normalized", "in", list(emails))])
        self._follow_address(partners, state, because)

    @api.model
    def _sync_consents_from_whole_blacklist(self):
        """Enter a line for everybody whose address has been blocked until now."""
        # sudo: an update or installation, by the system
        entries = self.env["mail.blacklist"].sudo().search([("active", "=", True)])
        self._sync_consents_from_blacklist(entries.mapped("email"), "withdrawn")

    @api.model
    def _withdraw_blocked(self, people, also_given):
        """Enter a withdrawal for whoever has come to an address that is blocked.

        They follow whoever has had it blocked, and are free again together with them.
        Constant queries, and one alone where no address is blocked.

        :param people: partners, as superuser
        :param bool also_given: whether a consent that they have given ends, too: it was
            given for another address
        """
        emails = set(filter(None, people.mapped("email_normalized")))
        # sudo: whether an address is blocked holds whoever enters it
        blacklist = self.env["mail.blacklist"].sudo()
        blocked = set(
            blacklist.search([("email", "in", list(emails))]).mapped("email")
            if emails
            else ()
        )
        holders = people.filtered(lambda person: person.email_normalized in blocked)
        if not holders:
            return
        because = self._withdrawals_at(blocked, holders)
        self._follow_address(holders, "withdrawn", because, only_silent=not also_given)

    @api.model
    def _withdrawals_at(self, emails, newcomers):
        """Return the line that has had each address blocked, if one is known.

        :return: dict of lines by normalised address
        """
        # sudo: as the caller, who shows nothing of it
        ledger = self.sudo().with_context(active_test=False)
        lines = ledger.search(
            [
                ("partner_id.email_normalized", "in", list(emails)),
                ("partner_id", "not in", newcomers.ids),
                ("channel", "=", "email"),
                ("purpose_id.is_mailing", "=", True),
                ("is_current", "=", True),
                ("state", "=", "withdrawn"),
            ],
            order="is_automatic DESC, id",
        )
        return {
            line.partner_id.email_normalized: line.follows_id or line for line in lines
        }

    @api.model
    def _follow_address(self, partners, state, because=None, only_silent=False):
        """Enter what has been said of the address of partners.

        All purposes of mailings are meant that they have been asked about. Whoever has
        never been asked is not said to have agreed.

        :param partners: as superuser
        :param str state: ``given`` or ``withdrawn``
        :param dict because: line of somebody that these follow, by address
        :param bool only_silent: leave alone whoever has said something
        """
        # sudo: as the callers
        ledger = self.sudo().with_context(**CONSENT_TOLD.on)
        purposes = ledger.env["enova.consent.purpose"]
        purposes = partners and purposes.search([("is_mailing", "=", True)])
        if not purposes:
            return
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
            if line.state != state and not only_silent
        ]
        if state == "withdrawn":
            silent = partners - current.partner_id
            wanted += [(partner, purposes[0]) for partner in silent]
        reasons = {email: line.id for email, line in (because or {}).items()}
        ledger.create(
            [
                {
                    "partner_id": partner.id,
                    "channel": "email",
                    "purpose_id": purpose.id,
                    "state": state,
                    "source": self.env._("Blacklist of mass mailings"),
                    "is_automatic": True,
                    "follows_id": reasons.get(partner.email_normalized),
                }
                for partner, purpose in wanted
            ]
        )
