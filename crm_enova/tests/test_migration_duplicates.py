"""What the update to 19.0.1.2.0 takes away."""

from odoo.tests import freeze_time, tagged
from odoo.tools.sql import table_exists

from .migration_common import MigrationMixin
from .test_calendar_entry import CalendarCase


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestTo120(MigrationMixin, CalendarCase):
    version, before = "19.0.1.2.0", "19.0.1.1.0"

    def test_the_table_of_the_window_that_is_called_otherwise(self):
        table = "enova_card_convert_twin"
        self._migrate("pre-duplicates")
        self.assertFalse(table_exists(self.env.cr, table))
        self.env.cr.execute(f"CREATE TABLE {table} (id serial)")
        self._migrate("pre-duplicates", before=None)
        self.assertTrue(table_exists(self.env.cr, table))
        self._migrate("pre-duplicates")
        self.assertFalse(table_exists(self.env.cr, table))

    def test_archived_entries_of_private_tasks(self):
        private, shown = self._visit(private=True), self._visit()
        for visit in private | shown:
            entry = self._entry(visit)
            self._set(entry, active=False, name="Tajne", privacy=None)
        self._migrate("post-private-entries")
        entry = self._entry(private)
        self.assertEqual(entry.name, f"Private task {private.reference}")
        self.assertEqual(entry.privacy, "private")
        self.assertFalse(entry.active)
        self.assertEqual(self._entry(shown).name, "Tajne")

    def test_a_task_that_becomes_private_with_its_entry_archived(self):
        visit = self._visit()
        visit.action_cancel()
        entry = self._entry(visit)
        self.assertFalse(entry.active)
        visit.private = True
        self.assertEqual(entry.name, f"Private task {visit.reference}")
        self.assertFalse(entry.location)
