from datetime import timedelta

from odoo.tests import tagged

from .file_common import FileMixin
from .test_tour_timeline import TourCase


class FilesTourCase(FileMixin, TourCase):
    def _files(self, record=None):
        record = record if record is not None else self.contractor
        return self.env["ir.attachment"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )


@tagged("post_install", "-at_install")
class TestTourFiles(FilesTourCase):
    def test_dropped_and_registered(self):
        self._open_contractor("enova_files_drop")
        files = self._files()
        self.assertEqual(set(files.mapped("name")), {"najem.txt", "protokol.txt"})
        self.assertEqual(files.enova_partner_id, self.contractor)
        entry = files.enova_entry_ids
        self.assertEqual((entry.number, entry.state), ("12/2026", "in_force"))
        self.assertEqual(entry.user_id, self.user_own)

    def test_found_by_content(self):
        self._file(self.contractor, "najem.txt", b"Umowa najmu hali w Lublinie")
        self._read_texts()
        url = "/odoo/enova-attachments"
        self.start_tour(url, "enova_files_found", login="crm_own")

    def test_versioned(self):
        file = self._file(self.contractor, "pierwsza.txt", b"Pierwsza")
        entry = self._entry(attachment_id=file.id, state="in_force")
        url = f"/odoo/enova-register/{entry.id}"
        self.start_tour(url, "enova_files_version", login="crm_own")
        self.assertEqual(entry.attachment_id.raw, b"Pierwsza")
        self.assertEqual(len(entry.version_ids), 2)

    def test_a_link_is_made_by_its_button_alone(self):
        """Once, though the page was left before with the window open."""
        file = self._file(self.contractor, "umowa.txt", b"Umowa")
        entry = self._entry(attachment_id=file.id, state="in_force")
        url = f"/odoo/enova-register/{entry.id}"
        self.start_tour(url, "enova_files_link", login="crm_own")
        links = self.env["enova.attachment.link"].search([])
        links = links.filtered(lambda link: link.attachment_ids == file)
        self.assertEqual(len(links), 1)
        self.assertTrue(links.is_open)

    def test_expired_with_its_task(self):
        entry = self._entry(
            name="Kończy się",
            state="in_force",
            valid_until=self._today() + timedelta(days=3),
            user_id=self.user_own.id,
        )
        with self.enter_registry_test_mode():
            job = self.env.ref("crm_enova.enova_attachment_cron_validity")
            job.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(entry.reminder_id.user_id, self.user_own)
        url = "/odoo/enova-register"
        self.start_tour(url, "enova_files_expired", login="crm_own")

    def test_dropped_on_rows_and_forms(self):
        task = self._activity(
            name="Zadanie z plikiem",
            partner_id=self.contractor.id,
            user_id=self.user_own.id,
        )
        url = "/odoo/action-crm_enova.enova_activity_action"
        self.start_tour(url, "enova_files_form_and_row", login="crm_own")
        names = set(self._files(task).mapped("name"))
        self.assertEqual(names, {"wiersz.txt", "formularz.txt"})


@tagged("post_install", "-at_install")
class TestTourFilesPhone(FilesTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_camera(self):
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "Files",
                "res_model": "ir.attachment",
                "view_mode": "kanban",
                "view_id": self.env.ref(
                    "crm_enova.ir_attachment_view_kanban_archive"
                ).id,
                "domain": [("enova_partner_id", "=", self.contractor.id)],
                "context": {
                    "enova_model": "res.partner",
                    "enova_id": self.contractor.id,
                },
            }
        )
        url = f"/odoo/action-{action.id}"
        self.start_tour(url, "enova_files_camera", login="crm_own")
        self.assertEqual(self._files().name, "zdjecie.txt")

    def test_an_earlier_version_comes_back(self):
        file = self._file(self.contractor, "pierwsza.txt", b"Pierwsza")
        entry = self._entry(attachment_id=file.id, state="in_force")
        later = self._file(self.contractor, "druga.txt", b"Druga")
        wizard = self.env["enova.attachment.replace"].create(
            {"entry_id": entry.id, "file_ids": [(6, 0, later.ids)]}
        )
        wizard.action_replace()
        url = f"/odoo/enova-register/{entry.id}"
        self.start_tour(url, "enova_files_version_phone", login="crm_own")
        self.assertEqual(entry.attachment_id.raw, b"Pierwsza")
