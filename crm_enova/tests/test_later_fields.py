from lxml import etree

from odoo.tests import tagged

from ..models.home.later_fields import COUNTED_CLASS, LATER, LATER_CLASS, mark_later
from .common import CrmEnovaCase

# Of res.partner: counted when it is read, and nobody's to edit.
COUNTED, COUNTED_TOO = "enova_activity_count", "enova_device_count"


@tagged("post_install", "-at_install")
class TestLaterFields(CrmEnovaCase):
    """Which fields of a form the web client reads after it stands."""

    def _marked(self, inside):
        form = etree.fromstring(f"<form><sheet>{inside}</sheet></form>")
        mark_later(form, self.env["res.partner"]._fields)
        return form

    def _later(self, inside):
        return self._marked(inside).get(LATER).split()

    def _on_a_page(self, inside):
        return self._later(
            f'<notebook><page name="open"/><page>{inside}</page></notebook>'
        )

    def test_where_it_stands(self):
        field = f'<field name="{COUNTED}"/>'
        for inside, expected in (
            (field, []),
            (f'<div name="button_box"><button>{field}</button></div>', [COUNTED]),
            (f"<notebook><page>{field}</page><page/></notebook>", []),
            (f"<notebook><page/><page>{field}</page></notebook>", [COUNTED]),
            (
                f"<notebook><page>{field}</page><page autofocus='1'/></notebook>",
                [COUNTED],
            ),
            (f"<notebook><page/><page autofocus='1'>{field}</page></notebook>", []),
            (f"<notebook><page/><page>{field}</page></notebook>{field}", []),
            (f"<group invisible='1'>{field}</group>", [COUNTED]),
            (f"<group invisible='True'>{field}</group>", [COUNTED]),
            (f"<group invisible='not vat'>{field}</group>", []),
        ):
            with self.subTest(inside=inside):
                self.assertEqual(self._later(inside), expected)

    def test_what_names_it(self):
        """A modifier, a domain, a context, an option of what shows at once."""
        hidden = f'<field name="{COUNTED}" invisible="True" readonly="True"/>'
        for shown, expected in (
            ('<field name="name"/>', [COUNTED]),
            (f'<field name="name" invisible="not {COUNTED}"/>', []),
            (f'<field name="name" readonly="{COUNTED} > 3"/>', []),
            (f'<field name="name" required="{COUNTED} > 3"/>', []),
            (f"<field name='parent_id' domain=\"[('id', '=', {COUNTED})]\"/>", []),
            (f"<field name='parent_id' context=\"{{'n': {COUNTED}}}\"/>", []),
            (f"<field name='name' options=\"{{'by': '{COUNTED}'}}\"/>", []),
            (f"<widget name='theirs' invisible='{COUNTED} == 0'/>", []),
            (f"<notebook><page/><page invisible='{COUNTED} == 0'/></notebook>", []),
            (
                "<notebook><page/><page>"
                f"<field name='name' invisible='{COUNTED} == 0'/></page></notebook>",
                [COUNTED],
            ),
            (
                f"<div name='button_box'><button invisible='{COUNTED} == 0'/></div>",
                [COUNTED],
            ),
        ):
            with self.subTest(shown=shown):
                self.assertEqual(self._later(hidden + shown), expected)

    def test_what_it_is(self):
        """A column costs nothing to read; what must have a value is there at once."""
        for inside, expected in (
            ('<field name="credit"/>', ["credit"]),
            ('<field name="credit" required="1"/>', []),
            ('<field name="credit"/><field name="credit" required="vat"/>', []),
            ('<field name="vat" readonly="1"/>', []),
            ('<field name="vat" invisible="1"/>', []),
            ('<field name="use_partner_credit_limit"/>', ["use_partner_credit_limit"]),
            ('<field name="child_ids"/>', ["child_ids"]),
            ('<field name="user_ids" invisible="1"/>', ["user_ids"]),
            ('<field name="display_name"/>', []),
            (
                '<field name="properties"/>'
                '<field name="properties_base_definition_id" invisible="1"/>',
                [],
            ),
        ):
            with self.subTest(inside=inside):
                self.assertEqual(self._on_a_page(inside), expected)

    def test_lists_inside_are_let_be(self):
        lines = (
            f'<field name="child_ids"><list><field name="{COUNTED}"/></list></field>'
        )
        self.assertEqual(self._on_a_page(lines), ["child_ids"])
        form = self._marked(f"<group invisible='1'>{lines}</group>")
        [inner] = form.xpath("//list/field")
        self.assertFalse(inner.get("invisible"))

    def test_marks(self):
        """What is blank until then has a class; what never shows needs no name."""
        form = self._marked(
            f'<div name="button_box"><field name="{COUNTED}" class="theirs"/>'
            f'<field name="{COUNTED_TOO}"/><field name="child_ids"/></div>'
            '<group invisible="1"><field name="parent_id" invisible="vat"/></group>'
        )
        first, second, people, parent = form.iter("field")
        both = f"{LATER_CLASS} {COUNTED_CLASS}"
        self.assertEqual(first.get("class"), f"theirs {both}")
        self.assertEqual(second.get("class"), both)
        self.assertEqual(people.get("class"), LATER_CLASS)
        self.assertEqual(form.get(LATER), f"{COUNTED} {COUNTED_TOO} child_ids")
        self.assertEqual(parent.get("invisible"), "True")
        self.assertFalse(parent.get("class"))


