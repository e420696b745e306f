from odoo.tests import tagged

from .walk_common import WalkCase

FORMULAS = ("=1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "{=1+1}")


@tagged("post_install", "-at_install")
class TestWalkExport(WalkCase):
    """No export of any model of ours holds a formula; what comes back is the same."""

    def _named(self):
        """Yield (record, field) of a text of every model that people may export."""
        for model in self._models():
            if model._transient or not model._is_ours():
                continue
            name = model._rec_name
            field = model._fields.get(name or "")
            record = model.sudo().with_context(active_test=False).search([], limit=1)
            plain = field and field.type == "char" and field.store
            if record and plain and not field.readonly and not field.related:
                yield record, name

    def test_formulas(self):
        walked = set()
        for record, name in self._named():
            for text in FORMULAS:
                with self.subTest(model=record._name, text=text):
                    record.with_context(lang="en_US")[name] = text
                    record.flush_recordset()
                    rows = record.with_context(lang="en_US").export_data([name])
                    cell = rows["datas"][0][0]
                    self.assertTrue(cell.startswith("'"), cell)
                    self.assertEqual(cell[1:].strip(), record[name].strip())
                    walked.add(record._name)
        self.assertGreater(len(walked), 8, walked)

    def test_round_trip(self):
        """A number of a telephone and a formula come back as they were."""
        resources = self.env["enova.resource"]
        for text in ("=1+1", "+48 600 100 200", "-5", "zwykły"):
            with self.subTest(text=text):
                self.van.name = text
                cell = self.van.export_data(["name"])["datas"][0][0]
                result = resources.load([".id", "name"], [[str(self.van.id), cell]])
                self.assertFalse(result["messages"])
                self.assertEqual(self.van.name, text)
