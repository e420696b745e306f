from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .document_common import DOCUMENT_MODELS, DocumentCase

COUNT = ["__count"]


@tagged("post_install", "-at_install")
class TestDocumentRights(DocumentCase):
    """A link shows nobody what they may not open, on either side."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        links = {name: document.ids for name, document in cls.documents.items()}
        cls.open_task = cls._activity(
            name="Jawne", partner_id=cls.contractor.id, **links
        )
        cls.secret = cls._activity(
            name="Tajne",
            partner_id=cls.contractor.id,
            private=True,
            user_id=cls.user_own.id,
            assigned_by_id=cls.user_own.id,
            **links,
        )
        cls.only_secret = {
            name: cls._document(name, cls.contractor) for name in DOCUMENT_MODELS
        }
        cls.secret.write(
            {name: [Command.link(doc.id)] for name, doc in cls.only_secret.items()}
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _as_trader(self, name):
        return self.documents[name].with_user(self.user_trader)

    def test_private_ones_are_neither_shown_nor_counted(self):
        for name in DOCUMENT_MODELS:
            document = self._as_trader(name)
            with self.subTest(name=name):
                self.assertEqual(document.enova_activity_count, 1)
                self.assertEqual(document.enova_activity_ids, self.open_task)
                rows = document.export_data(["enova_activity_ids/name"])["datas"]
                self.assertEqual(rows, [[self.open_task.display_name]])

    def test_private_ones_are_not_groups(self):
        for name, model in DOCUMENT_MODELS.items():
            documents = self.env[model].with_user(self.user_trader)
            ids = (self.documents[name] + self.only_secret[name]).ids
            groups = documents._read_group(
                [("id", "in", ids)], ["enova_activity_ids"], COUNT
            )
            with self.subTest(name=name):
                self.assertEqual(
                    groups, [(self.open_task, 1), (self.open_task.browse(), 1)]
                )

    def test_no_search_answers_whether_there_is_a_private_one(self):
        """Neither by name, nor by number, nor by asking for any at all."""
        for name, model in DOCUMENT_MODELS.items():
            documents = self.env[model].with_user(self.user_trader)
            mine = [("id", "in", (self.documents[name] + self.only_secret[name]).ids)]
            both = documents.search(mine)
            asked = {
                ("enova_activity_ids", "ilike", "Tajne"): documents,
                ("enova_activity_ids.name", "=", "Tajne"): documents,
                ("enova_activity_ids", "=", self.secret.id): documents,
                ("enova_activity_ids", "in", (self.secret.id, -1)): documents,
                ("enova_activity_ids", "not in", (self.secret.id,)): both,
                ("enova_activity_ids", "!=", False): self.documents[name],
                ("enova_activity_ids", "=", False): self.only_secret[name],
                ("enova_activity_ids", "=", self.open_task.id): self.documents[name],
            }
            for condition, expected in asked.items():
                with self.subTest(name=name, condition=condition):
                    found = documents.search([*mine, condition])
                    self.assertEqual(found, expected.with_user(self.user_trader))

    def test_linking_keeps_what_one_does_not_see(self):
        """Neither a new list of tasks nor a refused link touches the private one."""
        order = self._as_trader("sale_order_ids")
        order.enova_activity_ids = [Command.clear()]
        self.env.invalidate_all()
        self.assertEqual(self.order.enova_activity_ids, self.secret)
        with self.assertRaises(AccessError):
            order.enova_activity_ids = [Command.link(self.secret.id)]

    def test_the_check_leaves_no_trace_of_private_ones(self):
        order = self._as_trader("sale_order_ids")
        task = self._activity(partner_id=self.contractor.id)
        order.write({"enova_activity_ids": [Command.link(task.id)]})
        [values] = order.web_read(
            {"enova_activity_ids": {"fields": {"display_name": {}}}}
        )
        names = {line["id"] for line in values["enova_activity_ids"]}
        self.assertEqual(names, {task.id, self.open_task.id})

    def test_messages_name_no_document_that_one_may_not_read(self):
        task = self.open_task.with_user(self.user_all)
        with self.assertRaises(Exception) as refused:
            task.partner_id = self.other_contractor
        self.assertNotIn(self.order.name, str(refused.exception))

    def test_crm_without_documents(self):
        """Who works in the CRM alone opens and saves the form without the part."""
        self.open_task.user_id = self.user_own
        task = self.open_task.with_user(self.user_own)
        with Form(task) as form:
            form.name = "Zmienione"
            self.assertFalse(form.documents_readable)
            for name in DOCUMENT_MODELS:
                self.assertNotIn(name, form._view["fields"])
        self.assertEqual(task.read()[0]["name"], "Zmienione")
        self.assertEqual(self.open_task.sale_order_ids, self.order)
        with self.assertRaises(AccessError):
            task.search([("sale_order_ids", "!=", False)])

    def test_documents_without_the_crm(self):
        """Who sells without the CRM works on, and learns nothing of tasks."""
        order = self.order.with_user(self.user_clerk)
        with Form(order) as form:
            form.client_order_ref = "X/1"
            self.assertNotIn("enova_activity_count", form._view["fields"])
        self.assertEqual(order.read()[0]["client_order_ref"], "X/1")
        with self.assertRaises(AccessError):
            order.enova_activity_ids.ids  # noqa: B018
        with self.assertRaises(AccessError):
            order.search([("enova_activity_ids", "!=", False)])
        with Form(self.env["sale.order"].with_user(self.user_clerk)) as form:
            form.partner_id = self.contractor
        self.assertEqual(self.order.enova_activity_ids, self.open_task + self.secret)

    def test_sales_and_crm_without_stock(self):
        self.user_all.group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        task = self.open_task.with_user(self.user_all)
        with Form(task) as form:
            form.name = "Zmienione"
            self.assertTrue(form.documents_readable)
            self.assertIn("sale_order_ids", form._view["fields"])
            self.assertNotIn("service_order_ids", form._view["fields"])
        self.assertEqual(
            self.open_task.service_order_ids.ids,
            self.documents["service_order_ids"].ids,
        )

    def test_own_contractors_count_their_own(self):
        """The same order counts differently for people of different rights."""
        self._activity(partner_id=self.contractor.id, sale_order_ids=self.order.ids)
        groups = self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.contractor.user_id = False
        for user, count in ((self.user_own, 1), (self.user_all, 2)):
            user.group_ids += groups
            order = self.order.with_user(user)
            with self.subTest(user=user.login):
                self.assertEqual(order.enova_activity_count, count)
