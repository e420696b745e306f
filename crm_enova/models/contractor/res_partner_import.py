import re
from collections import defaultdict

from stdnum.pl import nip as polish_nip

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..base.cells import clean, defuse
from ..base.res_company import POLAND
from .import_lookup import candidates_shown, records_by_external_id, records_by_name
from .import_run import CONTEXT_KEY, ImportRun
from .res_partner_search import vat_key

# Below this it is "none" or a mark, not a tax number.
MIN_NIP_DIGITS = 4
NIP = re.compile(r"[0-9]{10}")


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
        if not self.env.context.get("import_file") or not self._works_with_crm():
            return super().load(fields, data)
        run = ImportRun.of(self.env) or ImportRun()
        run.model = self._name
        data = [[clean(cell) for cell in row] for row in data]
        self._look_up_parents(run, fields, data)
        if {"vat", "email"} & set(fields) and not {"id", ".id"} & set(fields):
            known = self._known_contractors(run, fields, data)
            fields = [*fields, ".id"]
            data = [
                [*row, str(known.get(index) or "")] for index, row in enumerate(data)
            ]
        records = self.with_context(**{CONTEXT_KEY: run})
        result = super(ResPartner, records).load(fields, data)
        return run.finish(result, self.env.context.get("_import_limit"))

    @api.model
    def _works_with_crm(self):
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

        def check(row, _new, vals):
            return [*run.refused.get(row, []), *self._wrong_nip(vals)]

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
    def _wrong_nip(self, vals):
        """Yield what is wrong with the NIP of a row, as a pair of field and message.

        Ten digits are a NIP in a Polish company, also where the row names no country:
        core asks for one before it checks anything.
        """
        written = re.sub(r"[^0-9A-Z]", "", (vals.get("vat") or "").upper())
        digits = written.removeprefix(POLAND)
        country = self.env["res.country"].browse(vals.get("country_id") or ())
        is_foreign = country and country.code != POLAND and digits == written
        if (
            NIP.fullmatch(digits)
            and not is_foreign
            and self.env.company._enova_is_polish()
            and not polish_nip.is_valid(digits)
        ):
            yield (
                "vat",
                self.env._("%s is no NIP: one of its digits is wrong.", vals["vat"]),
            )

    @api.model
    def _look_up_parents(self, run, fields, data):
        """Find the companies that people of a file work for."""
        if "parent_id" in fields:
            column = fields.index("parent_id")
            texts = {row[column] for row in data if isinstance(row[column], str)}
            for text, found in self._contractors_by_text(texts - {""}).items():
                run.references["parent_id", None, text] = found

    @api.model
    def _known_contractors(self, run, fields, data):
        """Find the contractors that rows of a file are about, in a few queries.

        Rows whose NIP fits several contractors, or stands in the file twice, are
        refused: only the person at the screen can tell which is meant. So are rows of
        new ones whose NIP or e-mail an archived one has, who is proposed instead.

        :return: dict of partner id by row
        """
        # a person or an address of a company may bear the company's NIP
        parents = [i for i, name in enumerate(fields) if name.startswith("parent_id")]
        alone = [i for i, row in enumerate(data) if not any(row[p] for p in parents)]
        known = {}
        if "vat" in fields:
            nip = fields.index("vat")
            rows = _rows_by_key(data, alone, nip, nip_key)
            found = self._contractors_by_nip(rows)
            for key, indexes in rows.items():
                message = self._nip_problem(data[indexes[0]][nip], indexes, found[key])
                for index in indexes:
                    if message:
                        run.refuse(index, "vat", message)
                    elif found[key]:
                        known[index] = found[key].id
        if "email" in fields:
            new = [i for i in alone if i not in known and i not in run.refused]
            rows = _rows_by_key(data, new, fields.index("email"), _email_key)
            for key, partners in self._archived_by("email_normalized", rows).items():
                for index in rows[key]:
                    run.refuse(index, "email", self._archived_problem(key, partners))
        return known

    @api.model
    def _archived_by(self, field, keys):
        """Return the archived contractors that the user may see, by a key of theirs."""
        found = defaultdict(self.browse)
        domain = Domain(field, "in", list(keys)) & Domain("active", "=", False)
        domain &= Domain("parent_id", "=", False)
        domain &= Domain("contractor_status", "!=", False)
        for partner in self.search_fetch(domain, [field, "display_name", "active"]):
            found[partner[field]] += partner
        return dict(found)

    @api.model
    def _archived_problem(self, text, partners):
        """Return why a row cannot become a second record of an archived contractor."""
        return self.env._(
            "%(value)s belongs to an archived contractor: %(candidates)s. Restore it,"
            " or tell the records apart by an external ID.",
            value=text,
            candidates=candidates_shown(partners),
        )

    @api.model
    def _nip_problem(self, nip, indexes, partners):
        """Return why rows with this NIP cannot be imported, or ``None``."""
        if partners and not any(partners.mapped("active")):
            return self._archived_problem(nip, partners)
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

        :return: dict of recordset by key, empty ones included; archived ones where
            there are no others
        """
        domain = Domain("enova_vat_key", "in", list(keys))
        top = Domain("parent_id", "=", False) & Domain("contractor_status", "!=", False)
        found = defaultdict(self.browse)
        # whether they are active is asked of each alone, without the others beside it
        names = ["enova_vat_key", "display_name", "active"]
        for partner in self.search_fetch(domain & top, names):
            found[partner.enova_vat_key] += partner
        missing = [key for key in keys if not found[key]]
        if missing:
            found.update(self._archived_by("enova_vat_key", missing))
        return found

    @api.model
    def _contractors_by_text(self, texts):
        """Find contractors by what a person writes for them in a file.

        :param texts: external ids, NIPs in any writing, names in whatever blanks,
            e-mails or telephones
        :return: dict of recordset by text; of several meanings the first one in this
            order counts; texts without any are left out; archived ones are found by
            NIP and e-mail, where there are no others
        """
        keys = {text: nip_key(text) for text in texts}
        by_nip = self._contractors_by_nip(set(filter(None, keys.values())))
        known = Domain("contractor_status", "!=", False)
        by_name = records_by_name(self.browse(), "complete_name", texts, known)
        found = records_by_external_id(self, texts)
        for text in texts:
            nip = by_nip.get(keys[text], self.browse())
            records = nip.filtered("active") or by_name.get(text) or nip
            if records:
                found.setdefault(text, records)
        missing = [text for text in texts if text not in found]
        return found | self._contractors_by_address(missing)

    @api.model
    def _contractors_by_address(self, texts):
        """Find contractors by e-mails, also of archived ones, and by telephones.

        :return: dict of recordset by text, as :meth:`_contractors_by_text`
        """
        emails = {text: _email_key(text) for text in texts}
        keys = set(filter(None, emails.values()))
        if not keys:
            return self._contractors_by_phone(texts)
        domain = Domain("email_normalized", "in", list(keys))
        domain &= Domain("contractor_status", "!=", False)
        by_email = dict(self.search(domain).grouped("email_normalized"))
        by_email |= self._archived_by("email_normalized", keys - set(by_email))
        found = {text: by_email[key] for text, key in emails.items() if key in by_email}
        return found | self._contractors_by_phone([t for t in texts if not emails[t]])

    @api.model
    def _contractors_by_phone(self, texts):
        """Find contractors by telephones: dict of recordset by text."""
        found = defaultdict(self.browse)
        phones = {
            text: {number.number for number in self._numbers_of([text], exact=True)}
            for text in texts
        }
        numbers = set().union(*phones.values())
        if not numbers:
            return {}
        by_partner = self.env["enova.partner.phone"]._numbers_by_partner(numbers)
        domain = Domain("id", "in", list(by_partner))
        bearers = defaultdict(self.browse)
        for partner in self.search(domain & Domain("contractor_status", "!=", False)):
            for number in by_partner[partner.id]:
                bearers[number] |= partner
        for text, wanted in phones.items():
            for number in wanted & set(bearers):
                found[text] |= bearers[number]
        return dict(found)

    def export_data(self, fields_to_export):
        """Let nothing that came from outside turn into a formula in a spreadsheet."""
        result = super().export_data(fields_to_export)
        result["datas"] = [[defuse(cell) for cell in row] for row in result["datas"]]
        return result


def _email_key(text):
    """Return an e-mail as it is compared, or ``False``."""
    return isinstance(text, str) and email_normalize(text)


def _rows_by_key(data, rows, column, key):
    """Return rows of a file by the key of one of their cells, without empty ones."""
    found = defaultdict(list)
    for row in rows:
        value = key(data[row][column])
        if value:
            found[value].append(row)
    return found
