"""What is given away as a file and read again is as it was."""

import base64
import io

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from odoo import Command
from odoo.tests import tagged

from ..models.contractor.notes_text import note_lines, notes_of, notes_with
from .vcard_common import VcardCase, png

LINE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)
HARD = (
    "zwykły",
    "a;b,c\\d\\n",
    "END:VCARD",
    "x END:VCARDBEGIN:VCARD",
    "x" * 69 + "END:VCARD",
    "=?;:\"'^n",
    "NIP: 526-000-12-46",
    "https://a.example.com/?a=1&b=<2>",
    "<b>nie</b> &amp; &lt;",
    "TEL:123;ext=5",
)


@tagged("post_install", "-at_install")
class TestVcardRoundTrip(VcardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_own.group_ids = [
            Command.link(cls.env.ref("base.group_allow_export").id)
        ]
        cls.tags = cls.env["res.partner.category"].create(
            [{"name": "VIP"}, {"name": "Targi, Poznań"}]
        )

    def _file(self, partners):
        return partners.with_user(self.user_own)._vcard_file()

    def _check(self, company):
        """Give away, delete, read, give away: both files are the same."""
        text = self._file(company)
        count = len(company | company.child_ids)
        (company.child_ids | company).unlink()
        lines = self._import(text.encode())
        self.assertNotIn("failed", lines.mapped("state"), lines.mapped("message"))
        again = lines[0].partner_id
        self.assertEqual(len(again | again.child_ids), count)
        self.assertEqual(self._file(again).splitlines(), text.splitlines())
        wizard = self._read(text.encode())
        wizard.line_ids.decision = "update"
        wizard.action_import()
        self.assertEqual(self._file(again).splitlines(), text.splitlines())
        return again

    def _company(self, **values):
        return self.env["res.partner"].create(
            {
                "name": "Żółw; Gęś, i \\Spółka",
                "is_company": True,
                "contractor_status": "card",
                # whoever enters one without gets that of the company
                "country_id": self.env.ref("base.pl").id,
                **values,
            }
        )

    def test_everything_that_is_given_away(self):
        company = self._company(
            vat="PL7133012454",
            phone="+48 81-100-20-30",
            email="biuro@zolw.example.com",
            website="https://zolw.example.com",
            street="ul. Długa 7, m. 2; wejście B",
            street2="II piętro",
            zip="20-001",
            city="Lublin",
            state_id=self.env.ref("base.state_pl_lb").id,
            country_id=self.env.ref("base.pl").id,
            function="Młyn od 1900",
            comment="<p>Uwaga: <b>płaci</b></p><ul><li>raz</li><li>dwa</li></ul>"
            '<p>zob. <a href="https://x.example.com/a?b=1">stronę</a><br/><br/>koniec</p>',
            category_id=self.tags.ids,
            image_1920=base64.b64encode(png()),
        )
        self.env["res.partner"].create(
            [
                {
                    "parent_id": company.id,
                    "name": "Zażółć Gęślą Jaźń-Nowak",
                    "phone": "+48600100299",
                    "email": "zazolc@zolw.example.com",
                    "function": "=Prezes",
                    "website": "https://zazolc.example.com",
                    "comment": "<p>Urodziny: 31 stycznia</p><p>tel. domowy 22 1</p>",
                    "category_id": self.tags[1].ids,
                    "image_1920": base64.b64encode(png(60, 60)),
                },
                {"parent_id": company.id, "name": company.name},
                {"parent_id": company.id, "name": "Bez niczego"},
            ]
        )
        again = self._check(company)
        self.assertEqual(again.state_id, self.env.ref("base.state_pl_lb"))
        person = again.child_ids.filtered(lambda p: p.name.startswith("Zażółć"))
        self.assertEqual(person.category_id, self.tags[1])
        self.assertIn("tel. domowy 22 1", person.comment)
        bare = again.child_ids.filtered(lambda p: p.name == "Bez niczego")
        self.assertFalse(bare.phone or bare.email or bare.comment)

    def test_a_company_gets_nothing_from_its_people(self):
        company = self._company(
            child_ids=[
                Command.create(
                    {"name": "Ola", "phone": "601 222 333", "email": "o@example.com"}
                )
            ]
        )
        again = self._check(company)
        self.assertFalse(again.phone or again.email)

    def test_a_person_alone_and_one_who_has_people(self):
        person = self._company(
            name="Jan Kowal Wielki",
            is_company=False,
            function="kowal",
            phone="600 700 801",
            vat="PL7133012454",
            child_ids=[Command.create({"name": "Ewa Mała", "comment": "<p>x</p>"})],
        )
        self._check(person)

    def test_awkward_texts(self):
        for text in HARD:
            with self.subTest(text):
                company = self._company(
                    name=f"Firma {text}",
                    function=text,
                    street=text,
                    city=text,
                    phone=text,
                    email=text,
                    comment=notes_of([text, "", text, "koniec"]),
                )
                again = self._check(company)
                again.unlink()

    def test_photos(self):
        image = Image.effect_noise((300, 200), 60).convert("RGB")
        for kind in ("JPEG", "PNG"):
            stream = io.BytesIO()
            image.save(stream, kind)
            company = self._company(image_1920=base64.b64encode(stream.getvalue()))
            with self.subTest(kind):
                self._check(company).unlink()

    @settings(
        max_examples=8,
        # each example is three imports: a failure is told as it is found
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(LINE, max_size=6), LINE, LINE, LINE)
    def test_any_text(self, lines, name, street, phone):
        with self.env.cr.savepoint() as savepoint:
            company = self._company(
                name=f"Firma {name}",
                street=street,
                phone=phone,
                comment=notes_of(lines),
                child_ids=[
                    Command.create({"name": f"Ewa {name}", "comment": notes_of(lines)})
                ],
            )
            self._check(company)
            savepoint.rollback()
            self.env.invalidate_all()

    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.text(st.characters(exclude_categories=("C",)))))
    def test_lines_become_notes_and_lines_again(self, texts):
        lines = [" ".join(text.split()) for text in texts]
        lines = [line for line in lines if line]
        self.assertEqual(note_lines(notes_of(lines)), lines)
        self.assertIsNone(notes_with(notes_of(lines), lines))

    def test_notes_that_are_stored_are_the_same_lines(self):
        """What the field does to HTML changes no line."""
        lines = [*HARD, "ąęć 'x' \"y\"", "a\u00adb \U0001f600", "<script>x</script>"]
        self.contact.comment = notes_of(lines)
        self.assertEqual(note_lines(self.contact.comment), lines)
