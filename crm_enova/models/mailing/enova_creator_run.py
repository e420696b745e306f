from odoo import fields, models

from ..base.ruled_search import search_under_rules


class EnovaCreatorRun(models.Model):
    """A run ends with its mail merges, and takes them back with the rest."""

    _inherit = "enova.creator.run"

    mailing_ids = fields.One2many(
        "mailing.mailing",
        "creator_run_id",
        string="Mail merges",
        readonly=True,
        search=search_under_rules("mailing_ids"),
    )
    mailing_count = fields.Integer(
        string="Mail merges count", compute="_compute_mailing_count"
    )

    def _compute_mailing_count(self):
        """Count those that the reader may see."""
        groups = self.env["mailing.mailing"]._read_group(
            [("creator_run_id", "in", self.ids)], ["creator_run_id"], ["__count"]
        )
        counted = {run.id: count for run, count in groups}
        for run in self:
            run.mailing_count = counted.get(run._origin.id, 0)

    def _complete(self):
        """Send the mail merges to all for whom something was made."""
        result = super()._complete()
        run = self._as_user()
        if run._makes_mailings() and not self.mailing_ids:
            run._make_mailings(self._reached_people().with_env(run.env))
        return result

    def _reached_people(self):
        """Return the person, or else the contractor, of each line that was made."""
        lines = self.line_ids.filtered(lambda line: line.state == "made")
        ids = [
            (
                line.contact_id
                or line.project_id.contact_id
                or line.project_id.partner_id
                or line.partner_id
            ).id
            for line in lines
        ]
        return self.env["res.partner"].browse(dict.fromkeys(ids))

    def action_open_mailings(self):
        """Open the mail merges of the run.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.mailing_mailing_action"
        )
        return {
            **action,
            "display_name": self.name,
            "path": False,
            "domain": [("creator_run_id", "=", self.id)],
            "context": {},
        }

    # -- taking it back --------------------------------------------------------------

    def _untouched_mailings(self):
        """Return those of its mail merges that have reached nobody yet."""
        # sudo: what the run has made; see _made
        events = self.env["enova.activity"].sudo().with_context(active_test=False)
        mailings = self.sudo().mailing_ids  # sudo: as above
        moved = events.search(
            [
                ("mailing_id", "in", mailings.ids),
                ("mailing_state", "not in", ("prepared", "left_out")),
            ]
        ).mailing_id
        moved |= mailings.filtered(
            lambda m: (
                m.state == "done" or "mail" in m.mailing_trace_ids.mapped("trace_type")
            )
        )
        return mailings - moved - moved.counterpart_id

    def _links_from(self, records, made):
        """Let nothing stay because of mail merges that go with the run."""
        going = self._untouched_mailings()
        return super()._links_from(
            records,
            {
                **made,
                "mailing.mailing": going,
                "mailing.trace": going.mailing_trace_ids,
            },
        )

    def _undo(self, partly=False):
        """Take back its mail merges first, as far as they have reached nobody."""
        self.ensure_one()
        self._check_undoable()
        mailings = self._untouched_mailings()
        mailings._thaw_audience()
        mailings.unlink()
        return super()._undo(partly)
