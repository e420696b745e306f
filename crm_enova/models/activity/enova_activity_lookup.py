from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..contractor.import_lookup import records_by_external_id

# What a file names by an id of the database core resolves fast enough by itself.
BY_NAME, BY_EXTERNAL_ID = None, "id"


class EnovaActivity(models.Model):
    """Find all that the rows of a file name, in a few queries for the whole file.

    Core searches for each cell. Every search here runs under the user's own rights;
    what it does not find is left to core, which reports it with its line.
    """

    _inherit = "enova.activity"

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
        stripped = {text: text.strip() for text in texts}
        words = list(stripped.values())
        domain = Domain("login", "in", words) | Domain("name", "in", words)
        users = self.env["res.users"].search(domain & Domain("share", "=", False))
        by_login = {user.login: user for user in users}
        by_name = users.grouped("name")
        found = {
            text: by_login.get(word) or by_name.get(word)
            for text, word in stripped.items()
        }
        return {text: records for text, records in found.items() if records}

    @api.model
    def _import_named(self, model, texts):
        """Return records by name: in the user's language, else in any installed one.

        A file made by one person can so be imported by another, whose screen speaks
        another language.
        """
        stripped = {text: text.strip() for text in texts}
        found = {}
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        for lang in dict.fromkeys([self.env.lang or "en_US", "en_US", *installed]):
            missing = {word for text, word in stripped.items() if text not in found}
            if not missing:
                break
            records = self.env[model].with_context(lang=lang)
            by_name = records.search([("name", "in", list(missing))]).grouped("name")
            for text, word in stripped.items():
                if text not in found and word in by_name:
                    found[text] = by_name[word].with_env(self.env)
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
        domain &= Domain("parent_id", "!=", False) & Domain("name", "in", list(names))
        found = defaultdict(self.env["res.partner"].browse)
        fields = ["name", "commercial_partner_id", "display_name"]
        for person in self.env["res.partner"].search_fetch(domain, fields):
            found[person.commercial_partner_id.id, person.name] += person
        return found
