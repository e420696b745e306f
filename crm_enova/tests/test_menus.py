from ast import literal_eval

from odoo.tests import tagged

from .common import CrmEnovaCase

# As they stand from left to right; the last is for whoever configures.
ENTRIES = (
    "My day",
    "Contractors",
    "Tasks and events",
    "Projects and campaigns",
    "Service and resources",
    "Folders and attachments",
    "Reports",
    "Configuration",
)
MOST = 8


@tagged("post_install", "-at_install")
class TestMenus(CrmEnovaCase):
    """The menu fits a narrow screen, and each word of it is one click deep."""

    def _tree(self, role):
        """Return the application as its user sees it, and all menus by id."""
        user = self.crm_users[role]
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        root = self.env.ref("crm_enova.crm_enova_menu_root")
        return menus[root.id], menus

    def test_entries(self):
        for role in ("own", "all", "manager"):
            root, menus = self._tree(role)
            names = [menus[id_]["name"] for id_ in root["children"]]
            with self.subTest(role=role):
                self.assertLessEqual(len(names), MOST)
                self.assertEqual([n for n in ENTRIES if n in names], names)

    def test_one_click_deep(self):
        """Nothing hides below a second heading, but in the configuration."""
        root, menus = self._tree("manager")
        for id_ in root["children"]:
            entry = menus[id_]
            if entry["name"] == "Configuration":
                continue
            self.assertTrue(entry["children"] or entry["action_id"])
            for child_id in entry["children"]:
                with self.subTest(menu=menus[child_id]["name"]):
                    self.assertFalse(menus[child_id]["children"])
                    self.assertTrue(menus[child_id]["action_id"])

    def test_contact_persons(self):
        """The list of persons has those of contractors, and nobody's addresses."""
        company, person, address, stranger = self.env["res.partner"].create(
            [
                {"name": "Młyn", "is_company": True},
                {"name": "Kinga Gluza"},
                {"name": "Magazyn", "type": "delivery"},
                {"name": "Jan Kowalski"},
            ]
        )
        (person | address).parent_id = company
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.res_partner_action_person"
        )
        partners = self.env["res.partner"].with_user(self.crm_users["all"])
        found = partners.search(literal_eval(action["domain"]))
        self.assertIn(person, found)
        self.assertFalse(found & (company | address | stranger))
