from odoo import Command
from odoo.tests import tagged

from .common import CrmEnovaCase

NOBODY = {"known": [], "hidden": False}


@tagged("post_install", "-at_install")
class TestKnownPartners(CrmEnovaCase):
    """Whoever is there already is told while somebody still types."""

    def _known(self, user=None, partner_id=None, **values):
        user = user or self.user_own
        partners = user.env["res.partner"].with_user(user)
        return partners.enova_known(values, partner_id)

    def _restrict(self):
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        self.contractor.user_id = self.user_all

    def test_every_criterion(self):
        for values, reason in (
            ({"vat": "PL 526-000-12-46"}, "same NIP"),
            ({"email": "BIURO@mlyn.example.com"}, "same e-mail"),
            ({"phone": "tel. 600 100 200 lub 22 111 22 33"}, "same phone"),
            ({"name": "MLYN LUBELSKI"}, "similar name (100 %)"),
        ):
            with self.subTest(**values):
                expected = {
                    "id": self.contractor.id,
                    "name": self.contractor.name,
                    "reason": reason,
                }
                self.assertEqual(
                    self._known(**values), {"known": [expected], "hidden": False}
                )

    def test_nobody(self):
        for values in (
            {},
            {"name": "", "vat": False, "email": None},
            {"name": "Zupełnie inna firma"},
            {"phone": "112"},
            {"vat": "brak", "email": "biuro", "phone": "-"},
            {"unknown": "x"},
            {"email": "a@b\0.example.com"},
        ):
            with self.subTest(**values):
                self.assertEqual(self._known(**values), NOBODY)

    def test_the_most_certain_first_and_three_at_most(self):
        self.env["res.partner"].create(
            [{"name": f"Młyn Lubelski {i}"} for i in range(5)]
        )
        known = self._known(name="Młyn Lubelska", vat="5260001246")["known"]
        self.assertEqual(known[0]["id"], self.contractor.id)
        self.assertEqual(known[0]["reason"], "same NIP, similar name")
        self.assertEqual(len(known), 3)

    def test_not_oneself_nor_ones_company(self):
        for partner in (self.contractor, self.contact):
            values = {"vat": "5260001246", "phone": "600 100 200"}
            self.assertEqual(self._known(partner_id=partner.id, **values), NOBODY)

    def test_people_count(self):
        self.contractor.child_ids = [
            Command.create({"name": "O.", "email": "o@poczta.example.com"})
        ]
        [known] = self._known(email="o@poczta.example.com")["known"]
        self.assertEqual(known["id"], self.contractor.id)

    def test_of_those_whom_one_may_not_see_the_nip_alone(self):
        self._restrict()
        self.assertEqual(
            self._known(vat="526 000 12 46"), {"known": [], "hidden": True}
        )
        for values in (
            {"email": "biuro@mlyn.example.com"},
            {"phone": "600100200"},
            {"name": "Młyn Lubelski"},
            {"vat": "526000"},
        ):
            with self.subTest(**values):
                self.assertEqual(self._known(**values), NOBODY)
        known = self._known(self.user_manager, vat="5260001246")
        self.assertFalse(known["hidden"])
        self.assertEqual(known["known"][0]["id"], self.contractor.id)

    def test_whose_nip_it_is_cannot_be_tried_out(self):
        """Naming somebody as the form's own person tells nothing of them."""
        self._restrict()
        for partner in (self.contractor, self.contact):
            known = self._known(vat="5260001246", partner_id=partner.id)
            self.assertEqual(known, {"known": [], "hidden": True})

    def test_what_another_company_has_is_not_hinted_at(self):
        self.contractor.company_id = self.other_company
        self.assertEqual(self._known(vat="5260001246"), NOBODY)
        self.user_own.company_ids += self.other_company
        here = self.user_own.with_context(allowed_company_ids=self.company.ids)
        self.assertTrue(self._known(here, vat="5260001246")["hidden"])

    def test_whoever_has_no_crm_is_told_nothing(self):
        for user in (self.user_outsider, self.user_portal):
            self.assertEqual(self._known(user, vat="5260001246"), NOBODY)

    def test_few_queries(self):
        self._known(vat="5260001246")
        self.env.flush_all()
        with self.assertQueryCount(5):
            self._known(vat="5260001246", name="Młyn", phone="600100200")

    def test_the_form_does_not_name_whom_core_would(self):
        arch = self.env["res.partner"].with_user(self.user_own).get_view()["arch"]
        self.assertNotIn("same_vat_partner_id", arch)
        self.assertIn("enova_known_partners", arch)
        bystander = self.env["res.partner"].with_user(self.user_outsider)
        arch = bystander.get_view()["arch"]
        self.assertIn("same_vat_partner_id", arch)
        self.assertNotIn("enova_known_partners", arch)
