"""A manager chooses, without code, what goes into folders."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..hooks import uninstall_hook
from .folder_common import FolderCase

# one with a button box and one without
MODELS = ("product.template", "stock.lot", "mailing.mailing")
STANDARD = ("res.partner", "enova.activity", "enova.project", "sale.order")


@tagged("post_install", "-at_install")
class TestFolderModels(FolderCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.registry.clear_all_caches)
        self.models = self.env["enova.folder.model"].with_user(self.user_manager)

    def _traces(self):
        """Return how many actions and views of ours came with no addon."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT (SELECT count(*) FROM ir_act_window AS act
                     WHERE res_model = 'enova.folder.add'
                       AND id NOT IN (SELECT res_id FROM ir_model_data
                                       WHERE model = 'ir.actions.act_window'))
                 + (SELECT count(*) FROM ir_ui_view
                     WHERE name LIKE '%.enova.folder.button')
            """
        )
        return self.env.cr.fetchone()[0]

    def _bound(self, model):
        """Return whether the action menu of a model offers folders."""
        found = self.env["ir.actions.actions"].get_bindings(model).get("action", ())
        names = {"Add to folder"}
        return bool(names & {action["name"] for action in found})

    def _button(self, model):
        arch = self.env[model].get_view(view_type="form")["arch"]
        return "enova_folder_button" in arch

    def test_what_comes_with_the_addon(self):
        for model in self.models._chosen():
            with self.subTest(model=model):
                self.assertTrue(self._bound(model))
                self.assertTrue(self._button(model))
        self.assertTrue(set(STANDARD) <= set(self.models._chosen()))
        self.assertEqual(self._traces(), 0)

    def test_every_sort_of_model_is_switched_on_and_off(self):
        for model in MODELS:
            with self.subTest(model=model):
                self.assertFalse(self._bound(model))
                line = self.models.create({"model": model})
                self.assertTrue(self._bound(model))
                self.assertTrue(self._button(model))
                self.assertTrue(self.models._is_allowed(model))
                line.active = False
                self.assertFalse(self._bound(model) or self._button(model))
                self.assertFalse(self.models._is_allowed(model))
                line.active = True
                self.assertTrue(self._bound(model) and self._button(model))
                line.unlink()
                self.assertFalse(self._bound(model))
                self.assertEqual(self._traces(), 0)

    def test_records_of_it_are_put_in(self):
        product = self.env["product.template"].create({"name": "Pompa"})
        folder = self._folder(user_id=self.user_manager.id)
        folder = folder.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "Product cannot be put|of Product"):
            folder.action_add(product._name, product.ids)
        line = self.models.create({"model": "product.template"})
        item = folder.action_add(product._name, product.ids)
        self.assertEqual(item.title, "Pompa")
        choices = dict(item._fields["target"]._description_selection(item.env))
        self.assertIn("product.template", choices)
        line.active = False
        self.assertEqual(item.title, "Pompa", "what is in stays")

    def test_standard_ones_are_switched_off(self):
        line = self.env.ref("crm_enova.enova_folder_model_sale_order")
        line = line.with_user(self.user_manager)
        line.active = False
        self.assertFalse(self._bound("sale.order"))
        items = self.env["enova.folder.item"].with_user(self.user_manager)
        self.assertFalse(items.enova_folders_of("sale.order", 1)["addable"])
        line.unlink()
        action = self.env.ref("crm_enova.enova_folder_add_action_sale_order")
        self.assertTrue(action.exists())
        self.models.create({"model": "sale.order"})
        self.assertTrue(self._bound("sale.order"))
        self.assertEqual(self._traces(), 0)

    def test_the_entry_is_in_all_languages(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        line = self.models.create({"model": "stock.lot"})
        names = line.sudo().action_id
        self.assertEqual(names.with_context(lang="en_US").name, "Add to folder")
        polish = self.env(context={"lang": "pl_PL"})
        self.assertEqual(names.with_env(polish).name, polish._("Add to folder"))

    def test_what_cannot_be_chosen(self):
        choices = dict(self.models._selection_model())
        self.assertIn("res.users", choices)
        for model in ("enova.folder", "enova.folder.item", "ir.rule", "mail.message"):
            with self.subTest(model=model):
                self.assertNotIn(model, choices)
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    self.models.create({"model": model})
        line = self.models.create({"model": "stock.lot"})
        with self.assertRaisesRegex(UserError, "Add another line"):
            line.model = "res.users"

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_it_is_the_managers(self):
        models = self.env["enova.folder.model"].with_user(self.user_all)
        with self.assertRaises(AccessError):
            models.create({"model": "stock.lot"})
        self.assertTrue(models._choices(), "everybody needs to know them")

    def test_a_model_that_goes_takes_its_line(self):
        values = {"name": "Walk", "model": "x_walk"}
        model = self.env["ir.model"].create(values)
        self.env["ir.ui.view"].create(
            {
                "model": "x_walk",
                "arch": "<form><sheet><field name='id'/></sheet></form>",
            }
        )
        line = self.env["enova.folder.model"].create({"model": "x_walk"})
        model.unlink()
        self.assertFalse(line.exists())
        self.assertEqual(self._traces(), 0)
        self.registry.reset_changes()

    def test_list_of_the_configuration(self):
        with Form(self.models, "crm_enova.enova_folder_model_view_list") as form:
            form.model = "stock.lot"
        self.assertTrue(form.record.action_id)

    def test_uninstalling_leaves_nothing(self):
        self.models.create({"model": "stock.lot"})
        self.folder.action_add(self.contractor)
        uninstall_hook(self.env)
        self.assertEqual(self._traces(), 0)
        self.env.cr.execute(
            "SELECT count(*) FROM ir_act_window WHERE res_model = 'enova.folder.add'"
            " AND binding_model_id IS NOT NULL"
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.assertFalse(self.env["enova.folder"].search([]))
