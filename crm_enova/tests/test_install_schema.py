import json
from collections import deque

from odoo.tests import tagged

from ..models.base.enova_schema import MODULE, UNFINISHED
from ..models.base.install_preparation import Preparation
from .common import CrmEnovaCase, new_user


@tagged("post_install", "-at_install")
class TestInstallSchema(CrmEnovaCase):
    """What the first model of the addon does when it is installed or updated."""

    def _init(self, keys=None, **context):
        """Let the framework call it, and all that it has queued."""
        registry = self.env.registry
        registry._post_init_queue, registry._foreign_keys = deque(), keys or {}
        for name in ("_post_init_queue", "_foreign_keys"):
            self.addCleanup(vars(registry).pop, name, None)
        self.env["enova.schema"].with_context(**context).init()
        called = 0
        while registry._post_init_queue:
            registry._post_init_queue.popleft()()
            called += 1
        return called

    def _written(self):
        return self.env["ir.config_parameter"].get_param(UNFINISHED)

    def test_updates_of_other_addons_are_none_of_its_business(self):
        self.assertEqual(self._init(), 0)
        self.assertEqual(self._init(module="sale"), 0)

    def test_where_nothing_is_missing_nothing_is_done(self):
        """No commit, either, which no test survives."""
        self.assertEqual(self._init(module=MODULE), 3)
        self.assertFalse(self._written())

    def test_keys_are_written_down_for_after_the_commit(self):
        self.env.cr.execute("CREATE TABLE enova_trial_new (partner_id int4)")
        partners = self.env["res.partner"]
        key = ("enova_trial_new", "partner_id")
        self._init(
            {key: ("res_partner", "id", "cascade", partners, MODULE)}, module=MODULE
        )
        todo = json.loads(self._written())
        self.assertEqual(todo["keys"], [[*key, "res_partner", "id", "cascade"]])
        self.assertFalse(todo["fill"])
        # the next update says what is missing then; what is unfinished is kept
        self.env["ir.config_parameter"].set_param(
            UNFINISHED, json.dumps({"keys": todo["keys"], "fill": True})
        )
        self._init(module=MODULE)
        self.assertEqual(json.loads(self._written()), {"keys": [], "fill": True})

    def test_installing(self):
        schema = self.env["enova.schema"]
        self.assertFalse(schema._is_new())
        self.env.cr.execute(
            "UPDATE ir_module_module SET state = 'to install' WHERE name = %s", [MODULE]
        )
        self.assertTrue(schema._is_new())

    def test_what_is_not_filled_is_computed(self):
        mailing = self.env["mailing.mailing"].create(
            {"subject": "Letter", "mailing_type": "letter"}
        )
        self.assertEqual(mailing.purpose, "marketing")
        self.env.flush_all()
        self.env.cr.execute("UPDATE mailing_mailing SET purpose = NULL")
        self.env.invalidate_all()
        computed = [
            (model, field)
            for model, field in Preparation(self.env, MODULE).computed(True)
            if model._table == "mailing_mailing"
        ]
        self.env["enova.schema"]._compute_columns(computed)
        self.assertEqual(mailing.purpose, "marketing")

    # -- filling ---------------------------------------------------------------------

    def test_partners_get_what_they_would_have_computed(self):
        """And own people, own companies and people of a company get no status."""
        portal = new_user(self.env, "klient", groups="base.group_portal")
        partners = self.contractor + self.contact + portal.partner_id
        partners += self.user_own.partner_id + self.other_company.partner_id
        self.contractor.comment = "<p>600 700 800</p>"
        names = ("contractor_status", "enova_name_key", "enova_vat_key")
        names += ("enova_note_keys",)
        before = [[partner[name] for name in names] for partner in partners]
        self.assertEqual(
            [row[0] for row in before],
            ["contractor", False, "contractor", False, False],
        )
        self.env.flush_all()
        empty = ", ".join(f"{name} = NULL" for name in names)
        self.env.cr.execute(
            f"UPDATE res_partner SET {empty} WHERE id = ANY(%s)", [partners.ids]
        )
        self.env.invalidate_all()
        self.env["enova.schema"]._fill_columns(self.env.cr)
        self.env.invalidate_all()
        after = [[partner[name] for name in names] for partner in partners]
        self.assertEqual(after, before)

    def test_what_is_right_is_not_written(self):
        """So that it may be done twice, and a card that was entered stays one."""
        card = self.env["res.partner"].create(
            {"name": "Karta", "contractor_status": "card"}
        )
        self.env.flush_all()
        self.env["enova.schema"]._fill_columns(self.env.cr)
        rows = "SELECT id, ctid::text FROM res_partner ORDER BY id"
        self.env.cr.execute(rows)
        before = self.env.cr.fetchall()
        self.env["enova.schema"]._fill_columns(self.env.cr)
        self.env.cr.execute(rows)
        self.assertEqual(self.env.cr.fetchall(), before)
        self.env.invalidate_all()
        self.assertEqual(card.contractor_status, "card")
