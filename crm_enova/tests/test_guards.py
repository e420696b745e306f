"""What every model of the addon owes, also those that are yet to come."""

import inspect
import re
from collections import defaultdict
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationModuleReader

from .test_rights import MATRIX

ADDON = Path(__file__).parents[1]
# Configuration that all companies share has no company.
SHARED = {
    "enova.activity.type",
    "enova.activity.mail",
    "enova.activity.requirement",
    "enova.activity.stage",
    "enova.activity.tag",
    "enova.activity.transition",
    "enova.attachment.category",
    "enova.attachment.tag",
    "enova.attachment.text",
    "enova.color.rule",
    "enova.consent.purpose",
    "enova.partner.phone",
    # of a contractor's company, and read by nobody
    "enova.pin",
    "enova.placeholder",
    "enova.document.model",
    "enova.folder.definition",
    "enova.folder.definition.section",
    "enova.folder.model",
    "enova.history.source",
    "enova.playbook",
    "enova.playbook.line",
    "enova.project.reason",
    "enova.project.stage",
    "enova.project.type",
    "enova.resource.category",
    "enova.service.stage",
}
# Called by the web client, and documented for scripts.
PUBLIC = {
    "board",
    "board_offer",
    "quick_log",
    "enova_timeline",
    "enova_head",
    "enova_pin",
    "enova_unpin",
    "enova_writings",
    "enova_my_day",
    "enova_team",
    "enova_purchases",
    "enova_folders_of",
    "enova_preview",
    "enova_same_files",
    "enova_known",
    "enova_my_counts",
    "enova_placeholders",
    "enova_reminders",
    "next_free",
    # the web client brackets a drag with them (enova_undo)
    "begin_change",
    "end_change",
    "paint",
    "painted_models",
}


@tagged("post_install", "-at_install")
class TestGuards(TransactionCase):
    def _own_models(self, transient=True):
        for name, model in sorted(self.env.registry.items()):
            if model._original_module != "crm_enova" or model._abstract:
                continue
            if transient or not model._transient:
                yield self.env[name]

    def _own_fields(self):
        for name, model in sorted(self.env.registry.items()):
            if model._abstract or model._transient:
                continue
            for field in model._fields.values():
                if "crm_enova" in field._modules and field.store:
                    yield self.env[name], field

    def test_every_model_has_a_row_in_the_rights_table(self):
        missing = {model._name for model in self._own_models()} - set(MATRIX)
        self.assertFalse(missing, "add them to MATRIX in test_rights.py")

    def test_every_model_has_a_description(self):
        for model in self._own_models():
            with self.subTest(model=model._name):
                self.assertNotEqual(model._description, model._name)

    def test_every_model_has_a_company_rule(self):
        for model in self._own_models(transient=False):
            if model._name in SHARED:
                self.assertNotIn("company_id", model._fields)
                continue
            rules = self.env["ir.rule"].search(
                [("model_id.model", "=", model._name), ("groups", "=", False)]
            )
            domains = " ".join(rules.mapped("domain_force"))
            with self.subTest(model=model._name):
                # its own company, or that of the contractor it belongs to
                self.assertRegex(domains, r"company_id'[^)]*company_ids")

    def test_every_wizard_is_its_owners_alone(self):
        """Without a rule one user reads what another has typed into a window."""
        for model in self._own_models():
            if not model._transient:
                continue
            rules = self.env["ir.rule"].search(
                [("model_id.model", "=", model._name), ("groups", "=", False)]
            )
            with self.subTest(model=model._name):
                owner = "[('create_uid', '=', user.id)]"
                self.assertIn(owner, rules.mapped("domain_force"))

    def test_every_relation_to_a_partner_is_indexed(self):
        for model, field in self._own_fields():
            if field.type != "many2one" or field.comodel_name != "res.partner":
                continue
            with self.subTest(field=str(field)):
                self.assertTrue(field.index or self._leads_an_index(model, field))

    def _leads_an_index(self, model, field):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = %s", [model._table]
        )
        pattern = rf"\({field.name}[,) ]"
        return any(re.search(pattern, row[0]) for row in self.env.cr.fetchall())

    def test_every_public_method_is_of_a_button_or_documented(self):
        """Whatever the network can call is an action, core's, or named above."""
        for model in self._own_models():
            for base in type(model).mro():
                if not base.__module__.startswith("odoo.addons.crm_enova"):
                    continue
                for name, method in vars(base).items():
                    if name.startswith("_") or not inspect.isfunction(method):
                        continue
                    with self.subTest(model=model._name, method=name):
                        self.assertTrue(
                            name.startswith("action_")
                            or name in PUBLIC
                            or hasattr(self.env.registry["base"], name)
                            or hasattr(self.env.registry["mail.thread"], name)
                        )


@tagged("post_install", "-at_install")
class TestStyles(TransactionCase):
    def test_styles_compile(self):
        """One wrong line of ours would leave the whole web client without styles."""
        for name in ("web.assets_web", "web.assets_web_dark"):
            bundle = self.env["ir.qweb"]._get_asset_bundle(name, js=False)
            bundle.preprocess_css()
            with self.subTest(bundle=name):
                self.assertEqual(bundle.css_errors, [])


@tagged("post_install", "-at_install")
class TestPolish(TransactionCase):
    def test_every_term_is_in_polish(self):
        """Compare what the ERP would export today with what is translated."""
        catalogue = polib.pofile(str(ADDON / "i18n" / "pl.po"))
        done = {entry.msgid for entry in catalogue.translated_entries()}
        fuzzy = {entry.msgid for entry in catalogue if entry.fuzzy}
        wanted = defaultdict(set)
        reader = TranslationModuleReader(self.env.cr, modules=["crm_enova"])
        for _module, _kind, name, _res_id, source, _value, _comments in reader:
            wanted[source].add(name)
        missing = {
            source: names for source, names in wanted.items() if source not in done
        }
        self.assertFalse(missing)
        self.assertFalse(fuzzy)

    def test_words_of_other_apps_are_avoided(self):
        """An activity is a Działanie; Aktywność and Czynność are core's words."""
        catalogue = polib.pofile(str(ADDON / "i18n" / "pl.po"))
        wrong = [
            entry.msgid
            for entry in catalogue
            if re.search(r"aktywnoś|czynnoś", entry.msgstr, re.IGNORECASE)
        ]
        self.assertFalse(wrong)
