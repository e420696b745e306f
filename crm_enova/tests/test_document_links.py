from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .document_common import DOCUMENT_MODELS, DocumentCase


@tagged("post_install", "-at_install")
class TestDocumentLinks(DocumentCase):
    """Tie a task to documents, from either side, and see it from the other."""

    def _task(self, **values):
        return self._activity(partner_id=self.contractor.id, **values)

    def test_linked_from_the_task_is_seen_on_the_document(self):
        task = self._task().with_user(self.user_trader)
        with Form(task) as form:
            for name, document in self.documents.items():
                getattr(form, name).add(document)
        for name, document in self.documents.items():
            with self.subTest(name=name):
                mine = document.with_user(self.user_trader)
                self.assertEqual(mine.enova_activity_ids, task)
                self.assertEqual(mine.enova_activity_count, 1)
                self.assertEqual(mine.enova_contractor_id, self.contractor)

    def test_linked_from_the_document_is_seen_on_the_task(self):
        task = self._task()
        for name, document in self.documents.items():
            mine = document.with_user(self.user_trader)
            mine.enova_activity_ids = [Command.link(task.id)]
            with self.subTest(name=name):
                self.assertEqual(task[name], document)

    def test_created_out_of_a_task(self):
        """Each of the four opens prefilled, and is linked once it is saved."""
        task = self._task(contact_id=self.contact.id).with_user(self.user_trader)
        actions = {
            "sale_order_ids": task.action_new_quotation,
            "invoice_ids": task.action_new_invoice,
            "picking_ids": task.action_new_transfer,
            "service_order_ids": task.action_new_service_order,
        }
        for name, open_form in actions.items():
            action = open_form()
            model = self.env[action["res_model"]].with_user(self.user_trader)
            with self.subTest(name=name):
                document = Form(model.with_context(**action["context"])).save()
                self.assertEqual(document.partner_id, self.contractor)
                self.assertEqual(document.enova_activity_ids, task)
                self.assertEqual(task[name], document)
        self.assertEqual(task.invoice_ids.move_type, "out_invoice")
        self.assertEqual(task.picking_ids.picking_type_code, "outgoing")

    def test_what_the_document_creates_is_not_linked(self):
        """Confirming in the same window must not tie the delivery to the task."""
        task = self._task().with_user(self.user_trader)
        context = task.action_new_quotation()["context"]
        order = self.env["sale.order"].with_user(self.user_trader)
        order = Form(order.with_context(**context)).save()
        product = self.env["product.product"].create(
            {"name": "Mąka", "type": "consu", "is_storable": True}
        )
        order.order_line = [Command.create({"product_id": product.id})]
        order.action_confirm()
        self.assertTrue(order.picking_ids)
        self.assertFalse(order.picking_ids.enova_activity_ids)

    def test_created_out_of_a_document(self):
        """The smart button's list makes tasks of the contractor and the person."""
        for name, document in self.documents.items():
            mine = document.with_user(self.user_trader)
            action = mine.action_open_enova_activities()
            tasks = self.env["enova.activity"].with_user(self.user_trader)
            with self.subTest(name=name):
                form = Form(tasks.with_context(**action["context"]))
                form.name = "Zadzwonić"
                task = form.save()
                self.assertEqual(task.partner_id, self.contractor)
                self.assertEqual(task.contact_id, self.contact)
                self.assertEqual(task[name], document)
                self.assertIn(task, tasks.search(action["domain"]))

    def test_other_company_is_refused_from_both_sides(self):
        task = self._activity(company_id=self.other_company.id)
        for name, document in self.documents.items():
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(ValidationError, "different companies"),
            ):
                task[name] = document
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(ValidationError, self.other_company.name),
            ):
                document.enova_activity_ids = task
        with self.assertRaises(UserError):
            self._task(sale_order_ids=self.order.ids).company_id = self.other_company

    def test_other_contractor_is_refused_until_allowed(self):
        task = self._activity(partner_id=self.other_contractor.id)
        for name, document in self.documents.items():
            with self.subTest(name=name):
                with self.assertRaises(ValidationError) as refused:
                    task[name] = document
                message = str(refused.exception)
                self.assertIn(self.contractor.name, message)
                self.assertIn(self.other_contractor.name, message)
                with self.assertRaises(ValidationError):
                    document.enova_activity_ids = task
        task.other_contractors = True
        for name, document in self.documents.items():
            task[name] = document
        with self.assertRaises(ValidationError):
            task.other_contractors = False

    def test_other_contractor_is_refused_on_creation(self):
        with self.assertRaises(ValidationError):
            self._activity(
                partner_id=self.other_contractor.id, sale_order_ids=self.order.ids
            )
        task = self._activity(partner_id=self.other_contractor.id)
        with self.assertRaises(ValidationError):
            self._document("sale_order_ids", self.contact, enova_activity_ids=task.ids)
        with self.assertRaises(ValidationError):
            self.env["sale.order"].with_context(
                default_enova_activity_ids=task.ids
            ).create({"partner_id": self.contractor.id})

    def test_import_is_checked_too(self):
        self._activity(name="Obce", partner_id=self.other_contractor.id)
        result = self.env["sale.order"].load(
            ["partner_id", "enova_activity_ids"], [[self.contractor.name, "Obce"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn(self.other_contractor.name, result["messages"][0]["message"])

    def test_without_contractor_everything_may_be_linked(self):
        task = self._activity()
        entry = self.env["account.move"].create({"journal_id": self.journal.id})
        self.assertFalse(entry.enova_contractor_id)
        task.write({"sale_order_ids": self.order.ids, "invoice_ids": entry.ids})
        self.assertEqual(entry.enova_activity_ids, task)

    def test_form_warns_and_shows_the_box(self):
        form = Form(
            self._activity(partner_id=self.other_contractor.id).with_user(
                self.user_trader
            )
        )
        form.sale_order_ids.add(self.order)
        self.assertIn(self.order.name, form.document_warning)
        self.assertIn(self.contractor.name, form.document_warning)
        with self.assertRaises(ValidationError):
            form.save()
        form.other_contractors = True
        self.assertEqual(form.save().sale_order_ids, self.order)

    def test_customer_of_a_linked_quotation_may_change(self):
        """A salesperson is not stopped by a task that they know nothing of."""
        task = self._task(sale_order_ids=self.order.ids, private=True)
        task.user_id = self.user_own
        self.order.with_user(self.user_clerk).partner_id = self.other_contractor
        self.assertEqual(task.sale_order_ids, self.order)
        # the task tells, and goes on working
        self.assertIn(self.order.name, task.document_warning)
        task.name = "Nowy temat"
        task.sale_order_ids += self._document("sale_order_ids", self.contractor)
        self.order.enova_activity_ids = [
            Command.link(self._activity(partner_id=self.other_contractor.id).id)
        ]

    def test_contractor_of_a_linked_task_changes_with_consent(self):
        task = self._task(sale_order_ids=self.order.ids)
        with self.assertRaisesRegex(ValidationError, self.order.name):
            task.partner_id = self.other_contractor
        task.write({"partner_id": self.other_contractor.id, "other_contractors": True})
        task.write({"partner_id": self.contractor.id, "other_contractors": False})

    def test_deleting_a_document_removes_the_link_alone(self):
        task = self._task(sale_order_ids=self.order.ids)
        self.order.unlink()
        self.assertTrue(task.exists())
        self.assertFalse(task.sale_order_ids)

    def test_copies_are_not_linked(self):
        task = self._task(sale_order_ids=self.order.ids)
        self.assertFalse(task.copy().sale_order_ids)
        self.assertFalse(self.order.copy().enova_activity_ids)

    def test_found_and_grouped_from_both_sides(self):
        task = self._task(**{name: doc.ids for name, doc in self.documents.items()})
        for name, model in DOCUMENT_MODELS.items():
            document = self.documents[name]
            with self.subTest(name=name):
                found = self.env[model].search(
                    [("enova_activity_ids", "ilike", task.name)]
                )
                self.assertIn(document, found)
                groups = self.env[model]._read_group(
                    [("id", "=", document.id)],
                    ["enova_activity_ids", "enova_contractor_id"],
                    ["id:recordset"],
                )
                self.assertEqual(groups, [(task, self.contractor, document)])
                tasks = self.env["enova.activity"]
                self.assertIn(task, tasks.search([(name, "!=", False)]))
                self.assertIn(
                    (document, task),
                    tasks._read_group([], [name], ["id:recordset"]),
                )

    def test_thousand_links_cost_as_many_queries_as_ten(self):
        def count_queries(number):
            orders = self.env["sale.order"].create(
                [{"partner_id": self.contractor.id} for _ in range(number)]
            )
            task = self._task()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            task.sale_order_ids = orders
            self.env.flush_all()
            linking = self.env.cr.sql_log_count - before
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(sum(orders.mapped("enova_activity_count")), number)
            return linking, self.env.cr.sql_log_count - before

        count_queries(1)
        self.assertEqual(count_queries(10), count_queries(1000))
