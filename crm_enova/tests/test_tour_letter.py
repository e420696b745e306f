from unittest.mock import patch

from odoo.tests import tagged

from ..models.mailing import mailing_mailing_print
from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourLetter(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"Browary {number}",
                    "is_company": True,
                    "contractor_status": "contractor",
                    "street": f"Długa {number}",
                    "zip": "30-001",
                    "city": "Kraków",
                }
                for number in (1, 2)
            ]
        )
        mailings = cls.env["mailing.mailing"].with_user(cls.user_all)
        cls.mailing = mailings.create(
            {
                "subject": "New prices",
                "mailing_type": "letter",
                "purpose": "contract",
                "body_html": "<p>Dear {contractor}</p>",
                "mailing_domain": repr([("id", "in", partners.ids)]),
                "user_id": cls.user_all.id,
            }
        )

    def test_the_letter_beside_its_text(self):
        url = f"/odoo/mail-merge/{self.mailing.id}"
        self.start_tour(url, "enova_letter_preview", login="crm_all")
        self.assertFalse(self.mailing.sudo().event_ids)

    def test_from_the_mailing_to_the_post(self):
        self.mailing.action_put_in_queue()
        url = f"/odoo/mail-merge/{self.mailing.id}"
        self.start_tour(url, "enova_letter_print", login="crm_all")
        events = self.mailing.sudo().event_ids
        self.assertEqual(events.mapped("mailing_state"), ["posted", "posted"])
        self.assertEqual(self.mailing.state, "done")

    def test_printing_is_watched(self):
        """More letters than are drawn while somebody waits: the page goes with them."""
        with patch.object(mailing_mailing_print, "AT_ONCE", 0):
            run_id = self.mailing.action_print_letters()["res_id"]
        run = self.env["enova.letter.run"].browse(run_id)
        self.assertEqual(run.state, "running")
        url = f"/odoo/mail-merge/{self.mailing.id}"
        self.start_tour(url, "enova_letter_progress", login="crm_all")
        run.invalidate_recordset()
        self.assertEqual((run.state, run.drawn_count), ("paused", 0))
        run.action_resume()
        run.sudo()._finish_now()
        self.assertEqual((run.state, run.drawn_count, run.progress), ("done", 2, 100))
