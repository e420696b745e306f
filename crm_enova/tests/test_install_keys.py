import inspect
import json
from contextlib import closing

from odoo.orm.registry import Registry
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..models.base.enova_schema import MODULE, UNFINISHED
from ..models.base.install_keys import add_keys, put_off
from ..models.base.install_transactions import own_transactions

TABLES = ("enova_trial_item", "enova_trial_loose", "enova_trial_target")
KEYS = [
    ["enova_trial_item", "target_id", "enova_trial_target", "id", "cascade"],
    ["enova_trial_loose", "target_id", "enova_trial_target", "id", "set null"],
]
LOGGER = "odoo.addons.crm_enova.models.base.enova_schema"


@tagged("post_install", "-at_install")
class TestInstallKeys(TransactionCase):
    """Foreign keys that are added when an installation has been committed.

    On tables of the test's own: what others see has to be committed.
    """

    def setUp(self):
        super().setUp()
        self.addCleanup(self._drop)
        self._drop()
        self._run(
            "CREATE TABLE enova_trial_target (id int4 PRIMARY KEY)",
            "CREATE TABLE enova_trial_item (id int4, target_id int4)",
            "CREATE TABLE enova_trial_loose (id int4, target_id int4)",
            "INSERT INTO enova_trial_target VALUES (1)",
            "INSERT INTO enova_trial_item VALUES (1, 1), (2, 99)",
            "INSERT INTO enova_trial_loose VALUES (1, 1), (2, 99), (3, NULL)",
        )

    def _drop(self):
        self._run(
            *(f"DROP TABLE IF EXISTS {table} CASCADE" for table in TABLES),
            f"DELETE FROM ir_config_parameter WHERE key = '{UNFINISHED}'",
        )

    def _run(self, *statements):
        with own_transactions(self.env.cr.dbname) as own:
            for statement in statements:
                own.execute(statement)
            return own.fetchall() if own.description else None

    def _add(self, **options):
        with own_transactions(self.env.cr.dbname) as own:
            return add_keys(own, KEYS, **options)

    def _valid(self):
        return self._run(
            "SELECT conrelid::regclass::text, confdeltype, convalidated"
            " FROM pg_constraint WHERE contype = 'f'"
            " AND confrelid = 'enova_trial_target'::regclass ORDER BY 1"
        )

    def test_keys_are_added_and_rows_mended(self):
        """What points to what was deleted meanwhile goes as the key would have it."""
        self.assertEqual(self._add(), [])
        self.assertEqual(
            self._valid(),
            [("enova_trial_item", "c", True), ("enova_trial_loose", "n", True)],
        )
        self.assertEqual(self._run("SELECT id FROM enova_trial_item"), [(1,)])
        self.assertEqual(
            self._run("SELECT id, target_id FROM enova_trial_loose ORDER BY 1"),
            [(1, 1), (2, None), (3, None)],
        )

    def test_what_may_not_be_empty_goes(self):
        self._run(
            "ALTER TABLE enova_trial_loose ADD COLUMN kept int4",
            "DELETE FROM enova_trial_loose WHERE target_id IS NULL",
            "ALTER TABLE enova_trial_loose ALTER COLUMN target_id SET NOT NULL",
        )
        self.assertEqual(self._add(), [])
        self.assertEqual(self._run("SELECT id FROM enova_trial_loose"), [(1,)])

    def test_a_second_time_adds_nothing(self):
        self._add()
        before = self._valid()
        self.assertEqual(self._add(), [])
        self.assertEqual(self._valid(), before)

    def test_a_busy_table_is_left_for_later(self):
        """Whoever works goes on, and the others get their keys."""
        with closing(db_connect(self.env.cr.dbname).cursor()) as other:
            other.execute("INSERT INTO enova_trial_item VALUES (3, 1)")
            self.assertEqual(self._add(attempts=1), KEYS[:1])
            self.assertEqual(self._valid(), [("enova_trial_loose", "n", True)])
            other.commit()  # pylint: disable=invalid-commit
        self.assertEqual(self._add(attempts=1), [])
        self.assertEqual(len(self._valid()), 2)

    # -- what is put off -------------------------------------------------------------

    def _put_off(self, **wanted):
        registry = self.env.registry
        registry._foreign_keys = {
            tuple(name.split("__")): (*where, self.env["res.partner"], "crm_enova")
            for name, where in wanted.items()
        }
        self.addCleanup(vars(registry).pop, "_foreign_keys", None)
        return put_off(self.env, MODULE), list(registry._foreign_keys)

    def test_what_others_use_is_put_off(self):
        self.env.cr.execute("CREATE TABLE enova_trial_new (id int4, target_id int4)")
        self.env.cr.execute("CREATE TABLE enova_trial_newer (id int4 PRIMARY KEY)")
        taken, left = self._put_off(
            # from a new table to one that is there, and the other way round
            enova_trial_new__target_id=("enova_trial_target", "id", "cascade"),
            enova_trial_item__target_id=("enova_trial_newer", "id", "set null"),
            # between new ones, that nobody else sees
            enova_trial_new__id=("enova_trial_newer", "id", "cascade"),
            # what is there already, and ours
            res_partner__card_source_id=("utm_source", "id", "restrict"),
        )
        self.assertEqual(
            taken,
            [
                ["enova_trial_new", "target_id", "enova_trial_target", "id", "cascade"],
                [
                    "enova_trial_item",
                    "target_id",
                    "enova_trial_newer",
                    "id",
                    "set null",
                ],
            ],
        )
        self.assertEqual(
            left, [("enova_trial_new", "id"), ("res_partner", "card_source_id")]
        )

    def test_the_framework_adds_what_is_left(self):
        """It gathers the keys where we take them from, and adds them at the end."""
        source = inspect.getsource(Registry.init_models)
        gathered = source.index("self._foreign_keys")
        queue = source.index("self._post_init_queue.popleft()")
        added = source.index("self.check_foreign_keys(cr)")
        self.assertEqual(sorted((gathered, queue, added)), [gathered, queue, added])
        self.assertIn(
            "self._foreign_keys", inspect.getsource(Registry.check_foreign_keys)
        )

    def test_keys_of_core_are_never_made_anew(self):
        """Of a rule's groups it says two things, by the field that is asked last."""
        partners = self.env["res.partner"]
        self.env.registry._foreign_keys = {
            ("rule_group_rel", "group_id"): (
                "res_groups",
                "id",
                "restrict",
                partners,
                "base",
            )
        }
        self.addCleanup(vars(self.env.registry).pop, "_foreign_keys", None)
        self.assertEqual(put_off(self.env, MODULE), [])
        self.assertEqual(self.env.registry._foreign_keys, {})

    def test_nothing_wanted(self):
        self.assertEqual(self._put_off(), ([], []))

    # -- an installation's rest ------------------------------------------------------

    def _write_down(self, **todo):
        self._run(
            "INSERT INTO ir_config_parameter (key, value)"
            f" VALUES ('{UNFINISHED}', '{json.dumps(todo)}')"
        )

    def _written(self):
        return self._run(
            f"SELECT value FROM ir_config_parameter WHERE key = '{UNFINISHED}'"
        )

    def test_the_rest_is_done_and_forgotten(self):
        self._write_down(keys=KEYS, fill=True)
        self.env["enova.schema"]._finish()
        self.assertEqual(len(self._valid()), 2)
        self.assertEqual(self._written(), [])
        self.env["enova.schema"]._finish()

    def test_the_night_does_what_is_left(self):
        """Its own transaction is ended first: it would be in the way."""
        self._write_down(keys=KEYS, fill=False)
        with self.registry.cursor() as cr:
            # a transaction that began after it was written down
            files = self.env(cr=cr)["ir.attachment"]
            self.assertTrue(files.env["enova.schema"]._is_unfinished())
            files._cron_enova_correct_owners()
            self.assertFalse(files.env["enova.schema"]._is_unfinished())
        self.assertEqual(len(self._valid()), 2)

    def test_what_cannot_be_done_is_told_and_kept(self):
        self.patch(add_keys, "__defaults__", (1,))
        self._write_down(keys=KEYS, fill=False)
        with closing(db_connect(self.env.cr.dbname).cursor()) as other:
            other.execute("INSERT INTO enova_trial_item VALUES (3, 1)")
            with self.assertLogs(LOGGER, "WARNING") as log:
                self.env["enova.schema"]._finish()
        self.assertIn("lack 1 keys", log.output[0])
        [(value,)] = self._written()
        self.assertEqual(json.loads(value), {"keys": KEYS[:1], "fill": False})
        self.env["enova.schema"]._finish()
        self.assertEqual(self._written(), [])

    def test_a_failure_afterwards_refuses_no_installation(self):
        self._write_down(keys=[["enova_trial_gone", *KEYS[0][1:]]], fill=False)
        with self.assertLogs(LOGGER, "ERROR"), mute_logger("odoo.sql_db"):
            self.env["enova.schema"]._finish_or_tell()
        self.assertEqual(len(self._written()), 1)
