from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.activity.enova_activity_stage import OPEN_STATES


class EnovaUserHandover(models.TransientModel):
    """Give the contractors and the open tasks of someone who leaves to others."""

    _name = "enova.user.handover"
    _inherit = "enova.guard.mixin"
    _description = "Hand over contractors and tasks"

    user_id = fields.Many2one(
        "res.users", string="From", required=True, ondelete="cascade"
    )
    to_user_ids = fields.Many2many(
        "res.users",
        string="To",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        help="Several people share contractors and tasks evenly. A contractor's tasks"
        " stay together.",
    )
    contractor_count = fields.Integer(
        string="Contractors", compute="_compute_counts", compute_sudo=False
    )
    task_count = fields.Integer(
        string="Open tasks", compute="_compute_counts", compute_sudo=False
    )
    project_count = fields.Integer(
        string="Open projects", compute="_compute_counts", compute_sudo=False
    )
    reservation_count = fields.Integer(
        string="Coming reservations", compute="_compute_counts", compute_sudo=False
    )
    folder_count = fields.Integer(
        string="Open folders", compute="_compute_counts", compute_sudo=False
    )
    private_count = fields.Integer(
        string="Private ones among them", compute="_compute_counts", compute_sudo=False
    )

    elsewhere_count = fields.Integer(
        string="Open tasks and projects in companies that you do not work in",
        compute="_compute_counts",
        compute_sudo=False,
    )

    @api.depends("user_id")
    def _compute_counts(self):
        """Say how much goes along; of private ones the number alone."""
        for wizard in self._in_all_companies():
            wizard.elsewhere_count = wizard._elsewhere_count()
            wizard.contractor_count = len(wizard._main_periods())
            projects = self.env["enova.project"]
            wizard.project_count = projects.search_count(wizard._work_domain())
            wizard.reservation_count = len(wizard._reservations())
            wizard.folder_count = len(wizard._folders())
            wizard.private_count = wizard._private_tasks_count()
            visible = self.env["enova.activity"].search_count(wizard._work_domain())
            mine = wizard._private_tasks().with_env(self.env)._filtered_access("read")
            wizard.task_count = visible + wizard.private_count - len(mine)

    def _in_all_companies(self):
        """Look at all companies of the user, whichever they have chosen to see."""
        companies = self.env.companies | self.env.user.company_ids
        return self.with_context(allowed_company_ids=companies.ids)

    def _elsewhere_count(self):
        """Count what stays theirs, because the user does not work in its company."""
        domain = Domain(self._work_domain())
        domain &= Domain("company_id", "not in", self.env.companies.ids)
        # sudo: the number alone, so that one asks somebody there
        env = self.env(su=True)
        models = ("enova.activity", "enova.project")
        return sum(env[name].search_count(domain) for name in models)

    def _leaves_something(self):
        """Whether there is anything to hand over."""
        return bool(
            self.contractor_count
            or self.task_count
            or self.project_count
            or self.reservation_count
            or self.folder_count
            or self.elsewhere_count
        )

    def _main_periods(self):
        """Return the current and coming periods as main caretaker."""
        today = fields.Date.context_today(self)
        return self.env["enova.caretaker"].search(
            [
                ("user_id", "=", self.user_id.id),
                ("role", "=", "main"),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ]
        )

    def _work_domain(self):
        """Return which tasks and projects are theirs and open."""
        return [("user_id", "=", self.user_id.id), ("state", "in", OPEN_STATES)]

    def _reservations(self):
        """Return what they have booked or asked for, and is not over yet."""
        reservations = self.env["enova.reservation"]
        booked = Domain("user_id", "=", self.user_id.id)
        return reservations.search(booked & reservations._coming_domain())

    def _folders(self):
        """Return the open folders that they own; managers see and manage all."""
        domain = [("user_id", "=", self.user_id.id), ("state", "=", "open")]
        return self.env["enova.folder"].search(domain)

    def _private_tasks(self):
        """Return the private open tasks, as superuser: never hand them to a caller."""
        # sudo: they are counted and moved without being shown
        activities = self.env["enova.activity"].sudo()
        return activities.search(
            [
                *self._work_domain(),
                ("private", "=", True),
                ("company_id", "in", self.env.companies.ids),
            ]
        )

    def _private_tasks_count(self):
        """Return how many private tasks go along; their number is all that is told."""
        return len(self._private_tasks())

    def action_confirm(self):
        """Hand everything over, in one transaction; nothing is lost.

        :return: dict, the action that closes the window
        :raises UserError: when there is nobody to hand it over to
        """
        self.ensure_one()
        self = self._in_all_companies()
        heirs = self.to_user_ids - self.user_id
        if not heirs:
            raise UserError(self.env._("Choose at least one person."))
        self.env["enova.caretaker"].check_access("write")
        contractors = self._main_periods().partner_id
        heir_of = {
            partner: heirs[place % len(heirs)]
            for place, partner in enumerate(contractors)
        }
        for heir, partners in contractors.grouped(heir_of.get).items():
            partners._replace_main_caretaker(self.user_id, heir)
        self._end_deputy_periods()
        self._hand_over_tasks(heirs, heir_of)
        return {"type": "ir.actions.act_window_close"}

    def _end_deputy_periods(self):
        """Someone who leaves is nobody's substitute any more."""
        today = fields.Date.context_today(self)
        deputy = self.env["enova.caretaker"].search(
            [
                ("user_id", "=", self.user_id.id),
                ("role", "=", "deputy"),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ]
        )
        coming = deputy.filtered(lambda period: period.date_from >= today)
        (deputy - coming).write({"date_to": fields.Date.subtract(today, days=1)})
        coming.unlink()

    def _hand_over_tasks(self, heirs, heir_of):
        """Give the open tasks away: with their contractor, the rest in equal parts."""
        visible = self.env["enova.activity"].search(self._work_domain())
        private = self._private_tasks()
        # sudo: the private ones are moved unseen
        self._share_out(private | visible.sudo(), heirs, heir_of)
        projects = self.env["enova.project"].search(self._work_domain())
        self._share_out(projects, heirs, heir_of)
        self._share_out(self._reservations(), heirs, heir_of)
        self._share_out(self._folders(), heirs, heir_of)

    @api.model
    def _share_out(self, records, heirs, heir_of):
        """Give records away: with their contractor, the rest in equal parts."""
        place, shares = 0, {}
        for record in records:
            contractor = record.partner_id.commercial_partner_id
            heir = heir_of.get(contractor.sudo(False))
            if not heir:
                heir = heirs[place % len(heirs)]
                place += 1
            shares.setdefault(heir, []).append(record.id)
        for heir, ids in shares.items():
            records.browse(ids).write({"user_id": heir.id})
