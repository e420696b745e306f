import logging

from psycopg2 import Error, OperationalError

from odoo import models
from odoo.exceptions import UserError

from .vcard_values import QUIET, CardValues

_logger = logging.getLogger(__name__)

BATCH = 500


class EnovaVcardImport(models.TransientModel):
    """Import the lines as decided; a refused card does not stop the others."""

    _inherit = "enova.vcard.import"

    def action_skip_duplicates(self):
        """Skip all cards that have a duplicate."""
        self._decide("skip")

    def action_update_duplicates(self):
        """Fill in all duplicates."""
        self._decide("update")

    def action_create_duplicates(self):
        """Create all cards, duplicates or not."""
        self._decide("create")

    def _decide(self, decision):
        self.ensure_one()
        ready = self.line_ids.filtered(lambda line: line.state == "ready")
        ready.filtered("duplicate_reason").decision = decision

    def action_import(self):
        """Create, fill in or skip, each line as decided, and show what became of it.

        :raises UserError: when it has been imported already
        """
        self.ensure_one()
        self.env["res.partner"].check_access("create")
        # the same window may be open twice
        self.lock_for_update()
        if self.state == "done":
            raise UserError(self.env._("These business cards have been imported."))
        values = CardValues(self.env, self._languages())
        lines = self.line_ids.filtered(lambda x: x.state == "ready" and x.card)
        self._skip_late_duplicates(
            lines.filtered(lambda line: not line.duplicate_reason)
        )
        lines = lines.filtered(lambda line: line.state == "ready")
        lines.filtered(
            lambda x: x.decision == "skip" or not x.decision
        )._as_system().state = "skipped"
        self._create_cards(lines.filtered(lambda x: x.decision == "create"), values)
        self._fill_in(lines.filtered(lambda x: x.decision == "update"), values)
        self._as_system().state = "done"

    def _skip_late_duplicates(self, lines):
        """Skip what somebody else has entered since the files were read."""
        keys = {line: self._duplicate_keys(line) for line in lines}
        known = self._known_partners(keys.values())
        for line in lines:
            _criterion, partner = self._first(keys[line], known)
            if partner:
                message = self.env._("Entered by somebody else in the meantime.")
                line._finish("skipped", message, partner)

    def _in_batches(self, lines, work):
        """Do work on many lines at once; halve a refused batch until one is left.

        So the number of queries depends on the batches, and a bad card costs a dozen
        attempts, not one for each card.
        """
        ids = lines.ids
        waiting = [
            lines.browse(ids[start : start + BATCH])
            for start in range(0, len(ids), BATCH)
        ][::-1]
        while waiting:
            batch = waiting.pop()
            try:
                with self.env.cr.savepoint():
                    work(batch)
            except OperationalError:
                raise  # the whole request is tried again
            except (UserError, ValueError, Error) as error:
                if len(batch) == 1:
                    batch._finish("failed", self._reason(error))
                else:
                    middle = len(batch) // 2
                    waiting += [batch[middle:], batch[:middle]]

    def _reason(self, error):
        """Return why a card was refused, in words for the user."""
        if isinstance(error, UserError):
            return str(error)
        _logger.info("A business card was refused: %s", error)
        return self.env._("The database refuses the data of this card.")

    def _create_cards(self, lines, values):
        """Create a card for each line, with its person where it is of a company."""
        message = self.env._("Business card created.")

        def work(batch):
            created = self._create_partners(batch, values)
            for line, partner in zip(batch, created, strict=True):
                line._as_system().partner_id = partner
            batch._as_system().write({"state": "created", "message": message})

        self._in_batches(lines, work)

    def _create_partners(self, lines, values):
        """Return the top partners of new cards, in the order of the lines."""
        # Core would fill each person from the company one by one; it is told to leave
        # that, as the values below have what a company made a moment ago can give.
        partners = self.env["res.partner"].with_context(
            **QUIET, _partners_skip_fields_sync=True
        )
        tops, people = [], []
        for place, line in enumerate(lines):
            top, person = values.of_card(line.card, line.photo)
            tops.append({**top, "user_id": self.user_id.id})
            if person:
                people.append((place, {**values.inherited(top), **person}))
        created = partners.create(tops)
        partners.create(
            [
                {
                    **person,
                    "parent_id": created[place].id,
                    # else core computes it for each person
                    "lang": created[place].lang,
                }
                for place, person in people
            ]
        )
        return created

    def action_open_created(self):
        """Open the list of the cards that have been created.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        created = self.line_ids.filtered(lambda line: line.state == "created")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.res_partner_action_contractor"
        )
        return {
            **action,
            "name": self.env._("Imported business cards"),
            "path": False,
            "domain": [("id", "in", created.partner_id.ids)],
        }

    def action_open_problems(self):
        """Open the lines that were not imported.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not imported"),
            "res_model": "enova.vcard.import.line",
            "views": [(False, "list")],
            "domain": [
                ("wizard_id", "=", self.id),
                ("state", "in", ("broken", "failed")),
            ],
        }
