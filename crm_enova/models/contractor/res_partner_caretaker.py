from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..base.context import CARETAKER_APPLIED, CARETAKER_LATER
from .names import names_shown

TAKE_OVER_PARAMETER = "crm_enova.take_over_by_anyone"


class ResPartner(models.Model):
    """The caretakers of a contractor, beside core's salesperson."""

    _inherit = "res.partner"

    caretaker_ids = fields.One2many(
        "enova.caretaker", "partner_id", string="Caretakers", copy=False
    )
    caretaker_user_ids = fields.Many2many(
        "res.users",
        "enova_partner_caretaker_rel",
        "partner_id",
        "user_id",
        string="Caretakers today",
        readonly=True,
        copy=False,
        help="The main caretaker and the deputies whose period includes today.",
    )
    acting_user_id = fields.Many2one(
        "res.users",
        string="Caretaker on duty",
        compute="_compute_acting_user_id",
        help="The main caretaker, or while they are absent the first deputy who is"
        " not.",
    )

    @api.depends("caretaker_ids.user_id", "caretaker_ids.date_to", "user_id")
    @api.depends_context("company")
    def _compute_acting_user_id(self):
        """Find who answers for a contractor today; there is always somebody.

        Without caretaker and deputy on duty it is a manager of the CRM who works in the
        company. If all are away, it is the main caretaker after all, or where there is
        none, or they have left, a manager after all.
        """
        periods = self._current_caretakers()
        present = self.env["res.users"]._enova_on_duty(periods.user_id)
        teams = periods.grouped("partner_id")
        nobody = periods.browse()
        for partner in self:
            team = teams.get(partner.commercial_partner_id, nobody)
            ordered = team.sorted(lambda p: (p.role != "main", p.sequence, p.id))
            partner.acting_user_id = (ordered.user_id & present)[:1]
        # who the managers are is asked where nobody else is there
        left = self.filtered(lambda partner: not partner.acting_user_id)
        if left:
            managers = self._crm_managers()
            chiefs = self.env["res.users"]._enova_on_duty(managers)
            for partner in left:
                team = teams.get(partner.commercial_partner_id, nobody)
                main = team.filtered(lambda p: p.role == "main").user_id
                partner.acting_user_id = partner._answering(main, managers, chiefs)

    def _answering(self, main, managers, present):
        """Return who answers for a contractor of whose caretakers nobody is on duty.

        :param main: the main caretaker, if there is one
        :param managers: of the CRM
        :param present: those of them who are on duty
        """
        company = self.company_id or self.env.company
        # sudo: in which companies they work, to find one who can see the contractor
        here = managers.filtered(lambda m: company in m.sudo().company_ids)
        chiefs = here or managers
        return (chiefs & present or main.filtered("active") or chiefs or main)[:1]

    def _current_caretakers(self):
        """Return the periods of these partners' companies that include today."""
        # sudo: names and absence of colleagues; whoever reads the partner may know
        # whom to call.
        periods = self.env["enova.caretaker"].sudo()
        return periods.search(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                *periods._current_domain(),
            ]
        )

    @api.model
    def _crm_managers(self):
        """Return the CRM's managers, who are substitutes when nobody else is there."""
        # sudo: reads who belongs to a group, which plain users cannot
        group = self.env.ref("crm_enova.crm_enova_group_manager").sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and user.id != SUPERUSER_ID
        )

    def _enova_check_before(self, vals):
        """Only periods make caretakers: rights depend on this set."""
        if self.env.su and "caretaker_user_ids" in vals:  # clients: by the guard
            raise UserError(
                self.env._("Caretakers are changed by their periods, not directly.")
            )
        return super()._enova_check_before(vals)

    def _enova_apply_effects(self, change):
        """Turn a salesperson that somebody writes into a period that begins today."""
        super()._enova_apply_effects(change)
        if CARETAKER_APPLIED.is_on(self.env):
            return
        if not change.is_new and not change.touches("user_id"):
            return
        # sudo: who may write a salesperson thereby makes them the main caretaker
        for user, group in self.sudo().grouped("user_id").items():
            if user or not change.is_new:
                group._open_main_period(user)

    # -- taking over ---------------------------------------------------------------

    @api.model
    def _enova_watched_fields(self):
        """Look at who was in charge, where that may become somebody else."""
        watched = {**super()._enova_watched_fields()}
        if self._may_take_over():
            return watched
        for name in ("user_id", "parent_id", "is_company"):
            watched[name] = {"user_id", "commercial_partner_id"}
        return watched

    @api.model
    def _may_take_over(self):
        """Whether the user may put anybody in charge of any contractor.

        It binds the group "Own contractors" alone, unless a setting lets anyone.
        """
        user = self.env.user
        if self.env.su or not user.has_group("crm_enova.crm_enova_group_own"):
            return True
        if user.has_group("crm_enova.crm_enova_group_all"):
            return True
        # sudo: a word out of two
        parameters = self.env["ir.config_parameter"].sudo()
        return bool(parameters.get_param(TAKE_OVER_PARAMETER))

    def _enova_check_after(self, change):
        """Refuse to take over contractors of others, by whatever field it is done."""
        super()._enova_check_after(change)
        names = ("user_id", "parent_id", "is_company")
        if change.is_new or not change.touches(*names) or self._may_take_over():
            return
        # sudo: who was and who is in charge; nothing but yes or no comes of it
        known = self.sudo()
        moved = change.altered(known, "commercial_partner_id")
        given = change.altered(known, "user_id").filtered(
            lambda partner: partner.commercial_partner_id == partner
        )
        taken = []
        for partner in moved | given:
            before = change.was(partner, "commercial_partner_id")
            own_before = before == partner
            user = change.was(partner, "user_id") if own_before else before.user_id
            if not before._is_in_charge(user, self.env.user):
                taken.append(partner.id)
        self.browse(taken)._refuse_takeover()

    def _is_in_charge(self, main, user):
        """Whether a user may give this contractor to somebody.

        :param main: the main caretaker
        """
        if not main:
            # what one has entered, and nobody looks after since
            return self.create_uid == user or self._is_nobodys()
        return main == user

    def _refuse_takeover(self):
        """Raise where there are any of these."""
        if self:
            raise AccessError(
                self.env._(
                    "%(names)s: only their main caretaker, or who may assign"
                    " caretakers, puts another person or company in charge. Ask a"
                    " manager.",
                    names=names_shown(self),
                )
            )

    # -- periods -------------------------------------------------------------------

    def _open_main_period(self, user):
        """Close the main caretaker's period that includes today, and open one.

        Only companies and people of their own have periods: to contact persons core
        copies the salesperson by itself.

        :param user: the new main caretaker, or an empty recordset
        """
        partners = self.filtered(lambda p: p.commercial_partner_id == p)
        if not partners:
            return
        today = fields.Date.context_today(self)
        # sudo: who may write a salesperson thereby makes them the main caretaker
        periods = self.env["enova.caretaker"].sudo()
        periods = periods.with_context(**CARETAKER_LATER.on)
        mains = periods.search(
            [("partner_id", "in", partners.ids), ("role", "=", "main")],
            order="date_from desc",
        )
        current = mains.filtered("is_current")
        kept = current.filtered(lambda p: p.user_id == user)
        replaced = current - kept
        later = {p.partner_id: p.date_from for p in mains if p.date_from > today}
        begun_today = replaced.filtered(lambda p: p.date_from == today)
        begun_today._drop_or_supersede()
        (replaced - begun_today).write({"date_to": fields.Date.subtract(today, days=1)})
        periods.flush_model()
        changed = partners - kept.partner_id
        if user:
            changed._close_deputy_period(user, today)
            periods.create(
                [
                    {
                        "partner_id": partner.id,
                        "user_id": user.id,
                        "role": "main",
                        "date_from": today,
                        "date_to": later.get(partner)
                        and fields.Date.subtract(later[partner], days=1),
                    }
                    for partner in changed
                ]
            )
        periods._apply(partners.ids)

    def _replace_main_caretaker(self, leaving, user):
        """Put ``user`` in the place of someone who leaves, in all periods to come.

        Periods that others have in between stay as they are.
        """
        today = fields.Date.context_today(self)
        periods = self.env["enova.caretaker"].with_context(**CARETAKER_LATER.on)
        mains = periods.search(
            [
                ("partner_id", "in", self.ids),
                ("user_id", "=", leaving.id),
                ("role", "=", "main"),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ]
        )
        self._close_deputy_period(user, today)
        begun = mains.filtered(lambda period: period.date_from <= today)
        successors = [
            {
                "partner_id": period.partner_id.id,
                "user_id": user.id,
                "role": "main",
                "date_from": today,
                "date_to": period.date_to,
            }
            for period in begun
        ]
        begun_today = begun.filtered(lambda period: period.date_from == today)
        begun_today._drop_or_supersede()
        (begun - begun_today).write({"date_to": fields.Date.subtract(today, days=1)})
        (mains - begun).write({"user_id": user.id})
        periods.flush_model()
        periods.create(successors)
        periods._apply(self.ids)

    def _close_deputy_period(self, user, today):
        """A deputy who becomes the main caretaker is no deputy any more."""
        periods = self.env["enova.caretaker"].sudo()  # sudo: as the caller
        periods = periods.with_context(**CARETAKER_LATER.on)
        deputy = periods.search(
            [
                ("partner_id", "in", self.ids),
                ("user_id", "=", user.id),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ]
        )
        deputy.filtered(lambda p: p.date_from >= today).unlink()
        deputy.exists().write({"date_to": fields.Date.subtract(today, days=1)})
        periods.flush_model()
