from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .document_common import DOCUMENT_MODELS, DocumentCase


@tagged("post_install", "-at_install")
class TestDocumentWizard(DocumentCase):
    """The window of the action menu: many documents, one task, one decision."""

    def _form(self, documents, user=None):
        wizard = self.env["enova.activity.link"].with_user(user or self.user_trader)
        return Form(
            wizard.with_context(active_model=documents._name, active_ids=documents.ids)
        )

    def _confirm(self, form):
        return form.save().action_confirm()

    def test_bound_to_the_four_models(self):
        for model in DOCUMENT_MODELS.values():
            bindings = self.env["ir.actions.actions"].with_user(self.user_trader)
            names = [
                action["name"] for action in bindings.get_bindings(model)["action"]
            ]
            with self.subTest(model=model):
                self.assertIn("Link tasks and events", names)
            bindings = bindings.with_user(self.user_clerk)
            found = bindings.get_bindings(model).get("action", ())
            self.assertNotIn("Link tasks and events", [one["name"] for one in found])

    def test_links_to_an_existing_task(self):
        task = self._activity(partner_id=self.contractor.id)
        for name, document in self.documents.items():
            form = self._form(document)
            form.activity_ids.add(task)
            self.assertFalse(form.differing)
            self._confirm(form)
            with self.subTest(name=name):
                self.assertEqual(task[name], document)
        self.assertFalse(task.other_contractors)

    def test_offers_the_open_ones_of_the_contractor(self):
        task = self._activity(partner_id=self.contractor.id)
        done = self._activity(partner_id=self.contractor.id)
        done.action_done()
        foreign = self._activity(partner_id=self.other_contractor.id)
        form = self._form(self.order)
        tasks = self.env["enova.activity"]
        mine = [("id", "in", (task + done + foreign).ids)]

        def offered():
            return tasks.search([*mine, *safe_eval(form.activity_domain)])

        self.assertEqual(offered(), task)
        form.only_open = False
        self.assertEqual(offered(), task + done + foreign)

    def test_creates_one_task_for_all(self):
        orders = self.order + self._document("sale_order_ids", self.contact)
        form = self._form(orders)
        form.mode = "new"
        self.assertEqual(form.document_count, 2)
        self.assertEqual(form.partner_id, self.contractor)
        form.type_id = self.type_call_task
        form.name = "Omówić oferty"
        form.date_deadline = "2026-12-01"
        form.user_id = self.user_own
        self._confirm(form)
        task = orders.enova_activity_ids
        self.assertEqual(task.sale_order_ids, orders)
        self.assertEqual(task.name, "Omówić oferty")
        self.assertEqual(task.partner_id, self.contractor)
        self.assertEqual(task.contact_id, self.contact)
        self.assertEqual(task.user_id, self.user_own)
        self.assertEqual(task.assigned_by_id, self.user_trader)

    def test_other_contractors_need_a_tick(self):
        foreign = self._document("sale_order_ids", self.other_contractor)
        task = self._activity(partner_id=self.contractor.id)
        form = self._form(self.order + foreign)
        form.only_open = False
        form.activity_ids.add(task)
        self.assertIn(foreign.name, form.differing)
        self.assertNotIn(self.order.name, form.differing)
        wizard = form.save()
        with self.assertRaisesRegex(UserError, foreign.name):
            wizard.action_confirm()
        self.assertFalse(task.sale_order_ids)
        wizard.other_contractors = True
        wizard.action_confirm()
        self.assertEqual(task.sale_order_ids, self.order + foreign)
        self.assertTrue(task.other_contractors)

    def test_documents_of_several_contractors_go_to_a_task_of_none(self):
        foreign = self._document("sale_order_ids", self.other_contractor)
        form = self._form(self.order + foreign)
        form.mode = "new"
        self.assertFalse(form.partner_id)
        form.name = "Przegląd ofert"
        self._confirm(form)
        self.assertEqual(foreign.enova_activity_ids, self.order.enova_activity_ids)

    def test_thousand_documents_cost_as_many_queries_as_ten(self):
        def queries(number):
            orders = self.env["sale.order"].create(
                [{"partner_id": self.contractor.id} for _ in range(number)]
            )
            task = self._activity(partner_id=self.contractor.id)
            wizard = (
                self.env["enova.activity.link"]
                .with_user(self.user_trader)
                .create(
                    {
                        "res_model": "sale.order",
                        "res_ids": orders.ids,
                        "activity_ids": task.ids,
                    }
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_confirm()
            self.env.flush_all()
            self.assertEqual(len(task.sale_order_ids), number)
            return self.env.cr.sql_log_count - before

        queries(1)
        self.assertEqual(queries(10), queries(1000))

    def test_refuses_what_is_not_linkable_or_not_to_be_seen(self):
        wizards = self.env["enova.activity.link"].with_user(self.user_trader)
        with self.assertRaises(UserError):
            wizards.create({"res_model": "res.partner", "res_ids": [1]})
        with self.assertRaises(UserError):
            wizards.create({"res_model": "sale.order", "res_ids": []})
        with self.assertRaises(UserError):
            wizards.create({"res_model": "res.users", "res_ids": [1]}).action_confirm()
        secret = self._activity(private=True, user_id=self.user_own.id)
        with self.assertRaises(AccessError):
            wizards.create(
                {
                    "res_model": "sale.order",
                    "res_ids": self.order.ids,
                    "activity_ids": secret.ids,
                }
            )
        self.assertFalse(secret.sale_order_ids)
