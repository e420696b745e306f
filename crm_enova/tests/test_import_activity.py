from odoo.fields import Command
from odoo.tests import tagged

from .import_common import ImportCase

HEADERS = ["Subject", "Definition", "Contractor", "Start"]
WHEN = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
class TestImportActivity(ImportCase):
    """What a row may name, and how."""

    def _contractor_of(self, text):
        rows = [HEADERS, ["Call", "Phone call", text, WHEN]]
        return self._imported("enova.activity", rows).partner_id

    def test_contractor_by_nip_in_any_writing(self):
        for text in ("5260001246", "PL5260001246", "526-000-12-46", "pl 526 000 12 46"):
            with self.subTest(text):
                self.assertEqual(self._contractor_of(text), self.contractor)

    def test_contractor_by_name_and_external_id(self):
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "client_7",
                "model": "res.partner",
                "res_id": self.other_contractor.id,
            }
        )
        for text in ("Hurtownia Północ S.A.", "client_7", "__import__.client_7"):
            with self.subTest(text):
                self.assertEqual(self._contractor_of(text), self.other_contractor)
        rows = [["Subject", "Definition", "Contractor/External ID"]]
        rows.append(["Call", "Phone call", "client_7"])
        activity = self._imported("enova.activity", rows)
        self.assertEqual(activity.partner_id, self.other_contractor)

    def test_nip_of_a_company_is_not_that_of_its_people(self):
        """Core copies the number to contact persons; the company is meant."""
        self.assertEqual(self.contact.vat, self.contractor.vat)
        self.assertEqual(self._contractor_of("5260001246"), self.contractor)

    def test_several_contractors_of_one_nip_are_refused(self):
        duplicate = self.contractor.copy(
            {"name": "Młyn Lubelski, oddział", "vat": False}
        )
        duplicate.vat = self.contractor.vat
        rows = [HEADERS, ["Call", "Phone call", "526-000-12-46", WHEN]]
        [(line, field, message)] = self._refused("enova.activity", rows)
        self.assertEqual((line, field), (2, "partner_id"))
        for candidate in (self.contractor, duplicate):
            self.assertIn(f"{candidate.name} (ID {candidate.id})", message)

    def test_several_contractors_of_one_name_are_refused(self):
        self.other_contractor.copy({"name": self.other_contractor.name})
        rows = [HEADERS, ["Call", "Phone call", "Hurtownia Północ S.A.", WHEN]]
        [(line, field, _message)] = self._refused("enova.activity", rows)
        self.assertEqual((line, field), (2, "partner_id"))

    def test_contact_person_of_the_rows_contractor(self):
        self.other_contractor.child_ids = [Command.create({"name": "Ewa Nowak"})]
        headers = [*HEADERS, "Contact person"]
        rows = [headers, ["Call", "Phone call", "5260001246", WHEN, "Ewa Nowak"]]
        activity = self._imported("enova.activity", rows)
        self.assertEqual(activity.contact_id, self.contact)

    def test_two_persons_of_one_name_at_one_contractor_are_refused(self):
        self.contractor.child_ids = [Command.create({"name": "Ewa Nowak"})]
        headers = [*HEADERS, "Contact person"]
        rows = [headers, ["Call", "Phone call", "5260001246", WHEN, "Ewa Nowak"]]
        [(line, field, _message)] = self._refused("enova.activity", rows)
        self.assertEqual((line, field), (2, "contact_id"))

    def test_assignee_by_login_or_name(self):
        for text in ("crm_own", "Crm Own"):
            rows = [["Subject", "Definition", "Assignee"], ["Plan", "To do", text]]
            activity = self._imported("enova.activity", rows)
            self.assertEqual(activity.user_id, self.user_own)

    def test_stage_and_tags_by_name(self):
        tags = self.env["enova.activity.tag"].create([{"name": "A"}, {"name": "B"}])
        rows = [
            ["Subject", "Definition", "Stage", "Tags"],
            ["Plan", "To do", "Waiting", "A, B"],
        ]
        activity = self._imported("enova.activity", rows)
        self.assertEqual(activity.stage_id, self.stage_waiting)
        self.assertEqual(activity.tag_ids, tags)

    def test_new_tags_are_created_where_the_screen_says_so(self):
        rows = [["Subject", "Definition", "Tags"], ["Plan", "To do", "Fresh"]]
        activity = self._imported(
            "enova.activity", rows, name_create_enabled_fields={"tag_ids": True}
        )
        self.assertEqual(activity.tag_ids.name, "Fresh")

    def test_names_of_any_installed_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.type_note.with_context(lang="pl_PL").name = "Notatka służbowa"
        rows = [["Subject", "Definition"], ["Note", "Notatka służbowa"]]
        activity = self._imported("enova.activity", rows)
        self.assertEqual(activity.type_id, self.type_note)

    def test_times_are_those_of_the_user(self):
        """Ten o'clock in Warsaw is nine in the database in winter."""
        rows = [HEADERS, ["Call", "Phone call", "5260001246", "2026-03-02 10:00:00"]]
        activity = self._imported("enova.activity", rows)
        self.assertEqual(str(activity.date_start), "2026-03-02 09:00:00")

    def test_times_in_the_nights_when_the_clocks_change(self):
        """Each row is read, whether its hour does not exist or comes twice."""
        told = {
            "2026-03-29 01:59:00": "2026-03-29 00:59:00",
            "2026-03-29 02:30:00": "2026-03-29 01:30:00",
            "2026-03-29 03:00:00": "2026-03-29 01:00:00",
            "2026-10-25 02:30:00": "2026-10-25 01:30:00",
            "2026-10-25 03:00:00": "2026-10-25 02:00:00",
        }
        rows = [HEADERS, *[["Call", "Phone call", "5260001246", time] for time in told]]
        activities = self._imported("enova.activity", rows)
        self.assertEqual(
            [str(activity.date_start) for activity in activities.sorted("id")],
            list(told.values()),
        )

    def test_numbers_are_drawn_and_events_are_done(self):
        rows = [HEADERS, *[["Call", "Phone call", "5260001246", WHEN]] * 3]
        activities = self._imported("enova.activity", rows)
        self.assertEqual(len(set(activities.mapped("reference"))), 3)
        self.assertEqual(set(activities.mapped("state")), {"done"})

    def test_again_with_an_external_id_updates(self):
        rows = [["External ID", "Subject", "Definition"], ["call_1", "One", "To do"]]
        first = self._imported("enova.activity", rows)
        rows[1][1] = "Two"
        again = self._imported("enova.activity", rows)
        self.assertEqual(again, first)
        self.assertEqual(first.name, "Two")

    def test_a_follow_up_of_a_row_of_the_same_file(self):
        rows = [
            ["External ID", "Subject", "Definition", "Follows/External ID"],
            ["visit_1", "Visit", "To do", ""],
            ["visit_2", "Next visit", "To do", "visit_1"],
        ]
        first, second = self._imported("enova.activity", rows)
        self.assertEqual(second.parent_id, first)

    def test_only_what_the_user_may_see(self):
        foreign = self.contractor.copy(
            {
                "name": "Foreign",
                "vat": "PL7133012454",
                "company_id": self.other_company.id,
            }
        )
        rows = [HEADERS, ["Call", "Phone call", "7133012454", WHEN]]
        [(line, field, message)] = self._refused("enova.activity", rows)
        self.assertEqual((line, field), (2, "partner_id"))
        self.assertNotIn(foreign.name, message)

    def test_batches_of_the_screen(self):
        """The client asks batch by batch; core says where the next one begins."""
        calls = [["Call", "Phone call", "5260001246", WHEN] for _ in range(5)]
        result = self._import("enova.activity", [HEADERS, *calls], limit=2)
        self.assertEqual((len(result["ids"]), result["nextrow"]), (2, 2))
        calls[1][2] = "nobody"
        result = self._import("enova.activity", [HEADERS, *calls], limit=2)
        self.assertEqual((result["ids"], result["nextrow"]), (False, 2))
