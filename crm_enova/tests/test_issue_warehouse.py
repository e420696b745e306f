from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..hooks import _remove_issue_types
from .issue_common import IssueCase
from .migration_common import MigrationMixin


@tagged("post_install", "-at_install")
class TestIssueWarehouse(MigrationMixin, IssueCase):
    """Every warehouse has its operation types, and one place where parts go."""

    version, before = "19.0.1.3.0", "19.0.1.2.0"

    def test_each_warehouse_has_both(self):
        warehouses = self.env["stock.warehouse"].with_context(active_test=False)
        for warehouse in warehouses.search([]):
            issue, back = warehouse.enova_issue_type_id, warehouse.enova_return_type_id
            with self.subTest(warehouse=warehouse.name):
                self.assertTrue(issue.is_internal_issue)
                self.assertTrue(back.is_internal_return)
                self.assertEqual(issue.return_picking_type_id, back)
                self.assertEqual(back.return_picking_type_id, issue)
                self.assertEqual((issue.code, back.code), ("internal", "internal"))

    def test_new_warehouse(self):
        warehouse = self.env["stock.warehouse"].create({"name": "Nowy", "code": "NWY"})
        issue, back = warehouse.enova_issue_type_id, warehouse.enova_return_type_id
        self.assertEqual(issue.default_location_src_id, warehouse.lot_stock_id)
        self.assertEqual(back.default_location_dest_id, warehouse.lot_stock_id)
        used_up = warehouse.enova_consumption_location_id
        self.assertEqual(used_up.usage, "production")
        self.assertEqual(issue.default_location_dest_id, used_up)
        self.assertEqual(back.default_location_src_id, used_up)
        self.assertEqual(issue.return_picking_type_id, back)
        self.assertEqual(issue.sequence_id.prefix, "NWY/RW/")
        self.assertEqual(back.sequence_id.prefix, "NWY/ZW/")
        self.assertEqual(issue.barcode, "NWYRW")

    def test_warehouse_of_another_company(self):
        warehouse = self.env["stock.warehouse"].create(
            {"name": "Obcy", "code": "OBC", "company_id": self.other_company.id}
        )
        self.assertEqual(warehouse.enova_issue_type_id.company_id, self.other_company)

    def test_archived_with_the_warehouse(self):
        warehouse = self.env["stock.warehouse"].create({"name": "Nowy", "code": "NWY"})
        warehouse.action_archive()
        self.assertFalse(warehouse.enova_issue_type_id.active)
        warehouse.action_unarchive()
        self.assertTrue(warehouse.enova_issue_type_id.active)

    def test_one_setting_from_either_side(self):
        repair = self.warehouse.repair_type_id
        places = self.env["stock.location"].create(
            [
                {"name": f"Zużycie {n}", "usage": usage, "company_id": self.company.id}
                for n, usage in enumerate(("inventory", "production", "production"))
            ]
        )
        settings = (
            (self.warehouse, "enova_consumption_location_id"),
            (repair, "default_location_dest_id"),
            (self.issue_type, "default_location_dest_id"),
        )
        for place, (record, name) in zip(places, settings, strict=True):
            record[name] = place
            with self.subTest(setting=name):
                self.assertEqual(repair.default_location_dest_id, place)
                self.assertEqual(self.issue_type.default_location_dest_id, place)
                self.assertEqual(self.return_type.default_location_src_id, place)
                self.assertEqual(self.warehouse.enova_consumption_location_id, place)

    def test_used_parts_stay_where_they_went(self):
        """Core would move them with the setting, months after."""
        order = self._service_order()
        [issue] = self._issue(order)
        went = order.move_ids.location_dest_id
        self.warehouse.enova_consumption_location_id = self.env[
            "stock.location"
        ].create({"name": "Inne", "usage": "production", "company_id": self.company.id})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order.move_ids.location_dest_id, went)
        self.assertEqual(issue.location_dest_id, went)

    def test_only_internal_transfers(self):
        for values in (
            {"code": "outgoing"},
            {"is_internal_return": True},
            {"code": "repair_operation"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.issue_type.copy(values)

    def test_no_internal_transfer_begins_as_an_issue(self):
        """Not even where it is the first of the internal types, or the only one."""
        self.issue_type.sequence = -1
        pickings = self.env["stock.picking"].with_context(
            restricted_picking_type_code="internal"
        )
        proposed = pickings.default_get(["picking_type_id"]).get("picking_type_id")
        self.assertNotIn(proposed, (self.issue_type | self.return_type).ids)
        chosen = pickings.with_context(default_picking_type_id=self.issue_type.id)
        chosen = chosen.default_get(["picking_type_id"])["picking_type_id"]
        self.assertEqual(chosen, self.issue_type.id)

    def test_form_of_the_warehouse(self):
        form = Form(self.warehouse)
        self.assertEqual(form.enova_issue_type_id, self.issue_type)

    def _forget_types(self):
        """Leave the warehouses as they were before there were issues."""
        _remove_issue_types(self.env)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.warehouse.enova_issue_type_id)

    def test_update_gives_warehouses_their_types_and_changes_no_other(self):
        self._forget_types()
        delivery = self.warehouse.out_type_id
        delivery.barcode = "OURS"
        types = self.env["stock.picking.type"].with_context(active_test=False)
        others = types.search([])
        before = others.read(["barcode", "active", "default_location_dest_id"])
        self._migrate("post-issues")
        self.assertTrue(self.warehouse.enova_issue_type_id.is_internal_issue)
        self.assertEqual(
            others.read(["barcode", "active", "default_location_dest_id"]), before
        )
        self.assertEqual(self._issue(self._service_order()).state, "done")

    def test_update_twice_makes_them_once(self):
        self._forget_types()
        self._migrate("post-issues")
        issue = self.warehouse.enova_issue_type_id
        self._migrate("post-issues")
        self.assertEqual(self.warehouse.enova_issue_type_id, issue)

    def test_names_in_every_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self._forget_types()
        self.warehouse._create_issue_types()
        polish = self.warehouse.enova_issue_type_id.with_context(lang="pl_PL")
        self.assertIn("RW", polish.name)

    def test_uninstalling_archives_what_was_used_alone(self):
        self._issue(self._service_order())
        waiting = self._service_order((self._part("None", 1, 1), 1))
        self._issue(waiting)
        issue, back = self.issue_type, self.return_type
        counter = back.sequence_id
        self._forget_types()
        self.assertTrue(issue.exists())
        self.assertFalse(issue.active)
        self.assertFalse(back.exists())
        self.assertFalse(counter.exists())
        self.assertFalse(waiting.move_ids.picking_id, "core expects its parts free")
        self.assertNotEqual(waiting.move_ids.state, "cancel")
        self.assertEqual(waiting.move_ids.location_id, self.shelf)


@tagged("post_install", "-at_install")
class TestIssueLocations(IssueCase):
    """It works the same with one place in the stock and with many."""

    def _run(self):
        order = self._service_order()
        [issue] = self._issue(order)
        form = Form(issue.with_user(self.keeper))
        self.assertEqual(form.name, issue.name)
        self._return(issue, 1)
        self.assertEqual(order.move_ids.enova_net_quantity, 1)

    def test_without_multi_locations(self):
        group = self.env.ref("stock.group_stock_multi_locations")
        self.assertNotIn(group, self.keeper.all_group_ids)
        self._run()

    def test_with_multi_locations(self):
        group = self.env.ref("stock.group_stock_multi_locations")
        self.env.ref("base.group_user").implied_ids |= group
        self.assertIn(group, self.keeper.all_group_ids)
        self._run()
