import base64

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..models.contractor.vcard_reader import read_cards
from .common import CrmEnovaMixin
from .vcard_common import VcardCase, png

NAMES = ["name", "phone", "email", "website", "street", "street2", "zip", "city"]
NAMES += ["function", "is_company"]


@tagged("post_install", "-at_install")
class TestVcardExport(VcardCase):
    """Partners leave as one file, and come back as they were."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_own.group_ids = [
            Command.link(cls.env.ref("base.group_allow_export").id)
        ]

    def _file(self, partners, user=None):
        return partners.with_user(user or self.user_own)._vcard_file()

    def test_round_trip(self):
        tags = self.env["res.partner.category"].create(
            [{"name": "VIP"}, {"name": "Targi, Poznań"}]
        )
        company = self.env["res.partner"].create(
            {
                "name": "Żółw; Gęś, i \\Spółka",
                "is_company": True,
                "contractor_status": "card",
                "vat": "PL5260001246",
                "phone": "+48 81-100-20-30",
                "email": "biuro@zolw.example.com",
                "website": "https://zolw.example.com",
                "street": "ul. Długa 7, m. 2; wejście B",
                "street2": "II piętro",
                "zip": "20-001",
                "city": "Lublin",
                "country_id": self.env.ref("base.pl").id,
                "comment": "<p>Uwaga: <b>płaci</b>, ale = późno</p>",
                "category_id": tags.ids,
                "image_1920": base64.b64encode(png()),
                "child_ids": [
                    Command.create(
                        {
                            "name": "Zażółć Gęślą Jaźń-Nowak",
                            "phone": "+48600100299",
                            "email": "zazolc@zolw.example.com",
                            "function": "=Prezes",
                        }
                    )
                ],
            }
        )
        before = (company | company.child_ids).read(NAMES)
        text = self._file(company)
        self.assertEqual(text.count("BEGIN:VCARD"), 2)
        self.assertIn("TEL;TYPE=WORK:+48 81-100-20-30\r\n", text)
        (company.child_ids | company).unlink()
        self.contractor.vat = False
        lines = self._import(text.encode())
        self.assertEqual(lines.mapped("state"), ["created", "updated"])
        again = lines[0].partner_id
        after = (again | again.child_ids).read(NAMES)
        for values in (*before, *after):
            del values["id"]
        self.assertEqual(after, before)
        self.assertEqual(again.vat, "PL5260001246")
        self.assertEqual(again.category_id, tags)
        self.assertEqual(again.country_id, self.env.ref("base.pl"))
        self.assertTrue(again.image_1920)
        self.assertIn("*płaci*, ale = późno", again.comment)

    def test_people_bear_the_name_of_their_company(self):
        [person] = read_cards(self._file(self.contact).encode())
        self.assertEqual(person["company"], self.contractor.name)
        self.assertEqual(person["person"], self.contact.name)

    def test_no_line_is_smuggled_in(self):
        self.contact.name = "A\r\nEND:VCARD\r\nBEGIN:VCARD\nFN:B"
        self.contact.phone = "1\r\nX-EVIL:1"
        text = self._file(self.contact)
        self.assertEqual(text.count("BEGIN:VCARD\r\n"), 1)
        self.assertNotIn("\nX-EVIL", text)

    def test_drawn_initials_are_no_photo(self):
        self.assertNotIn("PHOTO", self._file(self.contractor))

    def test_rights(self):
        partners = self.contractor | self.other_contractor
        with self.assertRaises(AccessError):
            self._file(partners, self.user_all)
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {self.contact.id})]",
            }
        )
        self.assertNotIn(self.contact.name, self._file(partners))
        with self.assertRaises(AccessError):
            self._file(self.contact)


@tagged("post_install", "-at_install")
class TestVcardDownload(CrmEnovaMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls.user_own.group_ids = [
            Command.link(cls.env.ref("base.group_allow_export").id)
        ]

    def _download(self, login):
        self.authenticate(login, login)
        ids = f"{self.contractor.id},x,-1,{'9' * 5000}"
        data = {"ids": ids, "csrf_token": self._token()}
        return self.url_open("/crm_enova/vcard", data=data)

    def _token(self):
        page = self.url_open("/odoo").text
        return page.split('csrf_token: "')[1].split('"')[0]

    def test_download(self):
        answer = self._download("crm_own")
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/vcard"))
        self.assertIn("Młyn Lubelski", answer.content.decode())

    def test_of_nobody(self):
        self.authenticate("crm_own", "crm_own")
        data = {"csrf_token": self._token()}
        answer = self.url_open("/crm_enova/vcard", data=data)
        self.assertEqual((answer.status_code, answer.content), (200, b""))

    def test_without_right_to_export(self):
        answer = self._download("crm_all")
        self.assertNotEqual(answer.status_code, 200)
        self.assertNotIn("Młyn", answer.text)
