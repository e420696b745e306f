from lxml import etree

from odoo.tests import tagged

from .walk_common import WalkCase

PLAIN = ("SUM(", "AVG(")
TOTALS = ("sum", "avg")


@tagged("post_install", "-at_install")
class TestWalkReports(WalkCase):
    """What stands in lists, pivots and graphs, in every view of ours."""

    def _ratios(self, model):
        """Return the fields that are a share or a price: adding them up means nothing.

        A field says of itself that it is one, in its label or its help.
        """
        return [
            field
            for field in model._fields.values()
            if field._module == "crm_enova"
            and field.type in ("float", "integer", "monetary")
            and (
                field.string == "Cost of an hour"
                or "%" in field.string
                or "percent" in (field.help or "").lower()
            )
        ]

    def _views(self, kind):
        """Yield (model, tree) of the views of ours, with what extends them."""
        views = self.env["ir.ui.view"].search(
            [("type", "=", kind), ("model", "=like", "enova.%")]
        )
        for view in views:
            model = self.env[view.model]
            yield model, etree.fromstring(view.get_combined_arch())

    def test_ratios_are_found(self):
        campaign, line = self.env["enova.campaign"], self.env["enova.occupancy.line"]
        self.assertIn(campaign._fields["return_rate"], self._ratios(campaign))
        self.assertIn(campaign._fields["hourly_cost"], self._ratios(campaign))
        self.assertIn(line._fields["rate"], self._ratios(line))

    def test_measures_of_reports_can_be_added_up(self):
        """The web client shows no pivot whose measure has no aggregator."""
        walked = 0
        for kind in ("pivot", "graph"):
            for model, tree in self._views(kind):
                fields = model.with_user(self.user_manager).fields_get()
                for node in tree.iterfind(".//field[@type='measure']"):
                    name = node.get("name")
                    walked += 1
                    with self.subTest(model=model._name, measure=name):
                        self.assertTrue(fields[name].get("aggregator"))
        self.assertGreater(walked, 10)

    def test_totals_of_ratios_are_computed_from_sums(self):
        """A ratio has no total, or one that its model computes."""
        walked = 0
        for model in self._models():
            if model._abstract:
                continue
            for field in self._ratios(model):
                if not field.aggregator or not self._is_column(model, field):
                    continue
                walked += 1
                query = model._search([])
                total = model._read_group_select(
                    f"{field.name}:{field.aggregator}", query
                )
                with self.subTest(field=str(field)):
                    self.assertFalse(total.code.startswith(PLAIN), total.code)
                    self.assertNotEqual(field.aggregator, "sum")
        self.assertGreaterEqual(walked, 2)

    def _is_column(self, model, field):
        """Tell whether PostgreSQL knows the field, so that a pivot offers it."""
        if field.store:
            return True
        try:
            model._field_to_sql(model._table, field.name, model._search([]))
        except ValueError:
            return False
        return True

    def test_lists_add_up_no_ratios(self):
        """The web client takes the mean of what a page shows, whatever it means."""
        for model, tree in self._views("list"):
            ratios = {field.name for field in self._ratios(model)}
            for node in tree.iter("field"):
                with self.subTest(model=model._name, field=node.get("name")):
                    totals = [name for name in TOTALS if node.get(name)]
                    self.assertFalse(node.get("name") in ratios and totals)

    def test_colours_show_as_colours(self):
        """A number from 0 to 11 tells nobody which colour it is."""
        walked = 0
        for model, tree in self._views("list"):
            for node in tree.iter("field"):
                field = model._fields.get(node.get("name"))
                hidden = node.get("column_invisible") in ("1", "True")
                if field is None or field.name != "color" or hidden:
                    continue
                walked += 1
                with self.subTest(model=model._name):
                    self.assertEqual(node.get("widget"), "color_picker")
        self.assertGreaterEqual(walked, 3)

    def test_groups_stand_in_the_order_of_their_field(self):
        """Every model of which there is a pivot or a graph."""
        models = {
            model._name: model
            for kind in ("pivot", "graph")
            for model, _tree in self._views(kind)
        }
        self.assertGreaterEqual(len(models), 5)
        for name, model in models.items():
            options = [
                field.name
                for field in model._fields.values()
                if field.type == "selection" and field.store
            ]
            if not options:
                continue
            with self.subTest(model=name):
                terms = {options[0]: model._field_to_sql(model._table, options[0])}
                order = model._read_group_orderby("", terms, model._search([]))
                self.assertIn("array_position", order.code)
