from contextlib import suppress

from psycopg2.errors import UniqueViolation

from odoo.orm.models import MetaModel
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from ..models.base.install_preparation import Preparation, index_sql
from ..models.base.install_transactions import own_transactions

DOUBLE = "UNIQUE INDEX (column1)"

COLUMNS = """
    SELECT table_name, column_name, udt_name, is_nullable
      FROM information_schema.columns WHERE table_schema = current_schema
"""
CHECKS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(k.oid), description
      FROM pg_constraint AS k
      LEFT JOIN pg_description AS d ON d.objoid = k.oid
     WHERE contype = 'c' AND convalidated
"""
INDEXES = """
    SELECT tablename, indexname, indexdef FROM pg_indexes
     WHERE schemaname = current_schema
"""


@tagged("post_install", "-at_install")
class TestInstallPreparation(TransactionCase):
    """What is made beforehand is what the framework would make."""

    def _of_ours(self):
        """Return tables of core with the columns in them that are ours alone."""
        found = {}
        for model in self.env.registry.values():
            if not model._auto or model._abstract:
                continue
            if model._original_module == "crm_enova":
                continue
            names = [
                field.name
                for field in model._fields.values()
                if field.store and field.column_type and not field.manual
                if tuple(field._modules) == ("crm_enova",)
            ]
            if names:
                found.setdefault(model._table, set()).update(names)
        return found

    def _without_us(self):
        """Take all of it away, as it is before an installation."""
        self.env.flush_all()
        for table, names in self._of_ours().items():
            dropped = SQL(", ").join(
                SQL("DROP COLUMN %s CASCADE", SQL.identifier(name))
                for name in sorted(names)
            )
            self.env.cr.execute(
                SQL("ALTER TABLE %s %s", SQL.identifier(table), dropped)
            )

    def test_it_is_called_before_any_table_is_touched(self):
        first = MetaModel._module_to_models__["crm_enova"][0]
        self.assertEqual(first._name, "enova.schema")

    def test_an_installed_addon_lacks_nothing(self):
        preparation = Preparation(self.env, "crm_enova")
        self.assertEqual(preparation.missing(), [])
        self.assertEqual(list(preparation.checks()), [])
        self.assertEqual(preparation.indexes(), [])
        self.assertTrue(preparation.is_complete())

    def test_tables_that_everybody_uses_are_known(self):
        tables = set(self._of_ours())
        for table in ("res_partner", "ir_attachment", "res_company", "sale_order"):
            self.assertIn(table, tables)

    def test_columns_checks_and_indexes_are_those_of_the_framework(self):
        rows = self.env.execute_query
        columns, checks = rows(SQL(COLUMNS)), rows(SQL(CHECKS))
        indexes = rows(SQL(INDEXES))
        with suppress(Given), self.env.cr.savepoint():
            self._without_us()
            self.assertLess(len(rows(SQL(COLUMNS))), len(columns))
            preparation = Preparation(self.env, "crm_enova")
            self.assertFalse(preparation.is_complete())
            for model, fields in preparation.missing():
                self.env.cr.execute(preparation.add_columns(model, fields))
            for statements in preparation.checks():
                for statement in statements:
                    self.env.cr.execute(statement)
            for name, table, definition, _comment in preparation.indexes():
                self.env.cr.execute(index_sql(name, table, definition, how=""))
            self._assert_same(columns, rows(SQL(COLUMNS)))
            self._assert_same(checks, rows(SQL(CHECKS)))
            self._assert_same(indexes, rows(SQL(INDEXES)))
            self.assertTrue(Preparation(self.env, "crm_enova").is_complete())
            raise Given

    def _assert_same(self, before, after):
        before, after = set(before), set(after)
        self.assertEqual(before - after, set())
        self.assertEqual(after - before, set())

    def test_rows_of_years_get_the_defaults(self):
        """Without a rewrite, and what runs without us goes on creating rows."""
        company = self.env.company
        with suppress(Given), self.env.cr.savepoint():
            self._without_us()
            preparation = Preparation(self.env, "crm_enova")
            for model, fields in preparation.missing():
                self.env.cr.execute(preparation.add_columns(model, fields))
            row = "SELECT enova_inspection_days, enova_inspection_makes FROM %s"
            self.env.cr.execute(row % f"res_company WHERE id = {company.id}")
            self.assertEqual(self.env.cr.fetchone(), (14, "task"))
            self.env.cr.execute(
                "INSERT INTO res_partner (name, autopost_bills) VALUES ('Old', 'ask')"
                " RETURNING id, contractor_status"
            )
            _partner, status = self.env.cr.fetchone()
            self.assertIsNone(status)
            self.env.cr.execute(
                "SELECT column_default FROM information_schema.columns"
                " WHERE column_name = 'enova_inspection_makes'"
            )
            self.assertIn("task", self.env.cr.fetchone()[0])
            raise Given

    def test_a_check_that_an_attempt_left_is_validated(self):
        name = SQL.identifier("res_company_enova_inspection_days_sane")
        with suppress(Given), self.env.cr.savepoint():
            self.env.cr.execute(SQL("ALTER TABLE res_company DROP CONSTRAINT %s", name))
            [(first, then)] = Preparation(self.env, "crm_enova").checks()
            self.env.cr.execute(first)
            [(again, validation)] = Preparation(self.env, "crm_enova").checks()
            self.assertIsNone(again, "it is there")
            self.assertEqual(validation.code, then.code)
            self.env.cr.execute(validation)
            self.assertTrue(Preparation(self.env, "crm_enova").is_complete())
            raise Given

    def test_an_index_that_an_attempt_left_is_none(self):
        """What could not be built beside others stays in the database, of no use."""
        with own_transactions(self.env.cr.dbname) as own:
            own.execute("CREATE TABLE enova_trial_double AS VALUES (1), (1)")
            self.addCleanup(self._drop)
            with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
                own.execute(index_sql("enova_trial_idx", "enova_trial_double", DOUBLE))
            # as others see it
            preparation = Preparation(self.env(cr=own), "crm_enova")
        self.assertIs(preparation.objects["enova_trial_idx"], False)

    def _drop(self):
        with own_transactions(self.env.cr.dbname) as own:
            own.execute("DROP TABLE enova_trial_double")

    def test_an_update_computes_what_is_new_alone(self):
        preparation = Preparation(self.env, "crm_enova")
        self.assertEqual(preparation.computed(everywhere=False), [])
        filled = self.env["enova.schema"]._filled_columns()
        left = {
            (model._table, field.name)
            for model, field in preparation.computed(everywhere=True)
            if model._original_module != "crm_enova"
        } - filled
        # whatever comes here is computed row by row on an installation
        self.assertEqual(left, {("mailing_mailing", "purpose")})


class Given(Exception):
    """Ends a savepoint, and so gives back what was changed in it."""
