from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.mailing.audience_table import audience_markup


class EnovaMailingReview(models.TransientModel):
    """Who gets a mail merge and who does not, before anything goes out."""

    _name = "enova.mailing.review"
    _inherit = ["enova.guard.mixin"]
    _description = "Queue a mail merge"

    mailing_id = fields.Many2one("mailing.mailing", required=True, ondelete="cascade")
    mailing_type = fields.Selection(related="mailing_id.mailing_type")
    schedule_date = fields.Datetime(
        string="Not before", help="Empty: as soon as possible."
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    sample = fields.Html(compute="_compute_preview", sanitize=False)
    can_queue = fields.Boolean(compute="_compute_preview")

    @api.depends("mailing_id")
    def _compute_preview(self):
        """Show the split, everyone left out, and the text of one addressee."""
        for wizard in self:
            wizard.preview, wizard.sample, wizard.can_queue = False, False, False
            if not wizard.mailing_id:
                continue
            try:
                wizard._show(wizard.mailing_id)
            except (UserError, AccessError) as error:
                wizard.preview = Markup('<p class="o_enova_alarm">{}</p>').format(
                    str(error)
                )

    def _show(self, mailing):
        """Fill the window with what would happen."""
        split = mailing._split_audience()
        first = next((a.partner_id for a in split if not a.left_out), None)
        self.preview = audience_markup(self.env, split)
        self.can_queue = first is not None
        if first:
            partner = self.env["res.partner"].browse(first)
            subject, body = mailing._sample_texts(partner)
            self.sample = Markup(
                '<p class="fw-bold mb-1">{}</p><p>{}</p><hr/>{}'
            ).format(
                self.env._("For instance, to %s:", partner.display_name), subject, body
            )

    def action_queue(self):
        """Settle the audience; e-mails go out, and letters wait to be printed.

        :return: dict, the action that opens the mail merge
        """
        self.ensure_one()
        mailing = self.mailing_id
        mailing.check_access("write")
        if self.schedule_date and self.schedule_date > fields.Datetime.now():
            mailing.write(
                {"schedule_type": "scheduled", "schedule_date": self.schedule_date}
            )
            mailing.action_put_in_queue()
        else:
            mailing.action_launch()
        return mailing.get_formview_action()
