from odoo.tests import tagged

from .test_tour_timeline import TourCase


class VcardTourCase(TourCase):
    def _check(self):
        """A new card with its person; the duplicate filled in; nothing else."""
        partners = self.env["res.partner"]
        created = partners.search([("name", "=", "Tartak Wilk")])
        self.assertEqual(created.contractor_status, "card")
        self.assertEqual(created.child_ids.name, "Ola Wilk")
        self.assertEqual(created.user_id, self.user_own)
        self.assertEqual(self.contractor.website, "https://mlyn.example.com")
        self.assertFalse(partners.search([("name", "=", "Młyn Lubelski")]))


@tagged("post_install", "-at_install")
class TestTourVcard(VcardTourCase):
    def test_drop(self):
        self.start_tour("/odoo/contractors", "enova_vcard_drop", login="crm_own")
        self._check()

    def test_choose(self):
        self.start_tour("/odoo/contractors", "enova_vcard_choose", login="crm_own")
        self._check()


@tagged("post_install", "-at_install")
class TestTourVcardPhone(VcardTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_choose(self):
        self.start_tour("/odoo/contractors", "enova_vcard_choose", login="crm_own")
        self._check()
