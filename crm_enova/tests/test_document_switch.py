from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..hooks import uninstall_hook
from .common import new_user
from .document_common import DocumentCase

# one of each sort: with a partner and without, with a button box and without
MODELS = ("calendar.event", "mailing.mailing", "product.template", "stock.lot")


@tagged("post_install", "-at_install")
class TestDocumentSwitch(DocumentCase):
    """A manager ties other documents to tasks, and takes it back, without code."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.registry.reset_changes)
        self.addCleanup(self.registry.clear_all_caches)
        self.lot = self.env["stock.lot"].create(
            {
                "name": "SN-1",
                "product_id": self.env["product.product"]
                .create({"name": "Młynek", "is_storable": True, "tracking": "serial"})
                .id,
            }
        )

    def _switched_on(self, model, **values):
        record = (
            self.env["enova.document.model"]
            .with_user(self.user_manager)
            .create({"model": model, **values})
        )
        record.action_switch_on()
        return record

    def _traces(self):
        """Return how much of ours stands in tables of the system."""
        self.env.cr.execute(
            """
            SELECT (SELECT count(*) FROM ir_model_fields WHERE name LIKE 'x\\_enova%')
                 + (SELECT count(*) FROM ir_ui_view WHERE name LIKE '%.enova.%'
                       AND id NOT IN (SELECT res_id FROM ir_model_data
                                       WHERE model = 'ir.ui.view'))
                 + (SELECT count(*) FROM pg_class WHERE relname LIKE 'x\\_enova%')
                 + (SELECT count(*) FROM ir_act_window AS act
                     WHERE res_model = 'enova.activity.link'
                       AND id NOT IN (SELECT res_id FROM ir_model_data
                                       WHERE model = 'ir.actions.act_window'))
                 + (SELECT count(*) FROM ir_act_server
                     WHERE code LIKE '%_action_of_document%')
            """
        )
        return self.env.cr.fetchone()[0]

    def test_every_sort_of_model_is_switched_on_and_off(self):
        for model in MODELS:
            with self.subTest(model=model):
                record = self._switched_on(model)
                self.assertEqual(record.state, "on")
                self.assertGreater(self._traces(), 0)
                view = self.env[model].get_view(view_type="form")["arch"]
                self.assertIn("x_enova_activity_count", view)
                search = self.env[model].get_view(view_type="search")["arch"]
                self.assertIn("with_enova_activities", search)
                task = self.env["enova.activity"].get_view(view_type="form")["arch"]
                self.assertIn(record._activity_field(), task)
                record.action_switch_off()
                self.assertEqual(record.state, "off")
                self.assertEqual(self._traces(), 0)

    def test_links_from_both_sides(self):
        self._switched_on("stock.lot")
        name = "x_enova_stock_lot_ids"
        task = self._activity(partner_id=self.contractor.id)
        trader = task.with_user(self.user_trader)
        with Form(trader) as form:
            getattr(form, name).add(self.lot)
        lot = self.lot.with_user(self.user_trader)
        self.assertEqual(lot.x_enova_activity_ids, task)
        self.assertEqual(lot.x_enova_activity_count, 1)
        self.assertIn(lot, lot.search([("x_enova_activity_ids", "!=", False)]))
        self.assertEqual(task.search([(name, "in", self.lot.ids)]), task)
        # the button
        record = self.env["enova.document.model"].search([])
        action = (
            record.server_action_id.with_user(self.user_trader)
            .with_context(
                active_model="stock.lot", active_id=lot.id, active_ids=lot.ids
            )
            .run()
        )
        self.assertEqual(task.search(action["domain"]), task)
        # the wizard
        form = Form(
            self.env["enova.activity.link"]
            .with_user(self.user_trader)
            .with_context(active_model="stock.lot", active_ids=lot.ids)
        )
        form.mode = "new"
        form.name = "Przegląd młynka"
        form.save().action_confirm()
        self.env.invalidate_all()
        self.assertEqual(lot.x_enova_activity_count, 2)

    def test_private_ones_stay_private(self):
        self._switched_on("stock.lot")
        self._activity(
            name="Tajne",
            private=True,
            user_id=self.user_own.id,
            x_enova_stock_lot_ids=self.lot.ids,
        )
        self.env.invalidate_all()
        lot = self.lot.with_user(self.user_trader)
        self.assertFalse(lot.x_enova_activity_ids)
        self.assertEqual(lot.x_enova_activity_count, 0)
        self.assertFalse(lot.search([("x_enova_activity_ids", "!=", False)]))
        self.assertFalse(lot.search([("x_enova_activity_ids", "ilike", "Tajne")]))

    def test_contractor_and_company_are_checked(self):
        record = self._switched_on("product.supplierinfo")
        name = record._activity_field()
        price = self.env["product.supplierinfo"].create(
            {
                "partner_id": self.contractor.id,
                "product_tmpl_id": self.lot.product_id.product_tmpl_id.id,
                "company_id": self.company.id,
            }
        )
        self.assertEqual(record.partner_field, "partner_id")
        with self.assertRaisesRegex(ValidationError, self.contractor.name):
            self._activity(partner_id=self.other_contractor.id, **{name: price.ids})
        with self.assertRaisesRegex(ValidationError, self.other_company.name):
            self._activity(company_id=self.other_company.id, **{name: price.ids})
        record.partner_field = False
        self._activity(partner_id=self.other_contractor.id, **{name: price.ids})

    def test_switching_off_asks_first_where_links_are_lost(self):
        record = self._switched_on("stock.lot")
        task = self._activity(x_enova_stock_lot_ids=self.lot.ids)
        self.assertEqual(record.link_count, 1)
        action = record.action_switch_off()
        self.assertEqual(record.state, "on")
        wizards = self.env[action["res_model"]].with_user(self.user_manager)
        wizard = Form(wizards.with_context(**action["context"])).save()
        self.assertEqual(wizard.link_count, 1)
        second = self.lot.copy({"name": "SN-2"})
        task.write({"x_enova_stock_lot_ids": [Command.link(second.id)]})
        record.invalidate_recordset(["link_count"])
        with self.assertRaises(UserError):
            wizard.action_confirm()
        Form(wizards.with_context(**action["context"])).save().action_confirm()
        self.assertEqual(record.state, "off")
        self.assertTrue(task.exists() and self.lot.exists())
        self.assertEqual(self._traces(), 0)

    def test_nothing_is_left_after_the_addon(self):
        for model in MODELS:
            self._switched_on(model)
        self._activity(x_enova_stock_lot_ids=self.lot.ids)
        uninstall_hook(self.env)
        self.assertEqual(self._traces(), 0)
        self.env["stock.lot"].get_view(view_type="form")

    def test_only_managers_and_only_documents(self):
        models = self.env["enova.document.model"]
        with self.assertRaises(AccessError):
            models.with_user(self.user_all).create({"model": "stock.lot"})
        record = models.create({"model": "stock.lot"})
        with self.assertRaises(AccessError):
            record.with_user(self.user_all).action_switch_on()
        for model in ("sale.order", "res.partner", "ir.cron", "enova.activity"):
            with self.subTest(model=model), self.assertRaises(ValidationError):
                models.with_user(self.user_manager).create({"model": model})
        with self.assertRaises(ValidationError):
            record.partner_field = "product_id"

    def test_state_is_not_written_by_hand(self):
        records = self.env["enova.document.model"].with_user(self.user_manager)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            records.create({"model": "stock.lot", "state": "on"})
        record = records.create({"model": "stock.lot"})
        with self.assertRaises(AccessError):
            record.state = "on"
        self.assertEqual(record.state, "off")
        record.action_switch_on()
        with self.assertRaises(UserError):
            record.model = "product.template"
        with self.assertRaises(UserError):
            record.unlink()

    def test_people_without_rights_do_not_see_the_part(self):
        record = self._switched_on("stock.lot")
        form = Form(self.env["enova.activity"].with_user(self.user_all))
        self.assertNotIn(record._activity_field(), form._view["fields"])
        # the lists of follow-ups bring forms of their own
        path = "/form/sheet/notebook/page/div[@name='documents']"
        [part] = form._view["tree"].xpath(path)
        titles = [div for div in part if "text-uppercase" in div.get("class", "")]
        self.assertFalse(titles)
        stock = new_user(self.env, "crm_stock", groups="stock.group_stock_user")
        view = self.lot.with_user(stock).get_view(view_type="form")
        self.assertNotIn("x_enova_activity_count", view["arch"])
        self.assertTrue(self.lot.with_user(stock).read())
