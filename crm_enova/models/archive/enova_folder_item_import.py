from odoo import api, models

from ..contractor.import_run import CONTEXT_KEY, ImportRun

FOLDER, SECTION = "folder_id", "section_id"
ID = "/.id"


class EnovaFolderItem(models.Model):
    """Items from a file: folders and sections are looked up once, not for each row."""

    _inherit = "enova.folder.item"

    @api.model
    def load(self, fields, data):
        """Read a file; the name of a section is one of the row's own folder."""
        run = ImportRun()
        run.model = self._name
        run.references = self._folder_references(fields, data)
        if SECTION in fields:
            fields, data = self._with_sections(list(fields), data, run.references)
        sections = self._ids_in(fields, data, SECTION + ID)
        found = self.env["enova.folder.section"].browse(map(int, sections)).exists()
        for section in found:
            run.references[SECTION, ".id", str(section.id)] = section
        records = self.with_context(**{CONTEXT_KEY: run})
        return super(EnovaFolderItem, records).load(fields, data)

    @api.model
    def _folder_references(self, fields, data):
        """Return the folders that the cells of a file may mean.

        :return: dict of records by (field, part of its column's name, text)
        """
        folders, found = self.env["enova.folder"], {}
        if FOLDER in fields:
            place = fields.index(FOLDER)
            for text in {row[place] for row in data if row[place]}:
                # as an export names it: the number, which nobody else has, and a title
                number = [("reference", "in", (text, text.partition(" ")[0]))]
                named = folders.search(number) or folders.search([("name", "=", text)])
                if named:
                    found[FOLDER, None, text] = named
        ids = self._ids_in(fields, data, FOLDER + ID)
        for folder in folders.search([("id", "in", [int(text) for text in ids])]):
            found[FOLDER, ".id", str(folder.id)] = folder
        return found

    @api.model
    def _ids_in(self, fields, data, column):
        """Return the texts of a column that are ids, each once."""
        if column not in fields:
            return []
        place = fields.index(column)
        texts = {str(row[place]) for row in data}
        # digits of the largest id
        return [text for text in texts if text.isdecimal() and len(text) < 10]

    @api.model
    def _with_sections(self, fields, data, references):
        """Return columns and rows with the ids of sections instead of their names.

        A name that the folder has no section of is left for core to complain about.
        """
        place = fields.index(SECTION)
        subfields = {FOLDER: None, FOLDER + ID: ".id"}
        keys = [
            (fields.index(name), sub)
            for name, sub in subfields.items()
            if name in fields
        ]
        folders = self.env["enova.folder"].union(*references.values())
        by_name = {
            (section.folder_id, section.name): section
            for section in folders.section_ids
        }
        rows, named = [], False
        for row in data:
            row = list(row)
            for column, sub in keys:
                folder = references.get((FOLDER, sub, str(row[column])))
                section = by_name.get((folder, row[place]))
                if section:
                    row[place], named = str(section.id), True
            rows.append(row)
        if named:
            fields[place] = SECTION + ID
        return fields, rows
