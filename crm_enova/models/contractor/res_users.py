from odoo import api, fields, models

from ..base.context import OWN_IDENTITY


class ResUsers(models.Model):
    """Staff: no contractors; and who of them is here today."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        """Staff are no contractors; a customer who gets a portal login stays one."""
        records = self.with_context(**OWN_IDENTITY.on)
        users = super(ResUsers, records).create(vals_list).with_env(self.env)
        staff = users.filtered(lambda user: not user.share or user._is_public())
        staff.partner_id._without_contractor_status()
        return users

    @api.model
    def _enova_on_duty(self, users):
        """Return those of ``users`` who are not archived and not absent now.

        Absent is who has said so in their own out-of-office dates, or has a leave in
        the working calendar (approved leaves of the time-off app stand there too).

        :param users: recordset; its order is kept
        :return: recordset
        """
        now = fields.Datetime.now()
        # sudo: a colleague's absence is read to find a substitute; only yes or no
        # leaves this method, never when or why.
        active = users.sudo().filtered("active")
        away = active.filtered(
            lambda user: (
                user.out_of_office_from
                and user.out_of_office_from <= now
                and (not user.out_of_office_to or user.out_of_office_to >= now)
            )
        )
        leaves = self.env["resource.calendar.leaves"].sudo()  # sudo: as above
        on_leave = leaves.search(
            [
                ("resource_id.user_id", "in", active.ids),
                ("time_type", "=", "leave"),
                ("date_from", "<=", now),
                ("date_to", ">=", now),
            ]
        ).resource_id.user_id
        return (active - away - on_leave).sudo(False)
