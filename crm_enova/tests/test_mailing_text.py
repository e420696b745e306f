from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, tagged

from ..models.mailing.placeholder_text import (
    BodyTemplate,
    fill_line,
    has_expression,
    names_in,
)
from .mailing_common import MailingCase

HOSTILE = "<b>{{ object.env }}</b> {contractor} <t t-out='1'/>"


@tagged("post_install", "-at_install")
class TestPlaceholderText(BaseCase):
    """The engine alone: names in braces, on a tree."""

    def test_values_are_text(self):
        """Whatever a name holds is neither markup nor a placeholder."""
        body = BodyTemplate("<p>Dear {person}, <i>{contractor}</i>!</p>")
        filled = body.fill({"person": HOSTILE, "contractor": "A & B"})
        self.assertEqual(
            filled,
            "<p>Dear &lt;b&gt;{{ object.env }}&lt;/b&gt; {contractor} &lt;t"
            " t-out='1'/&gt;, <i>A &amp; B</i>!</p>",
        )

    def test_the_template_is_filled_again_and_again(self):
        body = BodyTemplate("<p>{a}</p>{b} tail<br/>{a}")
        self.assertEqual(body.fill({"a": "1", "b": "2"}), "<p>1</p>2 tail<br>1")
        self.assertEqual(body.fill({"a": "3"}), "<p>3</p> tail<br>3")
        self.assertEqual(body.names, ["a", "b"])

    def test_text_before_the_first_element(self):
        self.assertEqual(
            BodyTemplate("{a} & <b>x</b>").fill({"a": "<"}), "&lt; &amp; <b>x</b>"
        )
        self.assertEqual(BodyTemplate("").fill({}), "")
        self.assertEqual(BodyTemplate(False).fill({}), "")

    def test_links(self):
        """A value may stand in a link, and can neither leave its place nor run."""
        body = BodyTemplate(
            '<a href="https://x.example/?c={contractor}">x</a><a href="{link}">y</a>'
        )
        filled = body.fill({"contractor": 'a"&b=1', "link": "javascript:alert(1)"})
        self.assertIn("?c=a%22%26b%3D1", filled)
        self.assertNotIn("javascript", filled)
        self.assertIn('href="/view"', body.fill({"link": "/view"}))

    def test_what_is_no_placeholder(self):
        for text in ("{ a }", "{}", "{a b}", "{color:red}", "{1}", "a{", "}a"):
            with self.subTest(text=text):
                self.assertEqual(names_in(text), [])
        style = BodyTemplate("<style>.a{b}</style><p>c</p>")
        self.assertEqual(style.names, [])

    def test_attributes_count_as_unknown(self):
        """Something in an expression's clothes is found wherever it hides."""
        for body in (
            "<p>{{ object.name }}</p>",
            "<p><t t-out='object.name'/></p>",
            "<p t-esc='object'>x</p>",
            '<p title="{{ user }}">x</p>',
            "<p>a</p>{{ ctx }}",
            "<p t-attf-class='a'>x</p>",
        ):
            with self.subTest(body=body):
                self.assertTrue(BodyTemplate(body).has_expression)
        self.assertTrue(has_expression("a }} b"))
        self.assertFalse(BodyTemplate("<p>{contractor} {x} a{b}c</p>").has_expression)

    def test_lines_have_no_breaks(self):
        """A subject is a header of an e-mail."""
        line = fill_line("New {contractor}\r\nBcc: x", {"contractor": "A\nB\u2028C"})
        self.assertEqual(line, "New A B C Bcc: x")

    def test_what_no_document_holds(self):
        body = BodyTemplate("<p>{a}\x00b</p>")
        self.assertEqual(body.fill({"a": "x\x00\x1b\ufffey"}), "<p>xyb</p>")

    def test_right_to_left_and_long(self):
        name = "شركة " * 300
        self.assertEqual(BodyTemplate("<p>{a}</p>").fill({"a": name}), f"<p>{name}</p>")


