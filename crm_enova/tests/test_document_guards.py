from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import new_user
from .project_common import DocumentMixin, ProjectCase


@tagged("post_install", "-at_install")
class TestDocumentGuards(DocumentMixin, ProjectCase):
    """A document goes into a project, or to a task, by whoever may change that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_documents()
        cls.hidden = cls._project(name="TAJNE", partner_id=cls.other_contractor.id)
        cls.seller = new_user(
            cls.env,
            "guard_seller",
            groups="crm_enova.crm_enova_group_own,"
            "sales_team.group_sale_salesman_all_leads",
        )

    def _refused(self, call):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            call()
            self.env.flush_all()
        self.assertIsInstance(caught.exception, AccessError)
        self.assertNotIn("TAJNE", str(caught.exception))

    def test_projects(self):
        orders = self.env["sale.order"].with_user(self.seller)
        values = {"partner_id": self.other_contractor.id}
        order = orders.create(values)
        self._refused(
            lambda: orders.create({**values, "enova_project_id": self.hidden.id})
        )
        self._refused(lambda: order.write({"enova_project_id": self.hidden.id}))
        made = orders.with_context(default_enova_project_id=self.hidden.id)
        self.assertFalse(made.create(values).enova_project_id)
        self.hidden.user_id = self.seller
        order.enova_project_id = self.hidden
        self.assertEqual(order.enova_project_id, self.hidden)

    def test_what_a_document_holds_it_keeps(self):
        order = self._order(
            enova_project_id=self.hidden.id, partner_id=self.hidden.partner_id.id
        )
        order = order.with_user(self.seller)
        order.write({"enova_project_id": self.hidden.id, "client_order_ref": "x"})
        self.assertEqual(order.client_order_ref, "x")

    def test_tasks(self):
        """A private task, and one of somebody else, are out of reach."""
        tasks = self._activity(name="TAJNE", private=True, user_id=self.user_all.id)
        tasks |= self._activity(name="TAJNE", partner_id=self.other_contractor.id)
        orders = self.env["sale.order"].with_user(self.seller)
        values = {"partner_id": self.other_contractor.id}
        order = orders.create(values)
        for task in tasks:
            for command in (Command.link(task.id), Command.set(task.ids)):
                links = {"enova_activity_ids": [command]}
                self._refused(lambda links=links: order.write(links))
                self._refused(lambda links=links: orders.create({**values, **links}))
            linked = orders.with_context(enova_link={"sale.order": task.ids})
            self.assertFalse(linked.create(values).sudo().enova_activity_ids)
        own = self._activity(name="a", user_id=self.seller.id)
        linked = orders.with_context(enova_link={"sale.order": own.ids})
        self.assertEqual(linked.create(values).enova_activity_ids, own)

    def test_malformed_keys_say_nothing(self):
        orders = self.env["sale.order"].with_user(self.seller)
        for key in ("x", 3, ["a"], {"sale.order": "x"}, {"sale.order": [["a"]]}):
            with self.subTest(key=key):
                linked = orders.with_context(enova_link=key)
                order = linked.create({"partner_id": self.contractor.id})
                self.assertFalse(order.enova_activity_ids)

    def test_money_is_counted(self):
        project = self._project(user_id=self.seller.id).with_user(self.seller)
        for name in ("ordered_revenue", "margin", "reference", "creator_key", "state"):
            value = "won" if name == "state" else 7
            with self.subTest(field=name):
                self._refused(lambda n=name, v=value: project.write({n: v}))

    def test_the_creator_names_nobody_unreadable(self):
        """Whom a window may not read, its run does not name."""
        self.env.ref("crm_enova.res_partner_rule_own").active = True
        self.other_contractor.name = "TAJNE S.A."
        creators = self.env["enova.creator"].with_user(self.user_own)
        ids = [self.contractor.id, self.other_contractor.id]
        window = creators.create(
            {"project_name": "x", "chosen_ids": ids, "assign_to": "creator"}
        )
        self.assertNotIn("TAJNE", window.preview)
        action = window.action_create()
        run = self.env["enova.creator.run"].browse(action["res_id"])
        self.assertEqual(run.line_ids.partner_id, self.contractor)
        opened = creators.with_context(active_model="res.partner", active_ids=ids)
        self.assertNotIn(
            self.other_contractor.id,
            opened.default_get(["partner_ids"])["partner_ids"][0][2],
        )
        for odd in ("x", 5, ["a"], None):
            creators.with_context(
                active_model="res.partner", active_ids=odd
            ).default_get(["partner_ids"])
