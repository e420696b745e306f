from lxml import etree

from odoo.tests import tagged

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestWalkViews(CrmEnovaCase):
    """What holds for every list and form of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env["ir.model.data"].search(
            [("module", "=", "crm_enova"), ("model", "=", "ir.ui.view")]
        )
        views = cls.env["ir.ui.view"].browse(data.mapped("res_id"))
        cls.nodes = [
            (view.name, node)
            for view in views.filtered(lambda view: view.type in ("list", "form"))
            for node in etree.fromstring(view.arch_db).iter("field", "widget")
            if not node.get("position")  # a place in another view
        ]

    def _named(self, tag, name):
        found = [
            (view, node)
            for view, node in self.nodes
            if node.tag == tag and node.get("name") == name
        ]
        self.assertTrue(found, f"no view has {name}")
        return found

    def test_no_screen_names_the_firm_twice(self):
        """The client reads a form before it knows values, so the key needs none."""
        key = "'partner_display_name_hide_company': True"
        for view, node in self._named("field", "contact_id"):
            if node.get("invisible") != "1":
                with self.subTest(view=view):
                    self.assertIn(key, node.get("context", ""))

    def test_every_ribbon_is_a_badge_on_a_telephone(self):
        for view, node in self._named("widget", "web_ribbon"):
            with self.subTest(view=view, ribbon=node.get("title")):
                self.assertEqual(node.get("class"), "o_enova_ribbon")
