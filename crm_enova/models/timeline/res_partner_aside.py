from odoo import api, models

from ..project.enova_project import OPEN_PROJECT_STATES

SHOWN = 2


class ResPartner(models.Model):
    """What stands beside the history: what is going on, and what they have of ours."""

    _inherit = "res.partner"

    @api.model
    def _aside_of(self, partner_id):
        """Return the first open projects and devices of a company, and how many.

        :param int partner_id: of the company
        :return: dict of ``projects`` and ``devices``, each with ``model``, ``count``
            and ``rows`` (``id``, ``name``, ``note``), under the rights of the caller
        """
        mine = [("commercial_partner_id", "=", partner_id)]
        going_on = [*mine, ("state", "in", OPEN_PROJECT_STATES)]
        return {
            "projects": self._aside_rows(
                "enova.project", going_on, "date_deadline, id", "stage_id"
            ),
            "devices": self._aside_rows(
                "enova.device", mine, "id desc", "serial_number"
            ),
        }

    @api.model
    def _aside_rows(self, model, domain, order, note):
        """Return the first of some records, and how many there are.

        :param str note: the field that is said beside the name
        """
        records = self.env[model]
        if not records.has_access("read"):
            return {"model": model, "count": 0, "rows": []}
        found = records.search_fetch(domain, ["name", note], order=order, limit=SHOWN)
        full = len(found) == SHOWN
        return {
            "model": model,
            "count": records.search_count(domain) if full else len(found),
            "rows": [
                {
                    "id": record.id,
                    "name": record.name,
                    "note": self._aside_note(record, note),
                }
                for record in found
            ],
        }

    @api.model
    def _aside_note(self, record, name):
        value = record[name]
        return (value.name if record._fields[name].relational else value) or False
