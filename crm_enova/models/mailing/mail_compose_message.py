from markupsafe import Markup

from odoo import models
from odoo.tools import SQL

RESOLVED = ("subject", "body")
KEY = "enova_merge_texts"


class MergeTexts:
    """What a batch of addressees gets, read once: no client can send such an object.

    :ivar dict texts: pairs of subject and body by id of the addressee
    :ivar dict events: ids of events by id of the addressee
    """

    def __init__(self, mailing, res_ids):
        rows = self._rows(mailing, res_ids)
        self.events = {res_id: id_ for res_id, id_, _values in rows}
        self.texts = mailing._texts_with(
            {res_id: values for res_id, _id, values in rows}
        )

    @staticmethod
    def _rows(mailing, res_ids):
        """Return addressee, event and what is kept of each, in one statement.

        Each event is looked up by itself: a mailing that has just been settled is
        larger than the database knows, and asked for fifty at once, it would read all
        of them, for every fifty anew.
        """
        events = mailing.env["enova.activity"]
        events.flush_model(
            ["mailing_id", "partner_id", "mailing_merged", "mailing_values"]
        )
        return mailing.env.execute_query(
            SQL(
                """
                SELECT addressee.id, event.id, event.mailing_values
                  FROM unnest(%s::int[]) AS addressee (id)
                 CROSS JOIN LATERAL (
                       SELECT activity.id, activity.mailing_values
                         FROM enova_activity AS activity
                        WHERE activity.mailing_id = %s
                          AND activity.partner_id = addressee.id
                          AND activity.mailing_merged IS NOT TRUE
                        LIMIT 1) AS event
                """,
                list(res_ids),
                mailing.id,
            )
        )


class MailComposeMessage(models.TransientModel):
    """The texts of a mail merge are ours: core's engines evaluate nothing of them."""

    _inherit = "mail.compose.message"

    def _prepare_mail_values(self, res_ids):
        """Read once for a batch what its addressees get."""
        if not self._is_mail_merge():
            return super()._prepare_mail_values(res_ids)
        # sudo: the text and the audience of a mailing that is being sent
        texts = MergeTexts(self.mass_mailing_id.sudo(), res_ids)
        composer = self.with_context(**{KEY: texts})
        return super(MailComposeMessage, composer)._prepare_mail_values(res_ids)

    def _prepare_mail_values_mailing_traces(self, mail_values_all):
        """Tie the traces to the events that the texts were read from."""
        traces = super()._prepare_mail_values_mailing_traces(mail_values_all)
        merge = self.env.context.get("enova_merge_texts")
        if isinstance(merge, MergeTexts):
            for res_id, vals in traces.items():
                if vals:
                    vals["enova_activity_id"] = merge.events.get(res_id)
        return traces

    def _render_field(self, field, res_ids, *args, **kwargs):
        """Return what each addressee gets, from the copy that was settled."""
        merge = self.env.context.get("enova_merge_texts")
        if field not in RESOLVED or not isinstance(merge, MergeTexts):
            return super()._render_field(field, res_ids, *args, **kwargs)
        nothing = ("", Markup())
        place = RESOLVED.index(field)
        rendered = {
            res_id: merge.texts.get(res_id, nothing)[place] for res_id in res_ids
        }
        if field == "body":
            # links as core makes them
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
