import threading
import time
from contextlib import closing, suppress

from psycopg2.errors import LockNotAvailable

from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import SQL

from .. import files_column
from ..files_column import (
    FILES_QUICK,
    FILES_SLOW,
    _execute_patiently,
    hold_tables,
    prepare_files,
)
from .file_common import FileCase
from .migration_common import MigrationMixin


@tagged("post_install", "-at_install")
class TestFileInstall(MigrationMixin, FileCase):
    """What an update does with the files of years."""

    version, before = "19.0.1.3.0", "19.0.1.2.0"

    def test_update_fills_the_contractors(self):
        files = self._file(self.order) | self._file(self.contact)
        self._set(files, enova_partner_id=None)
        self._migrate("post-files")
        self.assertEqual(files.mapped("enova_partner_id"), self.contractor)
        self._set(files, enova_partner_id=None)
        self._migrate("post-files", before=None)
        self.assertFalse(files.mapped("enova_partner_id"))

    def test_what_is_there_is_left_alone(self):
        """Neither a statement on the table nor a commit, which no test survives."""
        self._migrate("pre-files")
        prepare_files(self.env.cr)
        self.assertTrue(self._file(self.contact).enova_partner_id)

    def test_filled_in_batches(self):
        files = self._file(self.order) | self._file(self.contact)
        self._set(files, enova_partner_id=None)
        self.patch(
            type(self.env["ir.attachment"]),
            "_enova_update_owner",
            self._count_batches(type(self.env["ir.attachment"])._enova_update_owner),
        )
        self.batches = 0
        self.env["ir.attachment"]._enova_fill_owners()
        self.env.invalidate_all()
        self.assertGreaterEqual(self.batches, 1)
        self.assertEqual(files.mapped("enova_partner_id"), self.contractor)

    def _count_batches(self, original):
        def counting(records, model, condition):
            self.batches += 1
            return original(records, model, condition)

        return counting

    def test_statements_make_what_the_models_declare(self):
        """So that the framework finds nothing left to do, and locks nothing."""
        column = self.env["ir.attachment"]._fields["enova_partner_id"]
        self.assertIn(f"{column.name} {column.column_type[0]}", FILES_QUICK[0])
        [(key,)] = self.env.execute_query(
            SQL(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conname = 'ir_attachment_enova_partner_id_fkey'"
            )
        )
        made = FILES_QUICK[1].replace(" (id)", "(id)").removesuffix(" NOT VALID")
        self.assertTrue(made.endswith(key), (made, key))
        self.assertIn("CONCURRENTLY", FILES_SLOW[1])
        declared = type(self.env["ir.attachment"])._enova_partner_idx
        definition = declared.get_definition(self.env.registry)
        self.assertTrue(FILES_SLOW[1].endswith(definition.removeprefix("INDEX ")))

    def test_patience(self):
        """A statement that gets its lock at once is run once."""
        with self.env.cr.savepoint():
            _execute_patiently(self.env.cr, "LOCK enova_attachment IN SHARE MODE")
            self.env.cr.execute("SHOW lock_timeout")
            self.assertEqual(self.env.cr.fetchone()[0], "700ms")
            self.env.cr.execute("SET lock_timeout = 0")

    def test_an_installation_waits_for_who_works_and_ends_nobody(self):
        """Somebody reads a contractor, then stores a file: the order of a deadlock."""
        reading, outcome = threading.Event(), []

        def work():
            with closing(db_connect(self.env.cr.dbname).cursor()) as cursor:
                cursor.execute("SELECT id FROM res_partner LIMIT 1")
                reading.set()
                time.sleep(1.5)
                cursor.execute("LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE")
                outcome.append("stored")

        person = threading.Thread(target=work)
        person.start()
        reading.wait(10)
        with suppress(GivenBack), self.env.cr.savepoint():
            hold_tables(self.env.cr)
            person.join(10)
            self.assertEqual(outcome, ["stored"])
            self.env.cr.execute("SHOW lock_timeout")
            self.assertEqual(self.env.cr.fetchone()[0], "0")
            raise GivenBack

    def test_who_never_ends_refuses_the_installation(self):
        """It says so by the database's own error, and holds nothing afterwards."""
        self.patch(files_column, "ATTEMPTS", 1)
        self.patch(files_column, "LONGEST", 1)
        with closing(db_connect(self.env.cr.dbname).cursor()) as other:
            other.execute("SELECT id FROM sale_order LIMIT 1")
            with self.assertRaises(LockNotAvailable):
                hold_tables(self.env.cr)
            other.execute("LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE NOWAIT")


class GivenBack(Exception):
    """Ends a savepoint, and so gives back what was locked in it."""