@tagged("post_install", "-at_install")
class TestMailingText(MailingCase):
    """Texts of mail merges: what is refused, and what addressees read."""

    def _text(self, body, partner=None, user=None, **values):
        """Return the body as one addressee would get it."""
        mailing = self._mailing(self.people, body_html=body, user=user, **values)
        return mailing._sample_texts(partner or self.brewery)[1]

    def test_unknown_placeholders_are_refused_when_saved(self):
        for body in ("<p>{contractr}</p>", "<p>{contractor.name}</p>", "{user}"):
            with self.subTest(body=body):
                with self.assertRaisesRegex(ValidationError, "not known"):
                    self._mailing(body_html=body)
        with self.assertRaisesRegex(ValidationError, "{nobody}"):
            self._mailing(subject="For {nobody}")

    def test_expressions_are_refused_when_saved(self):
        for values in (
            {"body_html": "<p>{{ object.name }}</p>"},
            {"body_html": "<p><t t-out='object.name'/></p>"},
            {"subject": "{{ object.name }}"},
            {"mailing_type": "mail", "preview": "{{ object.name }}"},
        ):
            with self.subTest(values=values):
                with self.assertRaisesRegex(ValidationError, "evaluates nothing"):
                    self._mailing(user=self.env.user, **values)

    def test_core_keeps_its_own_language(self):
        """A mailing of the ERP alone is not ours to check."""
        mailing = self.env["mailing.mailing"].create(
            {"subject": "{{ object.name }}", "body_html": "<p>{unknown}</p>"}
        )
        self.assertFalse(mailing.is_merge)

    def test_names_that_look_like_templates(self):
        self.brewery.name = HOSTILE
        self.assertEqual(
            self._text("<p>{contractor}</p>"),
            "<p>&lt;b&gt;{{ object.env }}&lt;/b&gt; {contractor}"
            " &lt;t t-out='1'/&gt;</p>",
        )

    def test_salutations(self):
        """Grammatical, in the language of the addressee, with the vocative."""
        person = self._person(self.brewery, "Anna Nowak")
        cases = [
            (False, False, "Dear Sir or Madam"),
            ("female", False, "Dear Madam"),
            ("female", "Anno", "Dear Ms Anno"),
            ("male", False, "Dear Sir"),
            ("male", "Janie", "Dear Mr Janie"),
            ("plural", "Państwo", "Dear Sir or Madam"),
        ]
        for form, vocative, expected in cases:
            with self.subTest(form=form, vocative=vocative):
                person.write({"grammatical_form": form, "vocative": vocative})
                self.assertEqual(
                    self._text("<p>{salutation}</p>", person), f"<p>{expected}</p>"
                )
        self.assertEqual(self._text("<p>{salutation}</p>"), "<p>Dear Sir or Madam</p>")

    def test_a_company_is_addressed_as_many(self):
        self.brewery.grammatical_form = "female"
        self.assertEqual(self.brewery._form_of_address(), "plural")

    def test_the_caretaker_and_the_sender(self):
        self.user_own.partner_id.write({"phone": "+48 600 1", "function": "Sales"})
        text = self._text(
            "<p>{caretaker}|{caretaker_phone}|{caretaker_function}|{sender}</p>",
            user=self.user_all,
        )
        self.assertEqual(text, "<p>Crm Own|+48 600 1|Sales|Crm All</p>")

    def test_the_service_order_is_read_with_the_senders_rights(self):
        self.env["repair.order"].create({"partner_id": self.brewery.id})
        newest = self.env["repair.order"].create({"partner_id": self.brewery.id})
        body = "<p>{service_order}</p>"
        self.assertEqual(self._text(body, user=self.env.user), f"<p>{newest.name}</p>")
        self.assertEqual(self._text(body, user=self.user_own), "<p></p>")

    def test_private_projects_of_others_stay_unsaid(self):
        self._project_of(self.mill, name="Secret")
        self.assertEqual(
            self._text("<p>{project}</p>", self.mill, user=self.user_own), "<p></p>"
        )
        self.assertEqual(
            self._text("<p>{project}</p>", self.mill, user=self.user_all),
            "<p>Secret</p>",
        )

    def test_the_address_field(self):
        mailing = self._mailing()
        person = self._person(self.brewery, "Anna Nowak")
        self.mill.write({"country_id": self.env.ref("base.de").id})
        values = mailing._addressee_values(person | self.mill, set())
        self.assertEqual(
            values[person.id]["address"],
            ["Browar & Syn", "Anna Nowak", self.brewery.street, "30-001 Kraków"],
        )
        self.assertEqual(values[self.mill.id]["address"][-1], "GERMANY")

    def test_a_letter_has_no_links(self):
        with self.assertRaisesRegex(ValidationError, "unsubscribe_link"):
            self._mailing(body_html="<a href='{unsubscribe_link}'>x</a>")
        mailing = self._mailing(
            mailing_type="mail", body_html="<a href='{unsubscribe_link}'>x</a>"
        )
        body = mailing._sample_texts(self.brewery)[1]
        self.assertIn("/unsubscribe_from_list", body)

    def test_the_picker(self):
        mailings = self.env["mailing.mailing"].with_user(self.user_own)
        names = {line["name"] for line in mailings.enova_placeholders("letter")}
        self.assertIn("salutation", names)
        self.assertNotIn("unsubscribe_link", names)
        everything = mailings.enova_placeholders({"x": 1})
        self.assertIn("{view_link}", {line["text"] for line in everything})


