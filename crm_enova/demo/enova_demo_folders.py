from odoo.fields import Command

from .enova_demo_tables import Tables

# What lies in the folders beside records: section (from 0), title, text or address.
SHEETS = {
    "t01": (
        (
            3,
            "Ustalenia z odbioru",
            "Protokół podpisany, gwarancja 24 miesiące",
        ),
        (0, "Wpis do KRS", "https://wyszukiwarka-krs.ms.gov.pl/"),
    ),
    "t02": ((3, "Po rozmowie o bramkach", "Wracamy do tematu przed sezonem letnim"),),
    "t03": ((None, "Kolejność napraw", "1. Toruń, stoi cały magazyn; 2. Białystok"),),
}
AGREEMENT = (
    "Umowa na dostawę i montaż regałów\n\n"
    "zawarta w Lublinie między Magazynami Lubelskimi sp. z o.o. a sprzedawcą.\n"
)


class Folders(Tables):
    """Three folders: a closed one, one in work, and one of the workshop."""

    def _load_folders(self, users, contractors):
        """Create the folders that are missing, and fill them."""
        known = self._existing("enova.folder", "folder")
        projects = self._existing("enova.project", "project")
        rows = [row for row in self._rows("folders") if row["key"] not in known]
        prepared = {
            row["key"]: self._folder_values(row, users, contractors, projects)
            for row in rows
        }
        # sections are called as their definition calls them in the owner's language
        spoken = self._within(lang=users["handlowiec"].lang)
        folders = spoken._create_missing("enova.folder", "folder", prepared)
        for row in rows:
            folder = folders[row["key"]]
            self._fill_folder(folder, row["key"])
            if row["state"] == "closed":
                folder.action_close()

    def _folder_values(self, row, users, contractors, projects):
        """Return the values of a folder, with its members."""
        members = (pair.split(":") for pair in row["members"].split())
        definition = f"crm_enova.enova_folder_definition_{row['definition']}"
        partner = contractors.get(row["contractor"])
        project = projects.get(row["project"])
        return {
            "name": row["name"],
            "definition_id": self.env.ref(definition).id,
            "partner_id": partner.id if partner else False,
            "project_id": project.id if project else False,
            "user_id": users[row["owner"]].id,
            "member_ids": [
                Command.create({"user_id": users[key].id, "level": level})
                for key, level in members
            ],
        }

    def _fill_folder(self, folder, key):
        """Put in what belongs to it: of three apps, a file, a note."""
        sections = folder.section_ids
        if key == "t03":
            repairs = self._existing("repair.order", "repair").values()
            for repair in repairs:
                folder.action_add(repair)
                folder.action_add(repair.partner_id)
        else:
            self._fill_contractor_folder(folder, sections)
        if key == "t01":
            folder._add_files(
                [("Umowa na dostawę i montaż.txt", AGREEMENT.encode())],
                section_id=sections[0].id,
                description="Podpisana przez obie strony",
            )
        for section, title, text in SHEETS[key]:
            content = "url" if text.startswith("https:") else "note"
            self.env["enova.folder.item"].create(
                {
                    "folder_id": folder.id,
                    "section_id": section is not None and sections[section].id,
                    "name": title,
                    content: text,
                }
            )

    def _fill_contractor_folder(self, folder, sections):
        """Put in the contractor, the project, the orders and what hangs on them."""
        agreements, offers, invoices, letters = sections
        partner = folder.partner_id
        orders = self.env["sale.order"].search(
            [("partner_id", "child_of", partner.id)], order="id"
        )
        activities = self.env["enova.activity"].search(
            [("commercial_partner_id", "=", partner.id), ("private", "=", False)],
            limit=3,
        )
        folder._add(partner, section_id=agreements.id)
        folder._add(folder.project_id, section_id=offers.id)
        folder._add(orders, section_id=offers.id)
        folder._add(orders.picking_ids, section_id=offers.id)
        folder._add(orders.invoice_ids, section_id=invoices.id)
        folder._add(activities, section_id=letters.id)
