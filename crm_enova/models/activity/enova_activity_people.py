from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..base.context import COUNTING_CONTRACTORS, COUNTING_PEOPLE
from ..contractor.names import names_shown
from .enova_activity_stage import OPEN_STATES


class EnovaActivity(models.Model):
    """Whose an activity is, and who acts for the absent."""

    _inherit = "enova.activity"

    is_own = fields.Boolean(
        compute="_compute_is_own",
        search="_search_is_own",
        exportable=False,
        help="I am the assignee, the giver, or the caretaker of the contractor.",
    )
    on_behalf_of_id = fields.Many2one(
        "res.users",
        string="On behalf of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The main caretaker who was absent when this was given to their deputy.",
    )
    standing_in = fields.Boolean(
        string="As substitute",
        compute="_compute_standing_in",
        search="_search_standing_in",
        exportable=False,
        help="I am the substitute here of somebody who is absent today.",
    )

    substituted_id = fields.Many2one(
        "res.users",
        string="For whom",
        compute="_compute_substituted_id",
        exportable=False,
        help="The absent person for whom the substitute does it.",
    )

    @api.depends("on_behalf_of_id", "user_id")
    @api.depends_context("uid")
    def _compute_substituted_id(self):
        """Name whose it would be: the caretaker's, else the assignee's who is away."""
        for activity in self:
            assignee = activity.user_id - self.env.user
            activity.substituted_id = activity.on_behalf_of_id or assignee

    @api.depends(
        "user_id", "assigned_by_id", "commercial_partner_id.caretaker_user_ids"
    )
    @api.depends_context("uid")
    def _compute_is_own(self):
        """Agree with the search, for records that are not saved yet."""
        uid = self.env.uid
        mine = self.filtered(lambda a: uid in (a.user_id.id, a.assigned_by_id.id))
        mine.is_own = True
        others = self - mine
        # sudo: the caretakers are asked for one's own name alone
        partners = others.sudo().commercial_partner_id
        own_ids = set(partners._own_among().ids)
        for activity in others:
            activity.is_own = activity.commercial_partner_id.id in own_ids

    @api.model
    def _search_is_own(self, operator, value):
        """Search without a dotted path, which would join for every row."""
        if operator != "in":
            return NotImplemented
        mine = Domain("user_id", "=", self.env.uid)
        given = Domain("assigned_by_id", "=", self.env.uid)
        contractors = self.env["res.partner"]._own_contractors_domain()
        if COUNTING_CONTRACTORS.is_on(self.env):
            domain = contractors
        elif COUNTING_PEOPLE.is_on(self.env):
            nobodys = Domain("commercial_partner_id", "=", False)
            domain = (mine | given) & (nobodys | ~contractors)
        else:
            domain = mine | given | contractors
        return domain if True in value else ~domain

    @api.onchange("type_id", "partner_id")
    def _onchange_assign_to_caretaker(self):
        """Propose whom the definition means."""
        if self.type_id.assign_to == "caretaker" and self.partner_id:
            acting = self.partner_id.acting_user_id
            # sudo: in which companies a colleague works
            if self.company_id in acting.sudo().company_ids:
                self.user_id = acting

    @api.model
    def _fill_caretakers(self, vals_list):
        """Fill in, in place, assignees that the definition leaves to the caretaker.

        An assignee that somebody has chosen stays. A caretaker who does not work in
        the company of the task is none there: it is for whoever enters it.
        """
        duty = self._duty_by_partner(vals_list)
        for vals in vals_list:
            if duty and self._is_for_caretaker(vals):
                acting, _main = duty.get(vals["partner_id"], (self.env.user,) * 2)
                company_id = vals.get("company_id") or self.env.company.id
                # sudo: in which companies a colleague works
                works = company_id in acting.sudo().company_ids.ids
                vals.setdefault("user_id", (acting if works else self.env.user).id)

    @api.model
    def _add_on_behalf(self, vals_list):
        """Keep, in place, on whose behalf a deputy was given the caretaker's work."""
        duty = self._duty_by_partner(vals_list)
        for vals in vals_list:
            if duty and self._is_for_caretaker(vals):
                acting, main = duty.get(vals["partner_id"], (self.env.user,) * 2)
                if main and main != acting and vals.get("user_id") == acting.id:
                    vals["on_behalf_of_id"] = main.id

    @api.model
    def _is_for_caretaker(self, vals):
        """Tell whether the definition gives it to the caretaker of its contractor."""
        definition = self.env["enova.activity.type"].browse(vals.get("type_id") or ())
        return vals.get("partner_id") and definition.assign_to == "caretaker"

    @api.model
    def _duty_by_partner(self, vals_list):
        """Return who is in charge of the contractors of what is meant for caretakers.

        :return: dict of (who acts today, main caretaker) by the id of the partner
        """
        definitions = self.env["enova.activity.type"].browse(
            {vals["type_id"] for vals in vals_list if vals.get("type_id")}
        )
        if "caretaker" not in definitions.mapped("assign_to"):
            return {}
        ids = {vals["partner_id"] for vals in vals_list if self._is_for_caretaker(vals)}
        # sudo: who is in charge, of contractors that the guard lets the values name; a
        # name that the user may not see is refused before anything of it is shown
        partners = self.env["res.partner"].sudo().browse(ids).exists()
        return {
            partner.id: (partner.acting_user_id, partner.commercial_partner_id.user_id)
            for partner in partners
        }

    def _successor(self, user):
        """Return who does now what somebody was meant to do: they, unless they left.

        Else it is the caretaker on duty, where they work in the company of the task;
        what is private, or of nobody's contractor, is for whoever asks. The system is
        archived, too, and has not left.

        :param user: recordset of one user at most
        """
        # sudo: whether a colleague still works here, and who acts for a contractor
        if not user or user.id == SUPERUSER_ID or user.sudo().active:
            return user
        if self.partner_id and not self.private:
            partner = self.partner_id.sudo().with_company(self.company_id)
            acting = partner.acting_user_id
            if acting.active and self.company_id in acting.company_ids:
                return acting.sudo(self.env.su)
        # a job of the system asks for nobody
        giver = self.assigned_by_id
        asking = self.env.user if self.env.user.active else giver
        # sudo: whether a colleague still works here
        return asking if asking.sudo().active else user.browse()

    @api.depends("user_id", "commercial_partner_id", "on_behalf_of_id", "state")
    @api.depends_context("uid")
    def _compute_standing_in(self):
        """Agree with the search: one domain serves both."""
        mine = self.filtered_domain(self._standing_in_domain())
        for activity in self:
            activity.standing_in = activity in mine

    @api.model
    def _search_standing_in(self, operator, value):
        """Search what I do for the absent; see :meth:`_standing_in_domain`."""
        if operator != "in":
            return NotImplemented
        domain = self._standing_in_domain()
        return domain if True in value else ~domain

    @api.model
    def _standing_in_domain(self):
        """Return what I do for somebody who is absent today.

        That is what I was given on their behalf, and what is still theirs with
        contractors whose first deputy on duty I am.
        """
        user = self.env.user
        pending = Domain("state", "in", OPEN_STATES)
        given = Domain("user_id", "=", user.id) & Domain("on_behalf_of_id", "!=", False)
        # sudo: who stands in for whom today; the rules then decide what is shown
        deputies = self.env["enova.caretaker"].sudo()
        deputies = deputies.search(
            [
                ("user_id", "=", user.id),
                ("role", "=", "deputy"),
                *deputies._current_domain(),
            ]
        )
        acting = deputies.partner_id.filtered(
            lambda partner: partner.acting_user_id == user and partner.user_id
        )
        domains = [
            Domain("user_id", "=", main.id)
            & Domain("commercial_partner_id", "in", partners.ids)
            for main, partners in acting.grouped("user_id").items()
        ]
        return pending & Domain.OR([given, *domains])

    def _check_people(self, change):
        """Leave privacy to assignee and giver, and the giver to the giver.

        :raises AccessError: where somebody else sets one of the two
        """
        if self.env.su or change.is_new:
            return
        user = self.env.user
        for activity in change.altered(self, "private"):
            people = activity.user_id | activity.assigned_by_id
            for name in ("user_id", "assigned_by_id"):
                people |= change.was(activity, name) or user.browse()
            if user not in people:
                raise AccessError(
                    self.env._(
                        "%s: only the assignee and whoever gave it make it private, or"
                        " public again.",
                        activity.display_name,
                    )
                )
        regiven = change.altered(self, "assigned_by_id")
        manager = user.has_group("crm_enova.crm_enova_group_manager")
        if not manager and any(
            change.was(activity, "assigned_by_id") not in (user, user.browse())
            for activity in regiven
        ):
            raise AccessError(
                self.env._(
                    "%s: whoever gave it, or a manager, says who gave it.",
                    names_shown(regiven),
                )
            )
