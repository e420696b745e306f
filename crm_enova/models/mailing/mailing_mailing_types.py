from odoo import api, fields, models
from odoo.exceptions import UserError

from .mailing_mailing_views import MAILING_USER

# Settled, and not all of it has gone out.
QUEUED = ("in_queue", "sending")


class MailingMailing(models.Model):
    """What is different about letters, wherever core takes a mailing for an e-mail."""

    _inherit = "mailing.mailing"

    # -- the queue -------------------------------------------------------------------

    def _action_send_mail(self, res_ids=None):
        """Send e-mails; letters are printed, and core's queue leaves them alone."""
        letters = self._letters()
        letters._start_letters()
        mails = self - letters
        for mailing in mails._merges():
            mailing._freeze_audience()
            mailing._recheck_audience()
        merges = mails._merges().filtered(
            lambda mailing: not (res_ids or mailing._get_remaining_recipients())
        )
        merges._finish()
        if mails - merges:
            return super(MailingMailing, mails - merges)._action_send_mail(res_ids)
        return True

    def _start_letters(self):
        """Let letters wait for the printer, from the day on that they are planned for.

        The floor of printing extends it.
        """
        now = fields.Datetime.now()
        due = self.filtered(
            lambda mailing: (
                mailing.audience_frozen
                and mailing.state in QUEUED
                and (not mailing.schedule_date or mailing.schedule_date <= now)
            )
        )
        due.filtered(lambda mailing: mailing.state != "sending").write(
            {"state": "sending"}
        )
        due._finish_letters()

    def _finish_letters(self):
        """End the letters of which none waits any more."""
        self.filtered(
            lambda mailing: (
                mailing.state in QUEUED and not mailing._get_remaining_recipients()
            )
        )._finish()

    def _finish(self):
        """End mailings, as core does after the last e-mail."""
        for mailing in self:
            mailing.write(
                {
                    "state": "done",
                    "sent_date": fields.Datetime.now(),
                    # reported once
                    "kpi_mail_required": not mailing.sent_date,
                }
            )

    def action_retry_failed(self):
        """Try letters again that failed: the event is the same, its error is gone."""
        letters = self._letters()
        letters.check_access("write")
        # sudo: as :meth:`_freeze_audience`; the right was checked above
        events = self.env["enova.activity"].sudo()
        failed = events.search(
            [
                ("mailing_id", "in", letters.ids),
                ("mailing_state", "=", "left_out"),
                ("mailing_left_out", "=", "error"),
                ("partner_id.active", "=", True),
            ]
        )
        failed._mailing_moved("prepared", again=True)
        failed.mailing_id.write({"state": "sending"})
        if self - letters:
            return super(MailingMailing, self - letters).action_retry_failed()
        return None

    def action_test(self):
        """Look at letters instead: no mailbox shows how one is printed."""
        if self._letters():
            return self._action_test_letters()
        return super().action_test()

    def _action_test_letters(self):
        """Say where a letter is looked at; the floor of printing opens it.

        :raises UserError: always
        """
        raise UserError(
            self.env._("A letter is not tested by e-mail. Look at it in the preview.")
        )

    def convert_links(self):
        """Leave the links of letters alone: paper is not clicked."""
        letters = self._letters()
        found = {letter.id: letter.body_html or "" for letter in letters}
        found.update(super(MailingMailing, self - letters).convert_links())
        return found

    # -- statistics ------------------------------------------------------------------

    def _get_pretty_mailing_type(self):
        """Call letters letters in the report on them."""
        if self.mailing_type == "letter":
            return self.env._("Letters")
        return super()._get_pretty_mailing_type()

    def _prepare_statistics_email_values(self):
        """Report of letters what is known: how many were posted, and came back."""
        values = super()._prepare_statistics_email_values()
        if self.mailing_type == "letter":
            kind = self._get_pretty_mailing_type()
            values["kpi_data"][0] = {
                "kpi_fullname": self.env._(
                    "Report on %(count)s %(kind)s", count=self.expected, kind=kind
                ),
                "kpi_col1": {
                    "value": f"{self.received_ratio}%",
                    "col_subtitle": self.env._("POSTED (%s)", self.delivered),
                },
                "kpi_col2": {
                    "value": f"{self.replied_ratio}%",
                    "col_subtitle": self.env._("ANSWERED (%s)", self.replied),
                },
                "kpi_col3": {
                    "value": f"{self.bounced_ratio}%",
                    "col_subtitle": self.env._("CAME BACK (%s)", self.bounced),
                },
                "kpi_action": None,
                "kpi_name": self.mailing_type,
            }
        return values

    def _action_view_traces_filtered(self, view_filter):
        """Show the addressees of letters, where core shows the traces of e-mails."""
        if self.mailing_type != "letter":
            return super()._action_view_traces_filtered(view_filter)
        return self.action_open_addressees()

    # -- views -----------------------------------------------------------------------

    def get_formview_id(self, access_uid=None):
        """Open letters in their own form, from wherever that is.

        And e-mails of whoever may not see all that core's form shows.
        """
        user = self.env["res.users"].browse(access_uid or self.env.uid)
        if self._letters() or (self._merges() and not user.has_group(MAILING_USER)):
            return self.env.ref("crm_enova.mailing_mailing_view_form_letter").id
        return super().get_formview_id(access_uid=access_uid)

    # -- uninstalling ----------------------------------------------------------------

    def _letters_uninstalled(self):
        """Archive queued letters, so that no queue takes them for e-mails.

        What was done stays, with its sender: core asks for one of every e-mail.
        """
        for letter in self._as_system():
            values = {"mailing_type": "mail"}
            if letter.state != "done":
                values.update(active=False, state="draft", schedule_date=False)
            if not letter.email_from:
                sender = letter.user_id or letter.create_uid or self.env.user
                values["email_from"] = sender.email_formatted or sender.name
            letter.write(values)

    @api.model
    def _stop_before_uninstall(self):
        """Take queued mail merges back: without us, core would ask the filter again.

        Whoever was left out would then get the e-mails.
        """
        mailings = self.with_context(active_test=False)._as_system()
        queued = mailings.search([*self._merge_domain(), ("state", "in", QUEUED)])
        queued.write({"state": "draft", "schedule_date": False})
        queued._letters().write({"active": False})
        email = self.env.ref("utm.utm_medium_email", raise_if_not_found=False)
        mailings.search([("mailing_type", "=", "letter")]).write(
            {"medium_id": email.id if email else False}
        )
        # the purposes of consents go, and core could not delete what is referred to;
        # also for those that are done, whose values nobody may write
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mailing_mailing SET consent_purpose_id = NULL"
            " WHERE consent_purpose_id IS NOT NULL"
        )
        mailings.invalidate_model(["consent_purpose_id"])
