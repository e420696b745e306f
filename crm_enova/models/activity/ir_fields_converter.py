from odoo import models

from ..contractor.import_lookup import candidates_shown
from ..contractor.import_run import ImportRun


class IrFieldsConverter(models.AbstractModel):
    """Take what an import of activities has looked up for the whole file."""

    _inherit = "ir.fields.converter"

    def db_id_for(self, model, field, subfield, value, savepoint):
        """Return the record that a text means; refuse a text that may mean several.

        Core takes the first of several with a mere warning: a year's history would
        land on the wrong company of that name.
        """
        run = ImportRun.of(self.env)
        found = None
        if run and model._name == "enova.activity":
            found = run.references.get((field.name, subfield, value))
        if found is None:
            return super().db_id_for(model, field, subfield, value, savepoint)
        if len(found) > 1:
            raise self._format_import_error(
                ValueError,
                self.env._(
                    "“%(value)s” in the column %%(field)s fits several: %(candidates)s."
                    " Write an external ID, or what tells them apart (NIP, login)."
                ),
                {"value": value[:50], "candidates": candidates_shown(found)},
            )
        return found.id, []
