from datetime import datetime, time

from odoo import fields, models
from odoo.exceptions import UserError

from ..base.moment import to_utc
from ..base.ruled_search import search_under_rules
from .letter_engine import client
from .letter_words import install_help, reason


class EnovaActivity(models.Model):
    """The letter of an addressee: printed again, and what the post says of it."""

    _inherit = "enova.activity"

    letter_line_ids = fields.One2many(
        "enova.letter.line",
        "activity_id",
        string="Printed letters",
        readonly=True,
        search=search_under_rules("letter_line_ids"),
    )

    def action_print_letter(self):
        """Print this addressee's letter again, with the text it had.

        :return: dict, the action that downloads it
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the mail merge of an event that one may read, whose text is this event's
        mailing = self.mailing_id.sudo()
        if not mailing or self.mailing_channel != "letter":
            raise UserError(self.env._("%s is no letter.", self.display_name))
        if not mailing.audience_frozen:
            raise UserError(self.env._("The letter has not been settled yet."))
        run = self._letter_run_then()
        settings = run.settings or mailing._letter_settings()
        # pictures as whoever printed it read them; what the addressee owes is for those
        # to see who may
        job = mailing._letter_job(settings, run.user_id)
        try:
            drawn = client.draw(*_of_job(mailing._letter_parts(job, self)))
        except client.EngineMissing:
            raise UserError(install_help(self.env)) from None
        if drawn.errors:
            failed = drawn.errors[0]
            text = reason(self.env, failed["error"], failed.get("detail"))
            raise UserError(text)
        partner = self.partner_id.sudo().name or ""  # sudo: the event's own
        name = self.env._("Letter %s.pdf", partner)
        return self.env["enova.letter.file"]._offer(name, drawn.file)

    def _letter_run_then(self):
        """Return the run that has printed it first, as superuser; empty before that."""
        # sudo: what the system has kept of the printing of this letter
        lines = self.sudo().letter_line_ids.filtered(lambda line: line.batch_id)
        return lines.sorted("id")[:1].run_id

    def _letters_posted(self, day):
        """Note the day on which the post got the letters.

        :param date day: in the history
        """
        moved = self._mailing_moved("posted")
        zone = self.env.tz
        noon = to_utc(datetime.combine(day, time(12)), zone)
        # what is posted today has not been posted later than now
        # sudo: as the state, of letters that may have been handed over since
        moved.sudo().write({"date_start": min(noon, fields.Datetime.now())})


def _of_job(parts):
    """Return job with its letters, and the files, as the engine takes them."""
    job, letters, blobs = parts
    return {**job, "letters": letters}, blobs
