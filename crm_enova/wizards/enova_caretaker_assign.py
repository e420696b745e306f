from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..models.activity.enova_activity_stage import OPEN_STATES
from ..models.base.arguments import ids_among
from ..models.base.context import CARETAKER_LATER
from ..models.base.undo import Recording
from ..models.contractor.enova_caretaker import ROLES


class EnovaCaretakerAssign(models.TransientModel):
    """Put one person, or several in equal parts, in charge of many contractors."""

    _name = "enova.caretaker.assign"
    _inherit = "enova.guard.mixin"
    _description = "Assign caretakers"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Contractors",
        required=True,
        default=lambda self: self._default_partner_ids(),
    )
    partner_count = fields.Integer(compute="_compute_overlap")
    overlap_count = fields.Integer(
        string="Already have one in these days", compute="_compute_overlap"
    )
    main_count = fields.Integer(
        string="Main caretaker there already",
        compute="_compute_overlap",
        help="Nobody is their own deputy: these are left as they are.",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Caretakers",
        required=True,
        domain="[('share', '=', False)]",
        help="Several people share the selection evenly.",
    )
    role = fields.Selection(ROLES, required=True, default="main")
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="To", help="The last day; empty for an open end.")
    reason = fields.Char()
    overlap = fields.Selection(
        [
            ("replace", "Replace: end the period that is there"),
            ("keep", "Keep: fill only the days that are free"),
            ("skip", "Skip these contractors"),
        ],
        string="Where there is one",
        required=True,
        default="replace",
    )
    move_tasks = fields.Boolean(
        string="Hand over open tasks, projects and reservations",
        help="What the previous main caretaker has open with these contractors goes to"
        " the new one. Private tasks stay.",
    )
    begins_later = fields.Boolean(compute="_compute_begins_later")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        """Refuse before anything is cut for such days."""
        for wizard in self:
            if wizard.date_to and wizard.date_to < wizard.date_from:
                raise ValidationError(
                    self.env._("A period cannot end before it begins.")
                )

    @api.depends("date_from")
    def _compute_begins_later(self):
        """Open work stays with whoever is in charge until the new period begins."""
        today = fields.Date.context_today(self)
        for wizard in self:
            wizard.begins_later = bool(wizard.date_from and wizard.date_from > today)

    @api.model
    def _default_partner_ids(self):
        if self.env.context.get("active_model") != "res.partner":
            return self.env["res.partner"]
        selected = self.env["res.partner"].browse(
            ids_among(self.env.context.get("active_ids"))
        )
        return selected.commercial_partner_id

    @api.depends("partner_ids", "user_ids", "role", "date_from", "date_to")
    def _compute_overlap(self):
        """Tell before it is done how many have one in these days."""
        for wizard in self:
            wizard.partner_count = len(wizard.partner_ids)
            wizard.overlap_count = len(wizard._overlapping().partner_id)
            chosen = wizard.user_ids._origin
            mains = wizard._mains_among_users().grouped("partner_id").values()
            wizard.main_count = len([held for held in mains if held.user_id >= chosen])

    def _overlapping(self):
        """Return the periods of the same role in the days that are asked for."""
        domain = Domain("role", "=", self.role)
        if self.role == "deputy":
            domain &= Domain("user_id", "in", self.user_ids.ids)
        return self._periods_in_days(domain)

    def _mains_among_users(self):
        """Return where those who are to be deputies are main caretakers."""
        periods = self.env["enova.caretaker"]
        if self.role != "deputy":
            return periods
        chosen = Domain("user_id", "in", self.user_ids.ids)
        return self._periods_in_days(chosen & Domain("role", "=", "main"))

    def _periods_in_days(self, domain):
        """Return the periods of these contractors that touch the wanted days."""
        domain &= Domain("partner_id", "in", self.partner_ids.ids)
        domain &= Domain("date_to", "=", False) | Domain(
            "date_to", ">=", self.date_from
        )
        if self.date_to:
            domain &= Domain("date_from", "<=", self.date_to)
        return self.env["enova.caretaker"].search(domain)

    def action_confirm(self):
        """Assign, in one transaction, and hand the open work over if wanted.

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when nobody is chosen
        """
        self.ensure_one()
        if not self.user_ids:
            raise UserError(self.env._("Choose at least one person."))
        partners = self.partner_ids.commercial_partner_id
        partners.check_access("write")
        previous = {partner.id: partner.user_id.id for partner in partners}
        taken = self._overlapping()
        if self.overlap == "skip":
            partners -= taken.partner_id
        recording = Recording(self._periods_of(partners))
        periods = self.env["enova.caretaker"].with_context(**CARETAKER_LATER.on)
        if self.overlap == "replace":
            taken.with_env(periods.env)._make_room(self.date_from, self.date_to)
            taken = taken.browse()
        rows = self._prepare_period_vals(partners, taken | self._mains_among_users())
        self._end_deputies_of(rows, periods)
        periods.create(rows)
        periods._apply(partners.ids)
        if self.move_tasks and self.role == "main":
            self._hand_over(partners, previous, recording)
        recording.add(self._periods_of(partners))
        message = self.env._(
            "%(people)s put in charge. Contractors: %(count)s",
            people=", ".join(self.user_ids.mapped("name")),
            count=len(partners),
        )
        return recording.notice(message)

    @api.model
    def _periods_of(self, partners):
        """Return all periods of contractors, those that bind nobody too."""
        periods = self.env["enova.caretaker"].with_context(active_test=False)
        return periods.search([("partner_id", "in", partners.ids)])

    def _prepare_period_vals(self, partners, taken):
        """Return the values of the new periods, the selection shared out evenly.

        Whoever is the main caretaker of a contractor does not get it as a deputy, as
        long as there is somebody else.

        :param taken: periods that stay; only the days around them are filled
        """
        busy, shares = taken.grouped("partner_id"), dict.fromkeys(self.user_ids, 0)
        rows = []
        for partner in partners:
            stay = busy.get(partner, taken.browse())
            mains = stay.filtered(lambda p: p.role == "main").user_id
            free = self.user_ids - mains if self.role == "deputy" else self.user_ids
            user = min(free or self.user_ids, key=shares.get)
            shares[user] += 1
            stay = stay.filtered(
                lambda p, u=user: p.role == self.role or p.user_id == u
            )
            for first, last in stay._free_days(self.date_from, self.date_to):
                rows.append(
                    {
                        "partner_id": partner.id,
                        "user_id": user.id,
                        "role": self.role,
                        "date_from": first,
                        "date_to": last,
                        "reason": self.reason,
                    }
                )
        return rows

    def _end_deputies_of(self, rows, periods):
        """A deputy who becomes the main caretaker is none in these days."""
        if self.role != "main":
            return
        becoming = {(row["partner_id"], row["user_id"]) for row in rows}
        chosen = Domain("user_id", "in", self.user_ids.ids)
        deputies = self._periods_in_days(chosen & Domain("role", "=", "deputy"))
        deputies.filtered(
            lambda period: (period.partner_id.id, period.user_id.id) in becoming
        ).with_env(periods.env)._make_room(self.date_from, self.date_to)

    def _hand_over(self, partners, previous, recording):
        """Give open work of the previous main caretakers to the new ones."""
        heirs = {}
        for partner in partners:
            old, new = previous[partner.id], partner.user_id.id
            if old and new and old != new:
                heirs[partner.id, old] = new
        of_them = Domain("user_id", "in", [old for _partner, old in heirs])
        work = of_them & Domain("state", "in", OPEN_STATES)
        work &= Domain("commercial_partner_id", "in", partners.ids)
        shown = Domain("private", "=", False)
        for records in (
            self.env["enova.activity"].search(work & shown),
            self.env["enova.project"].search(work),
            self.env["enova.reservation"].search(
                of_them & self.env["enova.reservation"]._coming_domain()
            ),
        ):
            groups = records.grouped(
                lambda record: heirs.get(
                    (record.partner_id.commercial_partner_id.id, record.user_id.id)
                )
            )
            for heir, share in groups.items():
                if heir:
                    recording.watch(share)
                    share.write({"user_id": heir})
