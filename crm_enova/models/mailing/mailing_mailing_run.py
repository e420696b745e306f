from odoo import api, fields, models

from .audience import CHANNELS


class MailingMailing(models.Model):
    """Making mail merges from code: one mailing, or the two halves of a run."""

    _inherit = "mailing.mailing"

    creator_run_id = fields.Many2one(
        "enova.creator.run",
        string="Made by the run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _create_run(self, channel, values):
        """Make a mail merge, or both halves of one that goes either way.

        :param str channel: ``mail``, ``letter`` or ``mixed``
        :param dict values: of each half, without the type
        :return: the mailings, the e-mails first
        """
        system = {"creator_run_id": values.get("creator_run_id")}
        values = {key: value for key, value in values.items() if key not in system}
        body = values.get("body_html")
        prepared = []
        for kind in CHANNELS[channel]:
            half = {**values, "mailing_type": kind}
            if kind == "mail":
                # what core's editor of e-mails shows
                half.setdefault("body_arch", body)
            prepared.append(half)
        halves = self.create(prepared)
        if system["creator_run_id"]:
            halves._as_system().write(system)
        if len(halves) > 1:
            first, second = halves
            first._as_system().counterpart_id = second
            second._as_system().counterpart_id = first
        return halves

    def _has_audience(self):
        """Tell whether anybody would get it now."""
        return any(not person.left_out for person in self[0]._split_audience())
