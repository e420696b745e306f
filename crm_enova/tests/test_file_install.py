from odoo.tests import tagged

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

    def test_an_installation_fills_beside_others(self):
        """Each batch of a model is given to whoever knows how to wait for its rows."""
        files = self._file(self.order) | self._file(self.contact)
        self._set(files, enova_partner_id=None)
        given = []
        self.env["ir.attachment"]._enova_fill_owners(given.append)
        self.assertFalse(files.mapped("enova_partner_id"))
        for act in given:
            act()
        self.env.invalidate_all()
        self.assertEqual(files.mapped("enova_partner_id"), self.contractor)
