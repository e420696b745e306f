from collections import defaultdict
from functools import cache

from odoo import api, models
from odoo.fields import Domain
from odoo.models import fix_import_export_id_paths

from ..base.cells import clean
from ..base.context import IMPORT_TEST
from ..contractor.import_lookup import records_by_external_id, records_by_name, squashed
from ..contractor.import_run import CONTEXT_KEY, ImportRun

NAME_LENGTH = 1000
# What a file names by an id of the database core resolves fast enough by itself.
BY_NAME, BY_EXTERNAL_ID = None, "id"


class EnovaActivity(models.Model):
    """Read a file in a few queries, and say what is wrong with which row of it."""

    _inherit = "enova.activity"

    @api.model
    def get_import_templates(self):
        """Offer our templates, in the language of the user.

        :return: list of dicts of ``label`` and ``template`` (an address), ours first
        """
        folder = "/crm_enova/static/xls"
        name = "activities_pl" if self.env.lang == "pl_PL" else "activities_en"
        return [
            {
                "label": self.env._("Tasks and events (XLSX)"),
                "template": f"{folder}/{name}.xlsx",
            },
            {
                "label": self.env._("Tasks and events (CSV)"),
                "template": f"{folder}/{name}.csv",
            },
            *super().get_import_templates(),
        ]

    @api.model
    def load(self, fields, data):
        """Import rows: contractors by NIP, external id or name, staff by login or name.

        Each assignee gets one notice about all they are given, when all has gone
        well; nobody hears of an import that is only tested.
        """
        run = ImportRun.of(self.env) or ImportRun()
        run.model = self._name
        data = [[clean(cell) for cell in row] for row in data]
        limit = self.env.context.get("_import_limit")
        paths = [fix_import_export_id_paths(field) for field in fields]
        run.references = self._import_references(paths, data[:limit])
        records = self.with_context(**{CONTEXT_KEY: run})
        result = super(EnovaActivity, records).load(fields, data)
        if result["ids"] and not IMPORT_TEST.is_on(self.env):
            # what is told now waits for no end of the run any more
            given = self.with_context(**{CONTEXT_KEY: None}).browse(
                dict.fromkeys(run.given)
            )
            given.exists()._notify_assignees()
        return run.finish(result, limit)

    @api.model
    def _convert_records(self, records, *, log=lambda a: None, savepoint):
        """Check each row before anything is created; stop at the first refused one."""
        run = ImportRun.of(self.env)
        if not run:
            return super()._convert_records(records, log=log, savepoint=savepoint)
        log = run.watch(log)
        stream = super()._convert_records(records, log=log, savepoint=savepoint)
        # prefetched together: one query tells the companies of all contractors
        partners = self.env["res.partner"].browse(run.ids_of("partner_id"))

        @cache
        def allowed(type_id):
            return self.env["enova.activity.type"].browse(type_id)._allowed_stages()

        def check(row, new, vals):
            partner = partners.browse(vals.get("partner_id") or ())
            partner = partner.with_prefetch(partners.ids)
            return [
                *run.refused.get(row, []),
                *self._row_gaps(new, vals),
                *self._row_contradictions(vals, allowed),
                *self._row_foreign_contractor(partner, vals),
            ]

        def filled(stream):
            # a row without stage or assignee begins as one entered by hand
            for dbid, xid, vals, extras in run.sift(stream, log, check):
                if not (dbid or xid):
                    vals = run.without_blanks(self.env, vals)
                yield dbid, xid, vals, extras

        return filled(stream)

    @api.model
    def _row_gaps(self, new, vals):
        """Return what a row lacks, as (field, message) pairs."""
        if not vals.get("name") and (new or "name" in vals):
            yield "name", self.env._("The subject is missing.")
        definition = self.env["enova.activity.type"].browse(vals.get("type_id") or ())
        if definition.is_system:
            yield (
                "type_id",
                self.env._(
                    "%s is entered by the system alone. Choose another definition.",
                    definition.name,
                ),
            )
        if definition.contractor_required and self._lacks_contractor(new, vals):
            yield (
                "partner_id",
                self.env._("The definition %s needs a contractor.", definition.name),
            )

    @api.model
    def _row_contradictions(self, vals, allowed):
        """Return what cannot be stored in a row, as (field, message) pairs.

        :param allowed: function from a definition's id to the stages that it allows
        """
        definition = self.env["enova.activity.type"].browse(vals.get("type_id") or ())
        stage = self.env["enova.activity.stage"].browse(vals.get("stage_id") or ())
        if len(vals.get("name") or "") > NAME_LENGTH:
            yield (
                "name",
                self.env._(
                    "A subject has at most %s characters. Write the rest into the"
                    " description.",
                    NAME_LENGTH,
                ),
            )
        if stage and definition and stage not in allowed(definition.id):
            yield "stage_id", self._wrong_stage(definition, stage)
        start, stop = vals.get("date_start"), vals.get("date_stop")
        if start and stop and stop < start:
            yield "date_stop", self.env._("The end cannot be before the start.")
        if (vals.get("time_spent") or 0) < 0:
            yield "time_spent", self.env._("The time spent cannot be negative.")

    @api.model
    def _row_foreign_contractor(self, partner, vals):
        """Return what is wrong with a contractor that belongs to one company alone."""
        company = self.env["res.company"].browse(vals.get("company_id") or ())
        company = company or self.env.company
        # sudo: whether the company is a branch of the contractor's, and nothing else
        if partner.company_id and partner.company_id not in company.sudo().parent_ids:
            yield (
                "partner_id",
                self.env._(
                    "The contractor %(contractor)s belongs to the company %(company)s.",
                    contractor=partner.display_name,
                    company=partner.company_id.name,
                ),
            )

    @api.model
    def _lacks_contractor(self, new, vals):
        if "partner_id" not in vals:
            return new and not self.env.context.get("default_partner_id")
        return not vals["partner_id"]

    @api.model
    def _wrong_stage(self, definition, stage):
        return self.env._(
            "The definition %(definition)s does not allow the stage %(stage)s. Allowed:"
            " %(allowed)s.",
            definition=definition.name,
            stage=stage.name,
            allowed=", ".join(definition._allowed_stages().mapped("name")),
        )

    @api.model
    def _import_references(self, paths, rows):
        """Look up the cells of all columns that name other records.

        :param paths: a column's path of field names each, as lists
        :param rows: the rows of the file; cells of contact persons are completed in
            place by the name of their contractor
        :return: dict of recordset by (field, subfield, text)
        """
        references = {}
        finders = self._import_finders()
        for column, (name, *rest) in enumerate(paths):
            subfield = rest[0] if rest else BY_NAME
            if name not in finders or subfield not in (BY_NAME, BY_EXTERNAL_ID):
                continue
            texts = self._import_texts(name, rows, column)
            if subfield == BY_EXTERNAL_ID:
                comodel = self.env[self._fields[name].comodel_name]
                found = records_by_external_id(comodel, texts)
            else:
                found = finders[name](texts)
            for text, records in found.items():
                references[name, subfield, text] = records
        self._import_contacts(references, paths, rows)
        return references

    @api.model
    def _import_finders(self):
        """Return the lookup of each column: from texts to a dict of recordset."""
        return {
            "partner_id": self.env["res.partner"]._contractors_by_text,
            "user_id": self._import_users,
            "assigned_by_id": self._import_users,
            "type_id": lambda texts: self._import_named("enova.activity.type", texts),
            "stage_id": lambda texts: self._import_named("enova.activity.stage", texts),
            "tag_ids": lambda texts: self._import_named("enova.activity.tag", texts),
        }

    @api.model
    def _import_texts(self, name, rows, column):
        """Return the distinct texts of a column; a list in a cell is taken apart."""
        texts = {row[column] for row in rows if isinstance(row[column], str)}
        if self._fields[name].type == "many2many":
            texts = {part for text in texts for part in text.split(",")}
        return texts - {""}

    @api.model
    def _import_users(self, texts):
        """Return staff by login or, where no login fits, by name."""
        staff = Domain("share", "=", False)
        users = self.env["res.users"]
        by_name = records_by_name(users, "name", texts, staff)
        by_login = records_by_name(users, "login", texts, staff)
        return by_name | by_login

    @api.model
    def _import_named(self, model, texts):
        """Return records by name: in the user's language, else in any installed one.

        A file made by one person can so be imported by another, whose screen speaks
        another language.
        """
        found = {}
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        for lang in dict.fromkeys([self.env.lang or "en_US", "en_US", *installed]):
            missing = [text for text in texts if text not in found]
            if not missing:
                break
            records = self.env[model].with_context(lang=lang)
            by_name = records_by_name(records, "name", missing)
            found |= {text: r.with_env(self.env) for text, r in by_name.items()}
        return found

    @api.model
    def _import_contacts(self, references, paths, rows):
        """Look for a contact person among those of the row's contractor.

        The cell becomes the person's full name, contractor first: "Ewa Nowak" alone
        may work at many, and core would take any of them.
        """
        columns = {tuple(path): column for column, path in enumerate(paths)}
        contact = columns.get(("contact_id",))
        partner_path = next((p for p in columns if p[0] == "partner_id"), None)
        if contact is None or partner_path is None:
            return
        subfield = partner_path[1] if len(partner_path) > 1 else BY_NAME
        wanted = []
        for row in rows:
            text = row[columns[partner_path]]
            contractor = references.get(("partner_id", subfield, text))
            if contractor and len(contractor) == 1 and row[contact]:
                row[contact] = squashed(row[contact])
                wanted.append((row, contractor))
        persons = self._import_persons(
            {contractor.id for _row, contractor in wanted},
            {row[contact] for row, _contractor in wanted},
        )
        for row, contractor in wanted:
            found = persons.get((contractor.id, row[contact]))
            if found:
                row[contact] = f"{contractor.display_name}, {row[contact]}"
                references["contact_id", BY_NAME, row[contact]] = found

    @api.model
    def _import_persons(self, contractor_ids, names):
        """Return contact persons by (contractor's id, name)."""
        domain = Domain("commercial_partner_id", "in", list(contractor_ids))
        domain &= Domain("parent_id", "!=", False)
        found = defaultdict(self.env["res.partner"].browse)
        people = records_by_name(self.env["res.partner"], "name", names, domain)
        for name, persons in people.items():
            for person in persons:
                found[person.commercial_partner_id.id, name] += person
        return found