@tagged("post_install", "-at_install")
class TestLaterFieldsOfContractor(CrmEnovaCase):
    def _form(self, view="crm_enova.res_partner_view_form_contractor"):
        partners = self.env["res.partner"].with_user(self.user_manager)
        view = self.env.ref(view)
        return etree.fromstring(partners.get_view(view.id, "form")["arch"])

    def _later(self):
        return self._form().get(LATER).split()

    def test_figures_of_buttons(self):
        later = self._later()
        self.assertIn(COUNTED, later)
        self.assertIn("silence_days", later)
        self.assertIn("child_ids", later)
        for name in ("name", "category_id", "image_1920", "avatar_128", "country_id"):
            self.assertNotIn(name, later)

    def test_core_reads_its_own_as_ever(self):
        self.assertIsNone(self._form("base.view_partner_form").get(LATER))

    def test_another_addon(self):
        """Its button waits with the others; what it puts in the head does not."""
        self.env["ir.ui.view"].create(
            {
                "name": "another addon",
                "model": "res.partner",
                "inherit_id": self.env.ref("base.view_partner_form").id,
                "arch": """
                <data>
                    <div name="button_box" position="inside">
                        <button name="open_commercial_entity" type="object">
                            <field name="partner_company_registry_placeholder"/>
                        </button>
                    </div>
                    <xpath expr="//h1" position="after">
                        <field name="tz_offset"/>
                        <field name="function" invisible="not contact_address"/>
                    </xpath>
                    <notebook position="inside">
                        <page name="theirs" string="Theirs">
                            <field name="contact_address_inline"/>
                        </page>
                    </notebook>
                </data>""",
            }
        )
        later = self._later()
        self.assertIn("partner_company_registry_placeholder", later)
        self.assertIn("contact_address_inline", later)
        self.assertNotIn("tz_offset", later)
        self.assertNotIn("contact_address", later)

    def test_none_of_them_has_to_have_a_value(self):
        """The web client would refuse to save before it has come."""
        form = self._form()
        for name in form.get(LATER).split():
            nodes = form.xpath(f"//field[@name='{name}'][not(ancestor::field)]")
            with self.subTest(name=name):
                self.assertTrue(nodes)
                self.assertFalse(self.env["res.partner"]._fields[name].required)
                self.assertFalse(any(node.get("required") for node in nodes))
                self.assertTrue(all(LATER_CLASS in node.get("class") for node in nodes))
