import re
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..base.cells import clean, defuse
from .import_lookup import candidates_shown, records_by_external_id
from .import_run import CONTEXT_KEY, ImportRun
from .res_partner_search import vat_key

# Below this it is "none" or a mark, not a tax number.
MIN_NIP_DIGITS = 4


def nip_key(text):
    """Return the key of a tax number, or ``False`` where the text cannot be one.

    :param text: a cell of a file, of any type
    :return: str, or ``False``
    """
    digits = re.sub(r"[^0-9]", "", text) if isinstance(text, str) else ""
    return len(digits) >= MIN_NIP_DIGITS and vat_key(text)


class ResPartner(models.Model):
    """Import contractors: known by their NIP, updated instead of doubled."""

    _inherit = "res.partner"

    @api.model
    def get_import_templates(self):
        """Offer the templates of contractors beside core's, in the user's language.

        :return: list of dicts of ``label`` and ``template`` (an address), ours first
        """
        folder = "/crm_enova/static/xls"
        name = "contractors_pl" if self.env.lang == "pl_PL" else "contractors_en"
        return [
            {
                "label": self.env._("Contractors (XLSX)"),
                "template": f"{folder}/{name}.xlsx",
            },
            {
                "label": self.env._("Contractors (CSV)"),
                "template": f"{folder}/{name}.csv",
            },
            *super().get_import_templates(),
        ]

    @api.model
    def load(self, fields, data):
        """Import rows; a row with the NIP of one known contractor updates it.

        That holds for the import screen, for files with a NIP and without any id of
        the records. An empty cell leaves what the known contractor has.
        """
        if not self.env.context.get("import_file") or not self._imports_contractors():
            return super().load(fields, data)
        run = ImportRun()
        data = [[clean(cell) for cell in row] for row in data]
        if "vat" in fields and not {"id", ".id"} & set(fields):
            known = self._known_by_nip(run, fields, data)
            fields = [*fields, ".id"]
            data = [
                [*row, str(known.get(index) or "")] for index, row in enumerate(data)
            ]
        records = self.with_context(**{CONTEXT_KEY: run})
        result = super(ResPartner, records).load(fields, data)
        return run.finish(result, self.env.context.get("_import_limit"))

    @api.model
    def _imports_contractors(self):
        """Whether the user works with the CRM: others import as core lets them."""
        return self.env.su or self.env.user.has_group("crm_enova.crm_enova_group_own")

    @api.model
    def _convert_records(self, records, *, log=lambda a: None, savepoint):
        """Stop at the first refused row; keep what an empty cell would erase."""
        run = ImportRun.of(self.env)
        if not run:
            return super()._convert_records(records, log=log, savepoint=savepoint)
        log = run.watch(log)
        stream = super()._convert_records(records, log=log, savepoint=savepoint)

        def check(row, _new, _vals):
            return run.refused.get(row, [])

        def kept(stream):
            for dbid, xid, vals, extras in run.sift(stream, log, check):
                if dbid:
                    vals = run.without_blanks(self.env, vals)
                yield dbid, xid, vals, extras

        return kept(stream)

    def _convert_fields_to_values(self, field_names):
        """Let those import contact persons who may not read accounting settings.

        Core copies a company's settings to its people; creating a person by hand it
        reads them with all rights, importing them with the user's, and fails.
        """
        if ImportRun.of(self.env):
            # sudo: the values go to the company's own people, by core's own code, and
            # nothing of them to the user
            self = self.sudo()
        return super()._convert_fields_to_values(field_names)

    @api.model
    def _known_by_nip(self, run, fields, data):
        """Find the contractors that rows of a file are about, by one query.

        Rows whose NIP fits several contractors, or stands in the file twice, are
        refused: only the person at the screen can tell which is meant.

        :return: dict of partner id by row
        """
        nip = fields.index("vat")
        # a person or an address of a company may bear the company's NIP
        parents = [i for i, name in enumerate(fields) if name.startswith("parent_id")]
        rows = defaultdict(list)
        for index, row in enumerate(data):
            key = nip_key(row[nip])
            if key and not any(row[i] for i in parents):
                rows[key].append(index)
        found = self._contractors_by_nip(rows)
        known = {}
        for key, indexes in rows.items():
            message = self._nip_problem(data[indexes[0]][nip], indexes, found[key])
            for index in indexes:
                if message:
                    run.refused[index] = [("vat", message)]
                elif found[key]:
                    known[index] = found[key].id
        return known

    @api.model
    def _nip_problem(self, nip, indexes, partners):
        """Return why rows with this NIP cannot be imported, or ``None``."""
        if len(indexes) > 1:
            return self.env._(
                "The NIP %(nip)s stands in the file %(count)s times. Leave one line of"
                " it, or tell the records apart by an external ID.",
                nip=nip,
                count=len(indexes),
            )
        if len(partners) > 1:
            return self.env._(
                "The NIP %(nip)s belongs to several contractors: %(candidates)s. Tell"
                " them apart by an external ID.",
                nip=nip,
                candidates=candidates_shown(partners),
            )
        return None

    @api.model
    def _contractors_by_nip(self, keys):
        """Return the contractors that the user may see, by the key of their NIP.

        :return: dict of recordset by key, empty ones included
        """
        domain = Domain("enova_vat_key", "in", list(keys))
        top = Domain("parent_id", "=", False) & Domain("contractor_status", "!=", False)
        found = defaultdict(self.browse)
        names = ["enova_vat_key", "display_name"]
        for partner in self.search_fetch(domain & top, names):
            found[partner.enova_vat_key] += partner
        return found

    @api.model
    def _contractors_by_text(self, texts):
        """Find contractors by what a person writes for them in a file.

        :param texts: external ids, NIPs in any writing, or exact names
        :return: dict of recordset by text; of several meanings the first one in this
            order counts; texts without any are left out
        """
        keys = {text: nip_key(text) for text in texts}
        by_nip = self._contractors_by_nip(set(filter(None, keys.values())))
        by_name = defaultdict(self.browse)
        domain = Domain("complete_name", "in", list(texts))
        domain &= Domain("contractor_status", "!=", False)
        for partner in self.search_fetch(domain, ["complete_name"]):
            by_name[partner.complete_name] += partner
        found = records_by_external_id(self, texts)
        for text in texts:
            records = by_nip.get(keys[text]) or by_name.get(text)
            if records:
                found.setdefault(text, records)
        return found

    def export_data(self, fields_to_export):
        """Let nothing that came from outside turn into a formula in a spreadsheet."""
        result = super().export_data(fields_to_export)
        result["datas"] = [[defuse(cell) for cell in row] for row in result["datas"]]
        return result
