"""What is taken out of a folder as a whole: a copy, a list, all its files."""

from odoo import api, models
from odoo.tools import SQL

from .enova_folder_item import FILES
from .file_name import clean_name, unique_names

RECENT = 5


class EnovaFolder(models.Model):
    _inherit = "enova.folder"

    def copy(self, default=None):
        """Copy as a template: the dividers, notes and links, nobody's records."""
        copies = super().copy(default)
        for folder, copied in zip(self, copies, strict=True):
            folder._copy_sheets(copied)
        return copies

    def _copy_sheets(self, copied):
        """Copy notes and links into the same sections of a copy."""
        sections = dict(zip(self.section_ids, copied.section_ids, strict=False))
        sheets = self.env["enova.folder.item"].search(
            [("folder_id", "=", self.id), ("kind", "in", ("note", "link"))]
        )
        values = sheets.copy_data({"folder_id": copied.id})
        for sheet, vals in zip(sheets, values, strict=True):
            section = sections.get(sheet.section_id)
            vals["section_id"] = section.id if section else False
        sheets.create(values)

    def action_copy_as_template(self):
        """Make a new folder of this one, for another contractor, and open it.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        blank = {"partner_id": False, "project_id": False, "name": self.name}
        return self.copy(blank).get_formview_action()

    def action_open_items(self):
        """Open the items by section, to be dragged into order.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        actions = self.env["ir.actions.act_window"]
        action = actions._for_xml_id("crm_enova.enova_folder_item_action")
        action["domain"] = [("folder_id", "=", self.id)]
        action["context"] = {"default_folder_id": self.id, "search_default_sections": 1}
        action["display_name"] = self.display_name
        return action

    def action_open_children(self):
        """Open the folders that lie in this one; new ones lie in it.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        actions = self.env["ir.actions.act_window"]
        action = actions._for_xml_id("crm_enova.enova_folder_action")
        action["domain"] = [("parent_id", "=", self.id)]
        action["context"] = {
            "default_parent_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_project_id": self.project_id.id,
        }
        return action

    def action_download(self):
        """Download all files of the folder that the reader may read.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        url = f"/crm_enova/folder/{self.id}/files"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _sections_shown(self):
        """Return the items that the reader sees, by section, as they are ordered.

        :return: list of pairs of a section, empty for what has none, and its items
        """
        items = self.env["enova.folder.item"].search([("folder_id", "=", self.id)])
        by_section = items.grouped("section_id")
        loose = by_section.pop(items.section_id.browse(), items.browse())
        shown = [
            (section, by_section[section])
            for section in self.section_ids
            if section in by_section
        ]
        return [*shown, (items.section_id.browse(), loose)] if loose else shown

    def _files(self):
        """Return the files in the folder that the reader may read, with paths.

        :return: list of pairs of a path within an archive and an attachment
        """
        found, names = {}, {}
        for section, items in self._sections_shown():
            ids = items.filtered(lambda i: i.kind == "file").mapped("res_id")
            readable = items._readable_ids(FILES, ids)
            files = self.env[FILES].browse(id_ for id_ in ids if id_ in readable)
            files = files.filtered(lambda file: file.type == "binary")
            # a slash would lead to another folder; sections may have the same name,
            # and on many disks letters of either case are the same
            name = clean_name(section.name.replace("/", "-")) if section else ""
            name = names.setdefault(name.lower(), name)
            found.setdefault(name, files.browse())
            found[name] += files
        return self._paths(found)

    @api.model
    def _paths(self, found):
        """Return pairs of a path and a file, of which no two paths are the same.

        :param dict found: files by the name of their section, empty for loose ones
        """
        pairs, places = [], [name for name, files in found.items() if name and files]
        for section, files in found.items():
            # where a loose file is, no directory of the same name can be
            taken = [] if section else places
            names = unique_names([*taken, *files.mapped("name")])[len(taken) :]
            for name, file in zip(names, files, strict=True):
                pairs.append((f"{section}/{name}" if section else name, file))
        return pairs

    @api.model
    def _my_recent(self, limit=RECENT):
        """Return the open folders that the user worked in last, for the home page.

        :param int limit: how many there are at most
        :return: list of dicts of ``id``, ``name``, ``partner``, ``count`` of items
        """
        if not self.has_access("read"):
            return []
        folders = self._search([("state", "=", "open")])
        self.env["enova.folder.item"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT folder.id
                  FROM enova_folder AS folder
                  LEFT JOIN LATERAL (
                       SELECT max(write_date) AS moment FROM enova_folder_item
                        WHERE folder_id = folder.id AND write_uid = %(uid)s
                       ) AS touched ON TRUE
                 WHERE folder.id IN %(folders)s
                 ORDER BY GREATEST(touched.moment, CASE WHEN folder.write_uid = %(uid)s
                          THEN folder.write_date END) DESC NULLS LAST, folder.id DESC
                 LIMIT %(limit)s
                """,
                uid=self.env.uid,
                folders=folders.subselect(),
                limit=limit,
            )
        )
        return [
            {
                "id": folder.id,
                "name": folder.display_name,
                # sudo: the name that the form of the folder shows, too
                "partner": folder.sudo().partner_id.display_name or False,
                "count": folder.item_count,
            }
            for folder in self.browse(row[0] for row in rows)
        ]
