from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin
from .folder_common import SECRET, FolderMixin

TOURS = (
    ("res.partner", "enova_folder_fill_first"),
    ("enova.activity", "enova_folder_fill"),
    ("sale.order", "enova_folder_fill"),
)


@tagged("post_install", "-at_install")
class TestTourFolder(FolderMixin, CrmEnovaMixin, HttpCase):
    """A folder is filled from three apps, put in order, and read by a colleague."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls._set_up_folders()
        cls.folder.write(
            {
                "definition_id": cls.papers.id,
                "partner_id": False,
                "member_ids": [
                    Command.create({"user_id": cls.user_manager.id, "level": "manage"})
                ],
            }
        )
        cls.folder._add_template_sections()
        sellers = cls.env.ref("sales_team.group_sale_salesman_all_leads")
        sellers.user_ids = [Command.link(cls.user_manager.id)]
        order = cls.env["sale.order"].create({"partner_id": cls.contractor.id})
        order.name = f"{SECRET}/1"
        cls.task = cls._activity(name="Zadanie w teczce", partner_id=cls.contractor.id)
        cls.filled = {
            "res.partner": cls.contractor,
            "enova.activity": cls.task,
            "sale.order": order,
        }

    def test_filled_from_three_apps_and_read_with_fewer_rights(self):
        for model, tour in TOURS:
            record = self.filled[model]
            self.start_tour(f"/odoo/{model}/{record.id}", tour, login="crm_manager")
        items = self.folder.item_ids
        self.assertEqual(
            items.mapped("res_model"), ["res.partner", "enova.activity", "sale.order"]
        )
        self.start_tour("/odoo/folders", "enova_folder_order", login="crm_manager")
        self.env.invalidate_all()
        contractor = items.filtered(lambda item: item.res_model == "res.partner")
        self.assertEqual(contractor.section_id.name, "Agreements")
        note = self.folder.item_ids - items
        self.assertEqual(note.name, "Ustalenia z marca")
        note.unlink()
        self.start_tour("/odoo/folders", "enova_folder_read", login="crm_own")
