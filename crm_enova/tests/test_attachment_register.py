from psycopg2.errors import CheckViolation, NotNullViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .file_common import FileCase


@tagged("post_install", "-at_install")
class TestRegister(FileCase):
    """What an entry says, and who may see and change it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["enova.attachment.category"].create(
            {
                "name": "Umowa",
                "number_required": True,
                "validity_months": 12,
                "keep_years": 5,
            }
        )

    def test_nobody_locks_themselves_out(self):
        """By another company, whose records they do not see, though somebody does."""
        self.user_manager.company_ids = [Command.link(self.other_company.id)]
        entry = self._entry(user_id=self.user_manager.id)
        link = self.env["enova.attachment.link"].with_user(self.user_all)
        link = link.create({"attachment_ids": [Command.set(entry.attachment_id.ids)]})
        device = self.env["enova.device"].create(
            {
                "name": "x",
                "partner_id": self.contractor.id,
                "technician_id": self.user_manager.id,
            }
        )
        for record in (entry, link, device):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.user_all).company_id = self.other_company
            self.env.invalidate_all()
            self.assertEqual(record.company_id, self.company)

    def test_entered_from_a_file(self):
        file = self._file(self.order, "umowa.pdf").with_user(self.user_trader)
        action = file.action_enova_register()
        form = Form(
            self.env["enova.attachment"]
            .with_user(self.user_trader)
            .with_context(**action["context"])
        )
        form.category_id = self.category
        form.number = "12/2026"
        form.valid_from = "2026-03-01"
        entry = form.save()
        self.assertEqual(entry.name, "umowa.pdf")
        self.assertEqual(entry.partner_id, self.contractor)
        self.assertEqual(entry.user_id, self.user_trader)
        self.assertEqual(entry.valid_until, Date.to_date("2027-02-28"))
        self.assertEqual(entry.keep_until, Date.to_date("2032-02-28"))
        self.assertEqual(file.action_enova_register()["res_id"], entry.id)
        self.assertEqual(file.enova_category_id, self.category)

    def test_what_was_given_stays(self):
        entry = self._entry(category_id=self.category.id, valid_until="2026-12-31")
        entry.valid_from = "2026-01-01"
        self.assertEqual(entry.valid_until, Date.to_date("2026-12-31"))

    def test_category_asks_for_what_it_needs(self):
        entry = self._entry(category_id=self.category.id)
        with self.assertRaisesRegex(ValidationError, "Number"):
            entry.action_put_in_force()
        entry.number = "1/2026"
        entry.action_put_in_force()
        self.assertEqual(entry.state, "in_force")
        with self.assertRaises(ValidationError):
            entry.number = False
        entry.state = "ended"
        entry.number = False

    def test_one_entry_a_file(self):
        entry = self._entry()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self._entry(attachment_id=entry.attachment_id.id)

    @mute_logger("odoo.sql_db")
    def test_without_a_file(self):
        entries = self.env["enova.attachment"].with_user(self.user_own)
        file = self._file(self.contractor)
        for vals in ({"name": "x"}, {"name": "x", "attachment_id": False}):
            with self.subTest(vals=vals):
                with self.assertRaises(NotNullViolation), self.env.cr.savepoint():
                    entries.create([{"attachment_id": file.id}, vals])

    def test_defaults_of_the_context_give_nothing_of_the_system(self):
        other = self._activity(partner_id=self.contractor.id, user_id=self.user_all.id)
        entries = self.env["enova.attachment"].with_user(self.user_own)
        entry = entries.with_context(
            default_partner_id=self.user_all.partner_id.id,
            default_reminder_id=other.id,
        ).create({"attachment_id": self._file(self.contractor).id})
        self.assertEqual(entry.partner_id, self.contractor)
        self.assertFalse(entry.reminder_id)

    @mute_logger("odoo.sql_db")
    def test_dates_in_order(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self._entry(valid_from="2026-02-01", valid_until="2026-01-31")

    def test_seen_with_the_record(self):
        entries = {
            "contractor": self._entry(),
            "order": self._entry(self.order),
            "private": self._entry(
                self._activity(
                    partner_id=self.contractor.id,
                    private=True,
                    user_id=self.user_all.id,
                )
            ),
        }
        visible = {
            self.user_own: {"contractor"},
            self.user_all: {"contractor", "private"},
            self.user_trader: {"contractor", "order"},
        }
        ids = [entry.id for entry in entries.values()]
        for user, names in visible.items():
            self.env.invalidate_all()
            records = self.env["enova.attachment"].with_user(user)
            wanted = {entries[name].id for name in names}
            with self.subTest(user=user.login):
                found = records.search([("id", "in", ids)])
                self.assertEqual(set(found.ids), wanted)
                self.assertEqual(records.search_count([("id", "in", ids)]), len(wanted))
                groups = records._read_group([("id", "in", ids)], [], ["__count"])
                self.assertEqual(groups, [(len(wanted),)])
                for entry in entries.values():
                    seen = records.browse(entry.id).has_access("read")
                    self.assertEqual(seen, entry.id in wanted)

    def test_hidden_entries_are_refused_by_id(self):
        entry = self._entry(self.order).with_user(self.user_own)
        for attempt in (
            lambda: entry.read(["name"]),
            lambda: entry.write({"note": "x"}),
            lambda: entry.action_end(),
            lambda: entry.action_download(),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_hidden_files_are_not_registered(self):
        file = self._file(self.order)
        entries = self.env["enova.attachment"].with_user(self.user_own)
        with self.assertRaises(AccessError):
            entries.create({"name": "x", "attachment_id": file.id})

    def test_company_of_others(self):
        entry = self._entry(company_id=self.other_company.id)
        found = self.env["enova.attachment"].with_user(self.user_trader)
        self.assertFalse(found.search([("id", "=", entry.id)]))

    def test_contractor_follows_the_record(self):
        entry = self._entry(self.order)
        self.assertEqual(entry.partner_id, self.contractor)
        self.order.partner_id = self.other_contractor
        self.env.invalidate_all()
        self.assertEqual(entry.partner_id, self.other_contractor)

    def test_file_is_replaced_and_not_exchanged(self):
        entry = self._entry()
        other = self._file(self.contractor)
        with self.assertRaisesRegex(UserError, "Replace"):
            entry.write({"attachment_id": other.id})
        entry.write({"attachment_id": entry.attachment_id.id, "note": "x"})

    def test_filters_of_the_archive(self):
        entry = self._entry(
            category_id=self.category.id, number="7/2026", state="in_force"
        )
        files = self.env["ir.attachment"].with_user(self.user_own)
        base = [("enova_partner_id", "=", self.contractor.id)]
        for domain in (
            [("enova_entry_ids.category_id.name", "ilike", "umowa")],
            [("enova_entry_ids.number", "ilike", "7/2026")],
            [("enova_entry_ids", "!=", False)],
            [("enova_entry_ids.validity", "=", "open")],
        ):
            with self.subTest(domain=domain):
                self.assertEqual(files.search(base + domain), entry.attachment_id)

    def test_many_files_at_once(self):
        files = self.env["ir.attachment"].with_user(self.user_own)
        place = {"res_model": "enova.attachment.add", "res_id": 0}
        files = files.create(
            [{"name": f"{i}.txt", "raw": b"%d" % i, **place} for i in range(3)]
        )
        wizard = self.env["enova.attachment.add"].with_user(self.user_own)
        wizard = wizard.with_context(
            enova_model="res.partner", enova_id=self.contractor.id
        )
        form = Form(wizard)
        self.assertEqual(form.partner_id, self.contractor)
        form.category_id = self.category
        form.number = "1"
        form.date = "2026-01-01"
        for file in files:
            form.file_ids.add(file)
        form.save().action_add()
        self.assertEqual(set(files.mapped("res_model")), {"res.partner"})
        entries = files.enova_entry_ids
        self.assertEqual(len(entries), 3)
        self.assertEqual(entries.partner_id, self.contractor)
        self.assertEqual(entries.mapped("state"), ["in_force"] * 3)

    def test_window_takes_no_odd_contractor(self):
        wizard = self.env["enova.attachment.add"].with_user(self.user_own)
        for odd in ("x", [1], None, {"id": 1}):
            wizard = wizard.with_context(enova_model="res.partner", enova_id=odd)
            self.assertFalse(wizard.default_get(["partner_id"]).get("partner_id"))

    def test_deleted_with_its_file(self):
        entry = self._entry()
        entry.attachment_id.unlink()
        self.assertFalse(entry.exists())
