from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.contractor.names import names_shown


class EnovaCreatorUndo(models.TransientModel):
    """Asks before a run of the creator is taken back: what goes, and what stays."""

    _name = "enova.creator.undo"
    _inherit = ["enova.guard.mixin"]
    _description = "Take a run back"

    run_id = fields.Many2one("enova.creator.run", required=True, ondelete="cascade")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    has_removed = fields.Boolean(compute="_compute_preview")
    has_kept = fields.Boolean(compute="_compute_preview")

    @api.depends("run_id")
    def _compute_preview(self):
        """Say what would go, and what stays and why."""
        for wizard in self:
            wizard.has_removed = wizard.has_kept = False
            try:
                wizard.preview = wizard._preview()
            except UserError as error:
                text = Markup('<p class="o_enova_alarm">{}</p>')
                wizard.preview = text.format(str(error))

    def _preview(self):
        """Return what would happen, as markup."""
        run = self.run_id
        run._check_undoable()
        # sudo: what it has made, whoever may see it; names are shown of what the
        # reader may read
        undo = run.sudo()._undo_plan()
        counts = run._undo_counts(undo)
        self.has_removed, self.has_kept = bool(counts), not undo.is_whole
        return self._counts(counts, undo) + self._kept(undo)

    def _counts(self, counts, undo):
        """Return how much goes, as markup."""
        if not counts:
            text = self.env._("There is nothing to remove.")
            return Markup("<p>{}</p>").format(text)
        people = self.run_id._undo_people(undo)
        if people:
            told = self.env._("People who will be told of it: %s", len(people))
            counts = [*counts, told]
        return self._list(self.env._("Will be removed:"), counts)

    def _kept(self, undo):
        """Return what stays and why, as markup; nothing where nothing does."""
        by_reason = defaultdict(list)
        for key, reason in undo.kept.items():
            by_reason[reason].append(key)
        model = "enova.project" if self.run_id.in_projects else "res.partner"
        rows = []
        for reason, label in self.run_id._undo_reasons().items():
            found = self.env[model].with_context(active_test=False)
            kept = found.browse(by_reason.get(reason, ()))
            if kept:
                names = names_shown(kept._filtered_access("read"))
                rows.append(f"{label} ({len(kept)}): {names}")
            if undo.campaign_kept == reason:
                title = self.env._("The campaign: %s", self.run_id.campaign_id.title)
                rows.append(f"{title} ({label})")
        return self._list(self.env._("Stays:"), rows) if rows else Markup()

    @api.model
    def _list(self, title, rows):
        """Return texts under a heading, as markup."""
        items = Markup().join(Markup("<li>{}</li>").format(row) for row in rows)
        return Markup('<p class="fw-bold mb-1">{}</p><ul>{}</ul>').format(title, items)

    def action_undo(self):
        """Take back all of it.

        :return: dict, the action that the client runs next
        :raises UserError: where something has been changed meanwhile
        """
        return self._undo()

    def action_undo_untouched(self):
        """Take back what nobody has gone on with; the rest stays.

        :return: dict, the action that the client runs next
        """
        return self._undo(partly=True)

    def _undo(self, partly=False):
        self.ensure_one()
        self.check_access("write")
        self.run_id._undo(partly)
        return {"type": "ir.actions.act_window_close"}
