"""Mail merges that go by letter, and who gets them."""

import base64
import io

from pypdf import PdfReader

from .common import CrmEnovaCase

BODY = "<p>Szanowni Państwo,</p><p>od stycznia zmieniamy ceny.</p>"


class LetterCase(CrmEnovaCase):
    """A company with three contractors who have an address, and one who has not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"street": "ul. Leśna 2", "zip": "34-300", "city": "Żywiec"})
        partners = cls.env["res.partner"]
        cls.addressees = partners.create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "contractor_status": "contractor",
                    "street": "ul. Polna 1",
                    "zip": code,
                    "city": city,
                    "country_id": cls.env.ref("base.pl").id,
                    "user_id": cls.user_own.id,
                }
                for name, code, city in (
                    ("Cegielnia", "80-001", "Gdańsk"),
                    ("Apteka", "20-001", "Lublin"),
                    ("Browar", "50-001", "Wrocław"),
                )
            ]
        )
        cls.no_address = partners.create(
            {
                "name": "Bez Adresu",
                "is_company": True,
                "contractor_status": "contractor",
                "user_id": cls.user_own.id,
            }
        )
        cls.layout = cls.env["enova.letter.layout"].create(
            {"name": "DIN", "preset": "din_b", "company_id": cls.company.id}
        )

    def _mailing(self, partners=None, user=None, **values):
        """Return a mail merge by letter to some partners."""
        partners = self.addressees if partners is None else partners
        user = user or self.user_all
        mailings = self.env["mailing.mailing"].with_user(user)
        return mailings.create(
            {
                "subject": "Nowe ceny",
                "mailing_type": "letter",
                "purpose": "contract",
                "body_html": BODY,
                "mailing_domain": repr([("id", "in", partners.ids)]),
                "letter_layout_id": self.layout.id,
                "user_id": user.id,
                **values,
            }
        )

    def _print(self, mailing):
        """Print letters, and return the run."""
        action = mailing.action_print_letters()
        return self.env["enova.letter.run"].browse(action["res_id"])

    def _texts(self, data):
        return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]

    def _merged(self, mailing):
        """Return the text of each page of the newest file of a mailing."""
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "mailing.mailing"),
                ("res_id", "=", mailing.id),
                ("mimetype", "=", "application/pdf"),
            ],
            order="id desc",
            limit=1,
        )
        return self._texts(file.raw)

    def _offered(self, action):
        """Return name and bytes of a file that is offered for download."""
        self.assertEqual(action["type"], "ir.actions.act_url")
        id_ = int(action["url"].split("/")[4])
        file = self.env["enova.letter.file"].browse(id_)
        return file.name, base64.b64decode(file.with_context(bin_size=False).data)

    def _many(self, count):
        """Return so many contractors with an address."""
        return self.env["res.partner"].create(
            [
                {
                    "name": f"Klient {number:05}",
                    "is_company": True,
                    "contractor_status": "contractor",
                    "street": f"ul. Polna {number}",
                    "zip": f"{10 + number % 90}-001",
                    "city": "Lublin",
                    "user_id": self.user_own.id,
                }
                for number in range(count)
            ]
        )
