from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..activity.enova_activity_stage import OPEN_STATES
from .person_figures import amounts_of_orders

MANAGER = "crm_enova.crm_enova_group_manager"


class DigestDigest(models.Model):
    """Core's mail of figures, with those of the CRM, for its managers."""

    _inherit = "digest.digest"

    enova_for_managers = fields.Boolean(
        string="All managers of the CRM",
        help="Whoever is a manager of the CRM when it is sent gets it, but for those"
        " who have unsubscribed.",
    )
    enova_declined_ids = fields.Many2many(
        "res.users",
        "enova_digest_declined_rel",
        string="Unsubscribed",
        copy=False,
    )
    kpi_enova_contacts = fields.Boolean("Contacts held")
    kpi_enova_contacts_value = fields.Integer(
        string="Contacts held: number", compute="_compute_kpi_enova_contacts"
    )
    kpi_enova_overdue = fields.Boolean("Tasks left undone")
    kpi_enova_overdue_value = fields.Integer(
        string="Tasks left undone: number", compute="_compute_kpi_enova_overdue"
    )
    kpi_enova_contractors = fields.Boolean("New contractors")
    kpi_enova_contractors_value = fields.Integer(
        string="New contractors: number", compute="_compute_kpi_enova_contractors"
    )
    kpi_enova_orders = fields.Boolean("Confirmed orders")
    kpi_enova_orders_value = fields.Monetary(
        string="Confirmed orders: sum", compute="_compute_kpi_enova_orders"
    )

    def _enova_figures_of(self, model):
        """Return a model as the reader sees it in the company of the digest.

        :raises AccessError: for whoever may not read it, is no manager, or does not
            work there: core leaves a figure out for just that
        """
        self.ensure_one()
        user, company = self.env.user, self.company_id or self.env.company
        if not (
            user.has_group(MANAGER)
            and self.env[model].has_access("read")
            and company in user.company_ids
        ):
            raise AccessError(self.env._("The figures of the CRM are for managers."))
        return self.env[model].with_company(company)

    def _enova_within(self, name):
        """Return the condition that a moment is in the time that core asks about."""
        start, end, _companies = self._get_kpi_compute_parameters()
        return Domain(name, ">=", start) & Domain(name, "<", end)

    def _compute_kpi_enova_contacts(self):
        """Count calls, visits, meetings, letters and e-mails that were logged."""
        for digest in self:
            activities = digest._enova_figures_of("enova.activity")
            digest.kpi_enova_contacts_value = activities.search_count(
                activities._contact_domain()
                & digest._enova_within("date")
                & _of_company(activities)
            )

    def _compute_kpi_enova_overdue(self):
        """Count what was due in that time and is still open."""
        start, end, _companies = self._get_kpi_compute_parameters()
        domain = Domain("state", "in", OPEN_STATES)
        domain &= Domain("date_due", ">=", fields.Date.to_date(start))
        domain &= Domain("date_due", "<", fields.Date.to_date(end))
        for digest in self:
            activities = digest._enova_figures_of("enova.activity")
            digest.kpi_enova_overdue_value = activities.search_count(
                domain & _of_company(activities)
            )

    def _compute_kpi_enova_contractors(self):
        """Count contractors that were entered; most are of all companies."""
        for digest in self:
            partners = digest._enova_figures_of("res.partner")
            everybodys = Domain("company_id", "=", False)
            digest.kpi_enova_contractors_value = partners.search_count(
                Domain("contractor_status", "=", "contractor")
                & digest._enova_within("create_date")
                & (_of_company(partners) | everybodys)
            )

    def _compute_kpi_enova_orders(self):
        """Add up confirmed orders, net, in the currency of the company."""
        for digest in self:
            orders = digest._enova_figures_of("sale.order")
            domain = Domain("state", "=", "sale") & digest._enova_within("date_order")
            sums = amounts_of_orders(
                orders.env, domain & _of_company(orders), "company_id"
            )
            digest.kpi_enova_orders_value = sums.get(orders.env.company, 0)

    def _compute_kpis_actions(self, company, user):
        """Lead from the figures to the page of the team."""
        actions = super()._compute_kpis_actions(company, user)
        names = ("contacts", "overdue", "contractors", "orders")
        team = "crm_enova.enova_team_action"
        return {**actions, **{f"kpi_enova_{name}": team for name in names}}

    def _action_send(self, update_periodicity=True):
        """Ask anew who is a manager before it goes out."""
        self.filtered("enova_for_managers")._enova_subscribe_managers()
        return super()._action_send(update_periodicity)

    def _enova_subscribe_managers(self):
        """Make those its readers who are managers now and have not unsubscribed."""
        # sudo: who belongs to a group; core reads it so when it sends
        managers = self.env["res.partner"]._crm_managers().filtered("email")
        for digest in self.sudo():  # sudo: as core changes who gets it
            company = digest.company_id
            there = managers.filtered(lambda user, c=company: c <= user.company_ids)
            digest.user_ids = there - digest.enova_declined_ids

    def _action_subscribe_users(self, users):
        """Whoever comes back has not unsubscribed any more."""
        # sudo: as core subscribes: each user for themselves
        self.sudo().enova_declined_ids -= users
        return super()._action_subscribe_users(users)

    def _action_unsubscribe_users(self, users):
        """Remember who does not want it, for managers are asked for anew each time."""
        # sudo: as core unsubscribes: each user for themselves
        self.sudo().enova_declined_ids |= users
        return super()._action_unsubscribe_users(users)


def _of_company(records):
    """Return the condition that records are of the company that is looked at."""
    return Domain("company_id", "=", records.env.company.id)
