from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.base.moment import DAY, SECOND, to_utc, to_wall

MANAGER = "crm_enova.crm_enova_group_manager"


class EnovaAbsence(models.TransientModel):
    """When somebody is away: the out-of-office dates of the ERP's own user.

    By them a substitute is found, so they are set where one is looked for: in My tasks,
    and beside the caretakers of a contractor. Everybody sets their own; a manager of
    the CRM sets those of colleagues, too, who may be too ill to do it.
    """

    _name = "enova.absence"
    _inherit = ["enova.guard.mixin"]
    _description = "Absence"

    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    date_from = fields.Date(
        string="First day", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(
        string="Last day",
        default=fields.Date.context_today,
        help="Empty: until somebody says otherwise.",
    )
    is_set = fields.Boolean(compute="_compute_is_set")
    is_manager = fields.Boolean(compute="_compute_is_manager")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_set(self):
        """Tell whether there is an absence to end."""
        for absence in self:
            absence.is_set = bool(absence._days_set())

    @api.depends_context("uid")
    def _compute_is_manager(self):
        """Managers choose whose absence it is."""
        self.is_manager = self.env.user.has_group(MANAGER)

    @api.onchange("user_id")
    def _onchange_user_id(self):
        """Show what is set already, as long as it is not over."""
        days = self._days_set()
        if days:
            self.date_from, self.date_to = days

    def action_save(self):
        """Write the days, from midnight to midnight where the absent person lives.

        :return: dict, the action that the client runs next
        :raises AccessError: when it is somebody else's, and one is no manager
        :raises UserError: when the last day is before the first one
        """
        self.ensure_one()
        if self.date_to and self.date_to < self.date_from:
            raise UserError(self.env._("The last day is before the first one."))
        zone = self._zone()
        first = to_utc(datetime.combine(self.date_from, time.min), zone)
        last = False
        if self.date_to:
            last = to_utc(datetime.combine(self.date_to + DAY, time.min), zone) - SECOND
        return self._write_days(first, last)

    def action_end(self):
        """Note that they are back.

        :return: dict, the action that the client runs next
        :raises AccessError: when it is somebody else's, and one is no manager
        """
        self.ensure_one()
        return self._write_days(False, False)

    def _write_days(self, first, last):
        """Write the ERP's own fields; the screen behind the window reads them anew."""
        if not self._is_allowed():
            raise AccessError(
                self.env._(
                    "Only managers of the CRM enter the absence of somebody else."
                )
            )
        # sudo: two dates, of oneself or, for a manager of the CRM, of a colleague
        self.user_id.sudo().write(
            {"out_of_office_from": first, "out_of_office_to": last}
        )
        return {"type": "ir.actions.act_window_close"}

    def _is_allowed(self):
        """Whether the absence of the chosen person is one's own to see and to set."""
        user = self.env.user
        if self.user_id == user:
            return True
        # sudo: whether they are of one's own companies
        known = self.user_id.sudo()
        colleague = not known.share and known.company_ids & user.company_ids
        return bool(colleague) and user.has_group(MANAGER)

    def _days_set(self):
        """Return the first and the last day that are set, and not over; else nothing.

        When a colleague is away is no business of those who may not set it.
        """
        if not self.user_id or not self._is_allowed():
            return ()
        # sudo: see above
        known, zone = self.user_id.sudo(), self._zone()
        first, last = known.out_of_office_from, known.out_of_office_to
        if not first or (last and last < fields.Datetime.now()):
            return ()
        return to_wall(first, zone).date(), last and to_wall(last, zone).date()

    def _zone(self):
        """Return the time zone of whoever is away."""
        # sudo: the zone of a colleague, by which their days begin
        return pytz.timezone(self.user_id.sudo().tz or "UTC")
