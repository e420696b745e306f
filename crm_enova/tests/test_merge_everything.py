"""Failure 1 of other systems: merging two records loses history, files, membership."""

from collections import Counter

from odoo.tests import tagged
from odoo.tools import SQL

from .common import CrmEnovaCase
from .merge_common import (
    KEPT_TWICE,
    Filler,
    pointing,
    relations,
    row_counts,
    stored_fields,
)

# What a row needs beside the dummies, where a constraint wants more.
NEEDED = {
    "account_move_line": {"display_type": "line_note"},
    "mail_notification": {
        "notification_type": "email",
        "mail_email_address": "a@example.com",
    },
    "ir_embedded_actions": {
        "python_method": "x",
        "name": '{"en_US": "x"}',
    },
    "enova_reservation": {
        "start": "2026-01-01 08:00:00",
        "stop": "2026-01-01 09:00:00",
        "state": "cancelled",
    },
    "mail_followers": {"res_id": 1},
    "mailing_mailing": {"email_from": "a@example.com"},
    "res_partner_bank": {"acc_number": "PL 1", "sanitized_acc_number": "PL1"},
    # today's caretakers are drawn from the periods: both rows name the same user
    "enova_caretaker": {"date_from": "2026-01-01", "active": True},
}
# Relations that cannot be filled blindly, each with its reason.
UNFILLABLE = {}
# What is made anew of the partner that stays.
DERIVED = ("enova_partner_phone",)
# Ids in plain integers: the field that tells their model.
PLAIN_PAIRS = {
    ("ir.actions.act_window", "res_id"): "res_model",
    ("ir.embedded.actions", "parent_res_id"): "parent_res_model",
    ("mail.alias", "alias_force_thread_id"): "alias_model_id",
    ("mail.alias", "alias_parent_thread_id"): "alias_parent_model_id",
    ("res.users.settings.embedded.action", "res_id"): "res_model",
    ("snailmail.letter", "res_id"): "model",
}
# Integers that are called like ids and belong to no pair of their own.
NO_PAIRS = {
    ("ir.filters", "embedded_parent_res_id"): "the model is that of another record",
}


@tagged("post_install", "-at_install")
class TestMergeEverything(CrmEnovaCase):
    """Every relation to a partner is filled, then two partners become one.

    Relations are found by walking the registry: those of later models too.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.filler = Filler(cls.env, NEEDED)
        cls.partners = cls.env["res.partner"].create(
            [{"name": "Ala", "email": "ala@example.com"}, {"name": "Ola"}]
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.filled = []
        self.complaints = {}

    def _fill(self, table, column, value, condition=None, records=None, **values):
        """Insert a row that points to the partner; note where that is impossible."""
        values = {**NEEDED.get(table, {}), **values, column: value}
        complaint = self.filler.insert(table, values, records)
        if complaint and not pointing(self.env, table, column, value):
            self.complaints[f"{table}.{column}"] = complaint
        else:
            self.filled.append((table, column, condition))

    def _fill_relations(self, partner):
        """Point to a partner by every many2one and every many2many."""
        for records, field in stored_fields(self.env, "many2one"):
            if records._table in DERIVED or field.company_dependent:
                continue
            if field.comodel_name == "res.partner":
                self._fill(records._table, field.name, partner.id, records=records)
        for table, column in relations(self.env):
            self._fill(table, column, partner.id)

    def _fill_pairs(self, partner):
        """Point to a partner by every pair of model and id, in both writings."""
        model_id = self.env["ir.model"]._get_id("res.partner")
        for records, field in stored_fields(self.env, "many2one_reference", "integer"):
            name = PLAIN_PAIRS.get((records._name, field.name))
            if field.type == "many2one_reference":
                name = field.model_field
            if not name:
                continue
            of_model = records._fields[name]
            value = model_id if of_model.type == "many2one" else "res.partner"
            values = {name: value}
            if "res_model_id" in records._fields:
                values["res_model_id"] = model_id
            condition = SQL("%s = %s", SQL.identifier(name), value)
            table = records._table
            self._fill(table, field.name, partner.id, condition, records, **values)
        for records, field in stored_fields(self.env, "reference"):
            value = f"res.partner,{partner.id}"
            self._fill(records._table, field.name, value, records=records)

    def _fill_duplicates(self, source, target):
        """Copy each filled row that a unique index could clash on to the other one.

        :return: ``Counter`` of tables: rows that are there twice now
        """
        duplicates = Counter()
        columns = {place[:2]: place[2] for place in self.filled}
        for (table, column), condition in columns.items():
            old, new = source.id, target.id
            if self.filler.is_unique(table, column):
                copied = self.filler.copy_rows(table, column, old, new, condition)
                duplicates[table] += copied
        return duplicates

    def _check_merge(self, source, target):
        self._fill_relations(source)
        self._fill_pairs(source)
        self.assertEqual(set(self.complaints), set(UNFILLABLE), self.complaints)
        duplicates = self._fill_duplicates(source, target)
        self.assertGreater(len(self.filled), 80)
        self.assertGreater(len(duplicates), 8)
        self.env.invalidate_all()
        taken = duplicates + Counter({"res_partner": 1})
        for table in KEPT_TWICE:
            taken.pop(table, None)
        before = row_counts(self.env)
        # the author of the log that mail writes would follow the record
        wizard = self.env["base.partner.merge.automatic.wizard"].with_context(
            mail_post_autofollow_author_skip=True
        )
        wizard._merge((source | target).ids, target)
        after = row_counts(self.env)
        self._check_pointing(source, target)
        lost = {t: n - after[t] for t, n in before.items() if n > after[t]}
        different = {t: (lost.get(t), taken[t]) for t in {*lost, *taken}}
        different = {t: pair for t, pair in different.items() if pair[0] != pair[1]}
        self.assertFalse(different)

    def _check_pointing(self, source, target):
        """Nothing points to the one that is gone; all points to the one that stays."""
        texts = {(r._table, f.name) for r, f in stored_fields(self.env, "reference")}
        for table, column, condition in self.filled:
            with self.subTest(table=table, column=column):
                old, new = source.id, target.id
                if (table, column) in texts:
                    old, new = f"res.partner,{old}", f"res.partner,{new}"
                self.assertFalse(pointing(self.env, table, column, old, condition))
                self.assertTrue(pointing(self.env, table, column, new, condition))

    def test_into_the_second(self):
        self._check_merge(*self.partners)

    def test_into_the_first(self):
        self._check_merge(*self.partners[::-1])

    def test_every_plain_id_is_known(self):
        """An integer that holds ids of any model is a pair, or no relation at all."""
        found = {
            (records._name, field.name)
            for records, field in stored_fields(self.env, "integer")
            if field.name.endswith(("res_id", "thread_id", "record_id", "object_id"))
        }
        self.assertEqual(found, set(PLAIN_PAIRS) | set(NO_PAIRS))
