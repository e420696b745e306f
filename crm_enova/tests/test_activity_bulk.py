from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestActivityBulk(CrmEnovaCase):
    """Ten times as many rows cost no more queries per batch of the ORM."""

    def _rows(self, count):
        return [
            {
                "name": f"Zadanie {i}",
                "type_id": self.type_call_task.id,
                "partner_id": self.contractor.id,
                "user_id": self.user_own.id,
                "date_deadline": "2026-12-01",
            }
            for i in range(count)
        ]

    def _queries(self, function):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_create(self):
        create = self.env["enova.activity"].create
        create(self._rows(5))
        few = self._queries(lambda: create(self._rows(10)))
        many = self._queries(lambda: create(self._rows(500)))
        # the insert itself is cut into statements of a hundred rows by the ORM
        self.assertLessEqual(many, few + 500 // 100)

    def test_numbers_follow_the_order_of_entry(self):
        tasks = self.env["enova.activity"].create(self._rows(50))
        numbers = [int(task.reference.rsplit("/", 1)[1]) for task in tasks]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 50)))

    def test_gapless_numbers(self):
        sequence = self.type_call_task.sequence_id
        sequence.write({"implementation": "no_gap"})
        tasks = self.env["enova.activity"].create(self._rows(3))
        numbers = [int(task.reference.rsplit("/", 1)[1]) for task in tasks]
        following = self.env["enova.activity"].create(self._rows(1))
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))
        self.assertEqual(int(following.reference.rsplit("/", 1)[1]), numbers[-1] + 1)

    def test_definition_without_numbering(self):
        self.type_call_task.sequence_id = False
        self.assertFalse(self.env["enova.activity"].create(self._rows(1)).reference)

    def test_done(self):
        create = self.env["enova.activity"].create
        few, many = create(self._rows(10)), create(self._rows(500))
        create(self._rows(1)).action_done("ok")
        for tasks in (few, many):
            tasks.invalidate_recordset()
        cost_few = self._queries(lambda: few.action_done("ok"))
        cost_many = self._queries(lambda: many.action_done("ok"))
        self.assertLessEqual(cost_many, cost_few + 500 // 100)

    def test_counters_of_a_list(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Firma {i}"} for i in range(80)]
        )
        rows = self._rows(80)
        for row, partner in zip(rows, partners, strict=True):
            row["partner_id"] = partner.id
        self.env["enova.activity"].create(rows)
        self.env.invalidate_all()
        partners.mapped("name")
        with self.assertQueryCount(2):
            counts = partners.mapped("enova_open_task_count")
        self.assertEqual(counts, [1] * 80)


@tagged("post_install", "-at_install")
class TestActivityBulkValues(CrmEnovaCase):
    """What is filled in for all rows at once equals what core would compute."""

    COMPARED = (
        *("stage_id", "state", "kind", "channel", "date", "date_stop", "all_day"),
        *("date_due", "date_done", "commercial_partner_id", "root_id", "reminder_at"),
    )

    def _variants(self):
        starts = (None, "2026-03-29 00:30:00", "2026-10-25 23:30:00")
        for definition in (self.type_task, self.type_call, self.type_call_task):
            for start in starts:
                for deadline in (None, "2026-03-30"):
                    for stage in (None, self.stage_done, self.stage_planned):
                        vals = {
                            "name": "Rząd",
                            "type_id": definition.id,
                            "user_id": self.user_own.id,
                            "partner_id": self.contact.id,
                            "result": "Załatwione",
                        }
                        if start:
                            vals["date_start"] = start
                        if deadline:
                            vals["date_deadline"] = deadline
                        if stage:
                            vals["stage_id"] = stage.id
                        yield vals
                        yield {**vals, "reminder": "60", "user_id": False}

    @freeze_time("2026-06-15 10:00:00")
    def test_equal(self):
        activities = self.env["enova.activity"]
        model = type(activities)
        variants = list(self._variants())
        quick = activities.create(variants)
        with patch.object(model, "_other_precomputed", lambda *_args: True):
            slow = activities.create(variants)
        for one, other, vals in zip(quick, slow, variants, strict=True):
            with self.subTest(vals=vals):
                for name in self.COMPARED:
                    self.assertEqual(one[name], other[name], name)

    def test_recomputed_values_are_equal(self):
        """Nothing changes when the fields are computed once more."""
        made = self.env["enova.activity"].create(list(self._variants()))
        names = [n for n in self.COMPARED if n not in ("stage_id", "date_done")]
        before = made.read(names, load=None)
        for name in names:
            self.env.add_to_compute(made._fields[name], made)
        made.flush_recordset()
        self.assertEqual(made.read(names, load=None), before)
