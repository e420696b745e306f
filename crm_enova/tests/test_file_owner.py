"""Failure 9 of other systems: files do not follow their record."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .document_common import DOCUMENT_MODELS
from .file_common import FileCase


@tagged("post_install", "-at_install")
class TestFileOwner(FileCase):
    """Every file knows its contractor, however it and its record come and go."""

    def _owner(self, file):
        self.env.invalidate_all()
        return file.enova_partner_id

    def test_of_a_contractor_and_of_a_person_there(self):
        for record in (self.contractor, self.contact):
            with self.subTest(record=record.name):
                self.assertEqual(self._owner(self._file(record)), self.contractor)

    def test_of_every_document(self):
        for name, document in self.documents.items():
            with self.subTest(model=DOCUMENT_MODELS[name]):
                file = self._file(document)
                self.assertEqual(self._owner(file), self.contractor)

    def test_of_tasks_and_projects(self):
        task = self._activity(partner_id=self.contact.id)
        project = self.env["enova.project"].create(
            {"name": "Wdrożenie", "partner_id": self.contractor.id}
        )
        for record in (task, project):
            with self.subTest(model=record._name):
                self.assertEqual(self._owner(self._file(record)), self.contractor)

    def test_of_nobody(self):
        """Files of fields, of what belongs to nobody, of nothing at all."""
        field = self._file(self.contractor, res_field="image_1920")
        company = self._file(self.company)
        loose = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        task = self._file(self._activity())
        for file in (field, company, loose, task):
            self.assertFalse(self._owner(file))

    def test_defaults_of_the_context_count(self):
        files = self.env["ir.attachment"].with_context(
            default_res_model="res.partner", default_res_id=self.contact.id
        )
        file = files.create({"name": "x", "raw": b"x"})
        self.assertEqual(self._owner(file), self.contractor)

    def test_file_moves(self):
        file = self._file(self.contractor)
        file.write({"res_id": self.other_contractor.id})
        self.assertEqual(self._owner(file), self.other_contractor)
        file.write({"res_model": "sale.order", "res_id": self.order.id})
        self.assertEqual(self._owner(file), self.contractor)
        file.write({"res_model": "res.company", "res_id": self.company.id})
        self.assertFalse(self._owner(file))

    def test_upload_before_the_first_save(self):
        """What was attached to a window follows to the record that it was meant for."""
        file = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"x", "res_model": "mail.compose.message", "res_id": 0}
        )
        self.assertFalse(self._owner(file))
        self.order.message_post(body="x", attachment_ids=file.ids)
        self.assertEqual(file.res_model, "sale.order")
        self.assertEqual(self._owner(file), self.contractor)

    def test_record_moves(self):
        """Each document goes to another contractor, and its files with it."""
        task = self._activity(partner_id=self.contractor.id)
        for record in (*self.documents.values(), task):
            with self.subTest(model=record._name):
                file = self._file(record)
                record.partner_id = self.other_contractor
                self.assertEqual(self._owner(file), self.other_contractor)

    def test_person_moves_to_another_company(self):
        file, document = self._file(self.contact), self._file(self.order)
        self.contact.parent_id = self.other_contractor
        self.assertEqual(self._owner(file), self.other_contractor)
        self.assertEqual(self._owner(document), self.other_contractor)

    def test_merge_carries_it(self):
        file = self._file(self.order)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        target = self.env["res.partner"].create({"name": "Młyn", "is_company": True})
        lonely = self.env["res.partner"].create({"name": "Młyn", "is_company": True})
        other = self._file(lonely)
        wizard._merge((target | lonely).ids, target)
        self.assertEqual(self._owner(other), target)
        self.assertEqual((other.res_model, other.res_id), ("res.partner", target.id))
        self.assertEqual(self._owner(file), self.contractor)

    def test_deleted_contractor(self):
        """A file of a document outlives a contractor who is deleted."""
        partner = self.env["res.partner"].create({"name": "Krótko"})
        task = self._activity(partner_id=False)
        file = self._file(task)
        self._set_owner(file, partner)
        partner.unlink()
        self.assertTrue(file.exists())
        self.assertFalse(self._owner(file))

    def _set_owner(self, file, partner):
        """Write past all our steps, as raw SQL of another addon does."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE ir_attachment SET enova_partner_id = %s WHERE id = %s",
                partner.id or None,
                file.id,
            )
        )
        self.env.invalidate_all()

    def test_every_night_it_is_made_right(self):
        lost, wrong = self._file(self.order), self._file(self.contact)
        stray = self._file(self.company)
        none = self.env["res.partner"]
        self._set_owner(lost, none)
        self._set_owner(wrong, self.other_contractor)
        self._set_owner(stray, self.other_contractor)
        self.env["ir.attachment"]._cron_enova_correct_owners()
        self.assertEqual(self._owner(lost), self.contractor)
        self.assertEqual(self._owner(wrong), self.contractor)
        self.assertFalse(self._owner(stray))

    def test_database_of_years_is_filled(self):
        files = [self._file(record) for record in (self.order, self.contact)]
        for file in files:
            self._set_owner(file, self.env["res.partner"])
        self.env["ir.attachment"]._enova_fill_owners()
        for file in files:
            self.assertEqual(self._owner(file), self.contractor)

    def test_no_client_writes_it(self):
        file = self._file(self.contractor).with_user(self.user_trader)
        with self.assertRaises(AccessError):
            file.write({"enova_partner_id": self.other_contractor.id})
        with self.assertRaises(AccessError):
            file.create({"name": "x", "enova_partner_id": self.other_contractor.id})
        self.assertEqual(self._owner(file), self.contractor)

    def test_columns(self):
        """A plain column with a real key, and an index that a page is read by."""
        [(kind,)] = self.env.execute_query(
            SQL(
                "SELECT confdeltype FROM pg_constraint WHERE convalidated"
                " AND conname = 'ir_attachment_enova_partner_id_fkey'"
            )
        )
        self.assertEqual(kind, "n")
        field = self.env["ir.attachment"]._fields["enova_partner_id"]
        self.assertFalse(field.compute)
        [(index,)] = self.env.execute_query(
            SQL(
                "SELECT indexdef FROM pg_indexes"
                " WHERE indexname = 'ir_attachment_enova_partner_idx'"
            )
        )
        self.assertIn("(enova_partner_id, create_date DESC, id DESC) WHERE", index)


@tagged("post_install", "-at_install")
class TestFilesInBulk(FileCase):
    """Ten thousand files cost no more queries than ten, beside their rows."""

    def _queries(self, count, model="res.partner", record=None):
        record = record or self.contractor
        vals_list = [
            {"name": f"{i}.txt", "raw": b"x", "res_model": model, "res_id": record.id}
            for i in range(count)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["ir.attachment"].create(vals_list)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_import_of_many(self):
        self._queries(2)
        few, many = self._queries(10), self._queries(1000)
        # core inserts by hundreds
        self.assertLessEqual(many - few, 12, (few, many))

    def test_what_is_nobodys_costs_nothing(self):
        """A file of a field, or of the system: not one query more than in core."""
        self._queries(2, "res.company", self.company)
        ours = self._queries(20, "res.company", self.company)
        self.patch(
            type(self.env["ir.attachment"]),
            "_enova_owned_positions",
            lambda self, vals_list: frozenset(),
        )
        self.assertEqual(self._queries(20, "res.company", self.company), ours)
