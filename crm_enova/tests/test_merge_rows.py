"""Of two rows that become one nothing is lost of what the other one held."""

from odoo import models
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .merge_common import KEPT_TWICE, Filler, MergeCase
from .project_common import ProjectMixin

# What a column may hold, by the type of its field.
HELD = {
    "char": "held",
    "text": "held",
    "html": "<p>held</p>",
    "integer": 7,
    "float": 7.0,
    "date": "2026-01-05",
    "datetime": "2026-01-05 10:00:00",
    "boolean": True,
}
NEEDED = {
    "mail_followers": {"res_id": 1},
    "mail_notification": {"notification_type": "email"},
    "res_partner_bank": {"acc_number": "PL 9", "sanitized_acc_number": "PL9"},
}


@tagged("post_install", "-at_install")
class TestMergeMembers(ProjectMixin, MergeCase):
    """Two members of one campaign, each with an answer and a note."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls.campaign = cls._campaign(title="Targi Lublin")
        # whoever merges takes nobody over
        cls.duplicate.user_id = cls.user_own

    def _member(self, partner, **values):
        values = {"campaign_id": self.campaign.id, "partner_id": partner.id, **values}
        return self.env["enova.campaign.member"].create(values)

    def test_blanks_are_filled_and_the_farther_answer_stays(self):
        for user in (self.user_own, self.user_all, self.user_manager):
            with self.subTest(user=user.name), self.env.cr.savepoint() as savepoint:
                kept = self._member(self.contractor, answer="answered")
                gone = self._member(
                    self.duplicate, answer="interested", note="W czerwcu"
                )
                self._merge(user=user)
                self.assertFalse(gone.exists())
                self.assertEqual(kept.answer, "interested")
                self.assertEqual(kept.state, "interested")
                self.assertEqual(kept.note, "W czerwcu")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_the_kept_one_is_farther(self):
        kept = self._member(self.contractor, answer="refused", note="Nie dzwonić")
        self._member(self.duplicate, answer="interested", note="W czerwcu")
        self._merge(user=self.user_own)
        self.assertEqual((kept.answer, kept.note), ("refused", "Nie dzwonić"))
        story = self._event().description
        for words in ("Młyn Lublin", "Targi Lublin", "Interested", "W czerwcu"):
            self.assertIn(words, story)
        self.assertNotIn("Nie dzwonić", story)

    def test_who_has_said_nothing_is_told_of_by_nobody(self):
        kept = self._member(self.contractor, answer="interested")
        self._member(self.duplicate)
        self._merge()
        self.assertEqual(kept.state, "interested")
        self.assertNotIn("Targi Lublin", self._event().description or "")

    def test_three_in_one_go(self):
        third = self.env["res.partner"].create({"name": "Trzeci"})
        self._member(self.duplicate, answer="answered")
        self._member(third, answer="interested", note="Trzeci pyta")
        self._merge(self.duplicate | third)
        member = self.campaign.member_ids
        self.assertEqual(member.partner_id, self.contractor)
        self.assertEqual((member.answer, member.note), ("interested", "Trzeci pyta"))

    def test_what_the_user_may_not_read_is_not_told(self):
        """The system keeps it, and the event says nothing of it."""
        kept = self._member(self.contractor, note="Pierwszy")
        self._member(self.duplicate, answer="interested", note="Drugi")
        self.user_outsider.group_ids += self.env.ref("base.group_partner_manager")
        self._merge(user=self.user_outsider)
        self.assertEqual((kept.answer, kept.note), ("interested", "Pierwszy"))
        self.assertNotIn("Drugi", self._event().description or "")

    def test_bank_account_of_both(self):
        number = "PL61109010140000071219812874"
        banks = self.env["res.partner.bank"].create(
            [
                {"acc_number": number, "partner_id": partner.id, **values}
                for partner, values in (
                    (self.contractor, {"note": False}),
                    (self.duplicate, {"note": "VAT", "clearing_number": "11"}),
                )
            ]
        )
        self._merge()
        bank = banks.exists()
        self.assertEqual(bank.partner_id, self.contractor)
        self.assertEqual((bank.note, bank.clearing_number), ("VAT", "11"))


@tagged("post_install", "-at_install")
class TestMergeEveryUniqueKey(MergeCase):
    """Every table with a unique key on the partner, found in the catalogue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.filler = Filler(cls.env)

    def _tables(self):
        """Yield models whose table has a unique key on a partner: model, column."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT owner.relname, attribute.attname
                  FROM pg_index AS index
                  JOIN pg_class AS owner ON owner.oid = index.indrelid
                  JOIN pg_constraint AS key ON key.conrelid = owner.oid
                   AND key.contype = 'f' AND key.conkey[1] = ANY(index.indkey)
                  JOIN pg_class AS target ON target.oid = key.confrelid
                   AND target.relname = 'res_partner'
                  JOIN pg_attribute AS attribute ON attribute.attrelid = owner.oid
                   AND attribute.attnum = key.conkey[1]
                 WHERE index.indisunique
                   AND owner.relnamespace = current_schema::regnamespace
                """
            )
        )
        tables = {m._table: m._name for m in self.env.registry.values() if m._auto}
        for table, column in sorted(rows):
            # its two rows give up the key that they share, and both stay
            if table in tables and table not in KEPT_TWICE:
                yield self.env[tables[table]], column

    def _hold(self, records, row):
        """Fill each column of a row that may be blank; return what was filled."""
        held = {}
        for name, field in records._fields.items():
            value = HELD.get(field.type)
            kept = field.store and field.column_type and not field.compute
            if value is None or not kept or name in models.MAGIC_COLUMNS:
                continue
            if field.required or field.translate:
                continue
            before = self._row(records, row)[name]
            try:
                with self.env.cr.savepoint(flush=False):
                    self._set(records, row, {name: value})
            except Exception:  # noqa: BLE001 a key or a check: it is no free column
                continue
            if before is None:
                held[name] = self._row(records, row)[name]
        return held

    def _set(self, records, row, values):
        columns = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value)
            for name, value in values.items()
        )
        table = SQL.identifier(records._table)
        self.env.cr.execute(SQL("UPDATE %s SET %s WHERE id = %s", table, columns, row))

    def _row(self, records, row):
        table = SQL.identifier(records._table)
        self.env.cr.execute(SQL("SELECT * FROM %s WHERE id = %s", table, row))
        return self.env.cr.dictfetchone()

    def _newest(self, records):
        table = SQL.identifier(records._table)
        return self.env.execute_query(SQL("SELECT max(id) FROM %s", table))[0][0]

    def test_blanks_are_filled(self):
        wanted = []
        for records, column in self._tables():
            table = records._table
            values = {**NEEDED.get(table, {}), column: self.duplicate.id}
            with self.subTest(table=table):
                self.assertFalse(self.filler.insert(table, values, records))
                gone = self._newest(records)
                copied = self.filler.copy_rows(
                    table, column, self.duplicate.id, self.contractor.id
                )
                self.assertEqual(copied, 1)
                wanted.append((records, gone, self._hold(records, gone)))
        self.assertGreater(len(wanted), 5)
        self.assertGreater(sum(len(held) for _records, _row, held in wanted), 5)
        kept = {r._table: self._kept_row(r, row) for r, row, _held in wanted}
        self._merge()
        for records, gone, held in wanted:
            with self.subTest(table=records._table):
                self.assertFalse(self._row(records, gone))
                row = self._row(records, kept[records._table])
                self.assertEqual({name: row[name] for name in held}, held)

    def _kept_row(self, records, gone):
        """Return the copy of a row, which belongs to the partner that is kept."""
        table = SQL.identifier(records._table)
        query = SQL("SELECT max(id) FROM %s WHERE id > %s", table, gone)
        return self.env.execute_query(query)[0][0]

    def test_relations_keep_both(self):
        """A tag of both stays once, and one of either stays, too."""
        tags = self.env["res.partner.category"].create(
            [{"name": name} for name in ("oba", "jeden", "drugi")]
        )
        self.contractor.category_id = [Command.set((tags[0] | tags[1]).ids)]
        self.duplicate.category_id = [Command.set((tags[0] | tags[2]).ids)]
        self._merge()
        self.assertEqual(self.contractor.category_id, tags)