@tagged("post_install", "-at_install")
class TestMailingPlaceholder(MailingCase):
    """Fields that a manager lets mail merges fill in."""

    def _placeholder(self, name, field, **values):
        field = self.env["ir.model.fields"]._get("res.partner", field)
        prepared = {"name": name, "label": name, "field_id": field.id, **values}
        return self.env["enova.placeholder"].create(prepared)

    def _text(self, name, partner, user=None):
        mailing = self._mailing(body_html=f"<p>{{{name}}}</p>", user=user)
        return (
            mailing._sample_texts(partner)[1].removeprefix("<p>").removesuffix("</p>")
        )

    def test_plain_fields_in_words(self):
        self.brewery.write({"credit_limit": 1200, "ref": "B-1", "color": 3})
        self._placeholder("our_ref", "ref")
        self._placeholder("hue", "color")
        self._placeholder("land", "country_id")
        self._placeholder("firm", "is_company")
        self._placeholder("since", "create_date")
        self.assertEqual(self._text("our_ref", self.brewery), "B-1")
        self.assertEqual(self._text("hue", self.brewery), "3")
        self.assertEqual(self._text("land", self.brewery), "Poland")
        self.assertEqual(self._text("firm", self.brewery), "yes")
        self.assertTrue(self._text("since", self.brewery))

    def test_own_fields(self):
        model = self.env["ir.model"]._get("res.partner")
        self.env["ir.model.fields"].create(
            {
                "name": "x_delivery_day",
                "model_id": model.id,
                "field_description": "Delivery day",
                "ttype": "char",
            }
        )
        self.brewery.x_delivery_day = "Tuesday"
        self._placeholder("delivery_day", "x_delivery_day")
        self.assertEqual(self._text("delivery_day", self.brewery), "Tuesday")

    def test_of_the_company_or_of_the_person(self):
        person = self._person(self.brewery, "Anna Nowak", ref="P-1")
        self.brewery.ref = "B-1"
        self._placeholder("firm_ref", "ref")
        self._placeholder("person_ref", "ref", of_company=False)
        self.assertEqual(self._text("firm_ref", person), "B-1")
        self.assertEqual(self._text("person_ref", person), "P-1")

    def test_the_rights_of_the_sender(self):
        """What a group alone may read stays empty for everybody else."""
        self._placeholder("secret", "ref")
        field = self.env["res.partner"]._fields["ref"]
        self.brewery.ref = "B-1"
        self.patch(field, "groups", "base.group_system")
        self.assertEqual(self._text("secret", self.brewery, self.user_own), "")
        self.assertEqual(self._text("secret", self.brewery, self.env.user), "B-1")

    def test_what_is_no_plain_field(self):
        for name in ("image_1920", "child_ids", "category_id", "comment"):
            with self.subTest(field=name), self.assertRaises(ValidationError):
                self._placeholder("thing", name)

    def test_names(self):
        for name in ("contractor", "Big", "1st", "a", "with space", "a.b", "view_link"):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self._placeholder(name, "ref")

    def test_only_managers_add(self):
        placeholders = self.env["enova.placeholder"]
        self.assertTrue(placeholders.with_user(self.user_manager).has_access("create"))
        self.assertFalse(placeholders.with_user(self.user_all).has_access("create"))
        self.assertTrue(placeholders.with_user(self.user_own).has_access("read"))
