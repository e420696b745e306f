from odoo.tests import TransactionCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user


@tagged("post_install", "-at_install")
class TestThread(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.env["ir.module.module"].search(
            [("name", "=", "crm_enova")], limit=1
        )._update_translations(["pl_PL"])
        cls.manager = mail_new_test_user(
            cls.env,
            "thread_manager",
            groups="crm_enova.crm_enova_group_manager",
            lang="pl_PL",
        )

    def _said(self, env):
        resource = env["enova.resource"].create(
            {
                "name": "Drill",
                "category_id": env["enova.resource.category"].create({"name": "T"}).id,
            }
        )
        return resource.message_ids.sorted("id")[0].preview

    def test_every_discussion_of_ours_begins_with_the_same_sentence(self):
        models = [
            model
            for model in self.env.values()
            if model._name.startswith("enova.")
            and "message_ids" in model._fields
            and not model._abstract
        ]
        self.assertGreater(len(models), 5)
        mixin = self.env["enova.thread.mixin"]
        for model in models:
            with self.subTest(model._name):
                self.assertIn(model._name, mixin._inherit_children)

    def test_it_is_in_the_language_of_the_reader_of_the_page(self):
        env = self.env(user=self.manager, context={"lang": "pl_PL"})
        self.assertEqual(self._said(env), "Nowy wpis: Zasób")

    def test_without_a_language_it_is_all_in_that_of_the_user(self):
        self.assertEqual(
            self._said(self.env(user=self.manager, context={})),
            "Nowy wpis: Zasób",
        )
        self.manager.lang = "en_US"
        self.assertEqual(
            self._said(self.env(user=self.manager, context={})),
            "New: Bookable resource",
        )
