from odoo import api, models

NO_COMPANY = frozenset((False,))


class EnovaCompanyCheckMixin(models.AbstractModel):
    """Records that are made or moved by the thousand, mostly within one company."""

    _name = "enova.company.check.mixin"
    _description = "What is checked by combination of companies"

    def _check_company(self, fnames=None):
        """Check one record for each combination of companies, and each once.

        The outcome depends on nothing else. Core checks every row at every step, which
        takes a quarter of the time of a bulk creation, and a tenth of that of an issue
        whose few moves are checked ten times.
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
        for company, records in self.sudo().grouped("company_id").items():
            for name in checked:
                related = records[name]
                if not related:
                    continue
                # most often all are of the same company: then the first row does
                keys = self._company_keys(related)
                for record in records:
                    if not record[name]:
                        continue
                    key = self._company_keys(record[name]) if len(keys) > 1 else keys
                    representatives.setdefault((company.id, name, key), record.id)
                    if len(keys) == 1:
                        break
        passed = self._passed_checks()
        fresh = {key: id_ for key, id_ in representatives.items() if key not in passed}
        sample = self.browse(dict.fromkeys(fresh.values()))
        result = super(EnovaCompanyCheckMixin, sample)._check_company(fnames)
        passed.update(key for key in fresh if self._lasts(key[1]))
        return result

    def _passed_checks(self):
        """Return the combinations of companies that were found right, to be added to.

        No company is moved below another, so what was right stays so for as long as
        the connection is used.
        """
        key = ("enova_passed_checks", self._name, self.env.company.id)
        return self.env.cr.cache.setdefault(key, set())

    @api.model
    def _lasts(self, name):
        """Tell whether companies alone decide about a field.

        Whoever loses a company, and what belongs to several, is checked every time.
        """
        comodel = self._fields[name].comodel_name
        return comodel != "res.users" and "company_id" in self.env[comodel]

    @api.model
    def _company_keys(self, related):
        """Return what the check of related records depends on: their companies.

        A user may belong to several and has none of their own that counts.

        :return: frozenset of ids, of companies or of the records themselves
        """
        if related._name == "res.users" or "company_id" not in related:
            return frozenset(related._ids)
        if related and not related.company_id:
            return NO_COMPANY
        return frozenset(record.company_id.id for record in related)
