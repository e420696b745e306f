from odoo.tests import tagged

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestContactName(CrmEnovaCase):
    """In a task the firm stands beside its person, and is not said twice."""

    def _name_in_form(self, task, hidden):
        """Read the person as the form does."""
        context = {"partner_display_name_hide_company": hidden}
        spec = {"contact_id": {"fields": {"display_name": {}}, "context": context}}
        return task.web_read(spec)[0]["contact_id"]["display_name"]

    def test_the_form_names_the_person_alone(self):
        task = self._activity(
            partner_id=self.contractor.id, contact_id=self.contact.id
        ).with_user(self.user_own)
        firm = "Młyn Lubelski sp. z o.o., Ewa Nowak"
        # in either order, within one transaction
        self.assertEqual(self.contact.with_user(self.user_own).display_name, firm)
        self.assertEqual(self._name_in_form(task, self.contractor.id), "Ewa Nowak")
        self.assertEqual(self._name_in_form(task, False), firm)

    def test_so_does_the_choice(self):
        people = self.env["res.partner"].with_user(self.user_own)
        spec = {"display_name": {}}
        ours = [("id", "=", self.contact.id)]
        for hidden, names in (
            (True, ("Ewa Nowak", "Ewa Nowak")),
            (
                False,
                (
                    "Młyn Lubelski sp. z o.o., Ewa Nowak",
                    "Młyn Lubelski sp. z o.o. \t --Ewa Nowak--",
                ),
            ),
        ):
            choice = people.with_context(partner_display_name_hide_company=hidden)
            [row] = choice.web_name_search("nowak", spec, domain=ours)
            with self.subTest(hidden=hidden):
                self.assertEqual(
                    (row["display_name"], row["__formatted_display_name"]), names
                )

    def test_before_a_firm_is_chosen_the_choice_names_it(self):
        people = self.env["res.partner"].with_user(self.user_own)
        ours = [("id", "=", self.contact.id)]
        for firm, name in (
            (self.contractor.id, "Ewa Nowak"),
            (False, "Młyn Lubelski sp. z o.o. \t --Ewa Nowak--"),
        ):
            choice = people.with_context(
                partner_display_name_hide_company=True, default_parent_id=firm
            )
            [row] = choice.web_name_search("nowak", {"display_name": {}}, domain=ours)
            with self.subTest(firm=firm):
                self.assertEqual(row["__formatted_display_name"], name)

    def test_what_else_is_shown_stays(self):
        person = self.contact.with_context(
            partner_display_name_hide_company=True,
            formatted_display_name=True,
            show_email=True,
        )
        self.contact.email = "ewa@mlyn.example.com"
        self.assertEqual(person.display_name, "Ewa Nowak <ewa@mlyn.example.com>")
