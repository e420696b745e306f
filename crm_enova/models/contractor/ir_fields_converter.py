from odoo import models

from .import_lookup import candidates_shown
from .import_run import ImportRun


class IrFieldsConverter(models.AbstractModel):
    """Take what an import of ours has looked up for the whole file."""

    _inherit = "ir.fields.converter"

    def db_id_for(self, model, field, subfield, value, savepoint):
        """Return the record that a text means; refuse a text that may mean several.

        Core takes the first of several with a mere warning: a year's history would
        land on the wrong company of that name.
        """
        run = ImportRun.of(self.env)
        found = None
        if run and model._name == run.model:
            found = run.references.get((field.name, subfield, value))
        if found is None:
            return super().db_id_for(model, field, subfield, value, savepoint)
        problem = self._enova_reference_problem(found)
        if problem:
            details = {"value": value[:50], "candidates": candidates_shown(found)}
            raise self._format_import_error(ValueError, problem, details)
        return found.id, []

    def _enova_reference_problem(self, found):
        """Return why records found for a cell cannot be taken, or ``None``."""
        if "active" in found._fields and not any(found.mapped("active")):
            return self.env._(
                "“%(value)s” in the column %%(field)s belongs to an archived record:"
                " %(candidates)s. Restore it, or name another one."
            )
        if len(found) > 1:
            return self.env._(
                "“%(value)s” in the column %%(field)s fits several: %(candidates)s."
                " Write an external ID, or what tells them apart (NIP, login)."
            )
        return None
