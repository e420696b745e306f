from markupsafe import Markup

from odoo import models

RESOLVED = ("subject", "body")


class MailComposeMessage(models.TransientModel):
    """The texts of a mail merge are ours: core's engines evaluate nothing of them."""

    _inherit = "mail.compose.message"

    def _render_field(self, field, res_ids, *args, **kwargs):
        """Return what each addressee gets, from the copy that was settled."""
        if field not in RESOLVED or not self._is_mail_merge():
            return super()._render_field(field, res_ids, *args, **kwargs)
        # sudo: the text and the audience of a mailing that is being sent
        mailing = self.mass_mailing_id.sudo()
        events = mailing.env["enova.activity"].search_fetch(
            [
                ("mailing_id", "=", mailing.id),
                ("partner_id", "in", list(res_ids)),
                ("mailing_merged", "!=", True),
            ],
            ["partner_id", "mailing_values"],
        )
        return self._resolved_texts(field, res_ids, mailing, events)

    def _resolved_texts(self, field, res_ids, mailing, events):
        """Return subjects or bodies by id of addressee; links as core makes them."""
        filled = mailing._filled_texts(events)
        place = RESOLVED.index(field)
        texts = {event.partner_id.id: filled[event.id][place] for event in events}
        rendered = {res_id: texts.get(res_id) or Markup() for res_id in res_ids}
        if field == "body":
            rendered = self._render_template_postprocess(self.render_model, rendered)
        return rendered

    def _is_mail_merge(self):
        """Whether the texts of a mail merge that is settled are asked for."""
        mailing = self.mass_mailing_id
        return bool(
            self.composition_mode == "mass_mail"
            and mailing
            # sudo: whether it is one
            and mailing.sudo().audience_frozen
        )
