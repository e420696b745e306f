from odoo import api, fields, models

from ..base.context import UNINVITED


class CalendarAttendee(models.Model):
    """Whoever the CRM has put into an entry hears nothing before they are invited."""

    _name = "calendar.attendee"
    _inherit = ["calendar.attendee", "enova.guard.mixin"]

    enova_uninvited = fields.Boolean(
        string="Not invited yet",
        readonly=True,
        copy=False,
        groups="crm_enova.crm_enova_group_own",
        help="Takes part in a task or event of the CRM, and is written to only after"
        " somebody has invited them.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Remember whom the CRM adds; whoever a person adds is invited by that."""
        attendees = super().create(vals_list)
        uninvited = attendees
        if not UNINVITED.is_on(self.env):
            uninvited = attendees._enova_of_uninvited_series()
        uninvited._enova_set_uninvited(True)
        return attendees

    def _enova_of_uninvited_series(self):
        """Return those whose series was made of an entry that nobody invited them to.

        The framework makes the entries of a series anew, and their attendees with them.
        """
        # sudo: flags alone, of entries that the framework has just made anew
        recurring = self.sudo().filtered("event_id.recurrence_id")
        if not recurring:
            return self.browse()
        silent = recurring.search(
            [
                ("enova_uninvited", "=", True),
                ("partner_id", "in", recurring.partner_id.ids),
                ("event_id.recurrence_id", "in", recurring.recurrence_id.ids),
                ("event_id.active", "in", [True, False]),
            ]
        )
        known = {(a.recurrence_id, a.partner_id) for a in silent}
        return recurring.filtered(lambda a: (a.recurrence_id, a.partner_id) in known)

    def _enova_set_uninvited(self, value):
        """Note that they have not been invited, or have been now."""
        # sudo: the flag is the system's; it follows who writes, or sends, the entry
        attendees = self.sudo()._as_system()
        changed = attendees.filtered(lambda a: a.enova_uninvited != value)
        changed.enova_uninvited = value

    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        """Leave out whoever has not been invited.

        Of alarms, which are for whoever keeps the entry too, they are told as ever.
        """
        # sudo: a flag alone, for people who work without the CRM
        silent = self.sudo().filtered("enova_uninvited")
        if notify_author:
            silent = silent.filtered(lambda a: a.partner_id != a.event_id.partner_id)
        heard = self.filtered(lambda attendee: attendee.id not in silent._ids)
        return super(CalendarAttendee, heard)._notify_attendees(
            mail_template, notify_author=notify_author, force_send=force_send
        )
