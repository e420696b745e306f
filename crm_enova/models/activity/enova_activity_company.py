from odoo import models


class EnovaActivity(models.Model):
    """Check companies once per combination, not once per row."""

    _inherit = "enova.activity"

    def _check_company(self, fnames=None):
        """Check one activity for each pair of company and related record.

        The outcome depends on nothing else. Core checks every row, which takes a
        quarter of the time of a bulk creation.
        """
        everything = fnames is None or "company_id" in fnames
        checked = [
            name
            for name, field in self._fields.items()
            if field.relational
            and field.check_company
            and (everything or name in fnames)
        ]
        # sudo: the check itself reads so; only the choice of rows depends on it
        representatives = {}
        for activity in self.sudo():
            company = activity.company_id.id
            for name in checked:
                key = (name, company, activity[name]._ids)
                representatives.setdefault(key, activity.id)
        sample = self.browse(dict.fromkeys(representatives.values()))
        return super(EnovaActivity, sample)._check_company(fnames)
