"""What whoever has no business with the CRM is told of it by the ERP's own records."""

import json

from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaMixin

ADDON = "crm_enova"
SECRET = "TAJNE"
# Fields of ours on core's models that customers and visitors may read, wherever core
# lets them read the record. A new one is added here by whoever has thought of that.
KNOWN = {
    "account.move": {"enova_contractor_id"},
    "res.partner": {
        "acting_user_id",
        "card_converted_date",
        "card_source_id",
        "caretaker_ids",
        "caretaker_user_ids",
        "consent_ids",
        "contractor_status",
        "days_since_contact",
        "enova_activity_count",
        "enova_activity_ids",
        "enova_currency_id",
        "enova_name_key",
        "enova_note_keys",
        "enova_open_task_count",
        "enova_project_count",
        "enova_project_ids",
        "enova_vat_key",
        "going_cold",
        "grammatical_form",
        "is_own_contractor",
        "last_contact_date",
        "next_contact_date",
        "nip_search",
        "notes_search",
        "phone_search",
        "preferred_channel",
        "silence_days",
        "vocative",
    },
    "sale.order": {"enova_contractor_id"},
    "stock.picking": {
        "enova_contractor_id",
        "is_internal_issue",
        "is_internal_return",
    },
}


@tagged("post_install", "-at_install")
class TestStrangers(CrmEnovaMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()

    def test_fields_of_customers_and_visitors(self):
        """Companies, partners and documents are read by the outside world."""
        for user in (self.user_portal, self.env.ref("base.public_user")):
            for name in self.env.registry:
                model = self.env[name].with_user(user)
                if model._abstract or model._transient or not model.has_access("read"):
                    continue
                readable = {
                    field.name
                    for field in model._fields.values()
                    if field._module == ADDON and model._has_field_access(field, "read")
                }
                with self.subTest(user=user.login, model=name):
                    self.assertLessEqual(readable, KNOWN.get(name, set()))

    def test_models_of_ours(self):
        """None of them is for anybody outside."""
        for user in (self.user_portal, self.env.ref("base.public_user")):
            for name in self.env.registry:
                model = self.env[name].with_user(user)
                if name.startswith("enova.") and not model._abstract:
                    with self.subTest(user=user.login, model=name):
                        self.assertFalse(model.has_access("read"))


@tagged("post_install", "-at_install")
class TestRefusalsInDebugMode(CrmEnovaMixin, HttpCase):
    """Core names what it refuses, in debug mode; nothing that ours hides is named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        env = cls.env
        env.ref("crm_enova.res_partner_rule_own").active = True
        partner = env["res.partner"].create({"name": SECRET, "is_company": True})
        project, device = (
            env[model].create({"name": SECRET, "partner_id": partner.id})
            for model in ("enova.project", "enova.device")
        )
        reader = {"user_id": cls.user_own.id, "level": "read"}
        folder = env["enova.folder"].create(
            {"name": "Teczka", "member_ids": [Command.create(reader)]}
        )
        item = env["enova.folder.item"].create(
            {"folder_id": folder.id, "res_model": project._name, "res_id": project.id}
        )
        task = cls._activity(name=SECRET, partner_id=partner.id)
        mailing = env["mailing.mailing"].create(
            {
                "subject": SECRET,
                "mailing_type": "letter",
                "purpose": "contract",
                "user_id": cls.user_all.id,
            }
        )
        foreign = env["enova.folder"].create({"name": SECRET})
        cls.hidden = (partner, project, device, item, task, mailing, foreign)
        env.flush_all()

    def _call(self, record, method, value):
        params = {
            "model": record._name,
            "method": method,
            "args": [record.ids, value],
            "kwargs": {},
        }
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            return self.url_open(
                f"/web/dataset/call_kw/{record._name}/{method}",
                data=json.dumps({"params": params}),
                headers={"Content-Type": "application/json"},
            ).json()

    def test_names(self):
        self.authenticate("crm_own", "crm_own".ljust(8, "x"))
        self.url_open("/odoo?debug=1")
        for record in self.hidden:
            for method, value in (("read", ["id"]), ("write", {"write_date": False})):
                with self.subTest(model=record._name, method=method):
                    answer = self._call(record, method, value)
                    text = answer["error"]["data"]["message"]
                    self.assertIn("rules", text, "core says it as in debug mode")
                    self.assertIn(f"{record._name}: {record.id}", text)
                    self.assertNotIn(SECRET, json.dumps(answer))
