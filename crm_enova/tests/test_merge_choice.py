"""Partners are merged side by side: whoever merges says which value stays."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .merge_common import MergeCase


class ChoiceCase(MergeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duplicate.write(
            {
                "phone": "+48 81 500 00 00",
                "email": "lublin@mlyn.example.com",
                "website": "https://mlyn.example.com",
                "street": "Rynek 1",
                "city": "Świdnik",
                "zip": "21-040",
                "user_id": cls.user_own.id,
            }
        )

    def _window(self, *partners, user=None, **values):
        """Open core's window as the action of a list does; the first one stays."""
        partners = partners or (self.contractor, self.duplicate)
        wizards = self.env["base.partner.merge.automatic.wizard"]
        return (
            wizards.with_user(user or self.user_own)
            .with_context(
                active_model="res.partner", active_ids=[p.id for p in partners]
            )
            .create({"dst_partner_id": partners[0].id, **values})
        )

    def _rows(self, window):
        rows = window.merge_comparison["rows"]
        return {row["key"]: row for row in rows}


@tagged("post_install", "-at_install")
class TestMergeComparison(ChoiceCase):
    def test_rows(self):
        """What differs is shown, the first things first; what is equal is not."""
        self.duplicate.vat = self.contractor.vat
        rows = self._rows(self._window())
        self.assertEqual(list(rows)[:2], ["name", "email"])
        self.assertNotIn("vat", rows)
        # what travels as JSON has texts for keys
        kept, gone = str(self.contractor.id), str(self.duplicate.id)
        self.assertEqual(
            rows["phone"]["values"],
            {kept: "+48 600-100-200", gone: "+48 81 500 00 00"},
        )
        self.assertEqual(rows["phone"]["chosen"], self.contractor.id)
        # the one who stays has none
        self.assertEqual(rows["website"]["chosen"], self.duplicate.id)
        address = rows["address"]["values"]
        self.assertEqual(address[kept], "Lublin")
        self.assertEqual(address[gone], "Rynek 1, 21-040, Świdnik")

    def test_caretaker_is_shown_and_not_chosen(self):
        self.duplicate.user_id = self.user_all
        row = self._rows(self._window(user=self.user_manager))["user_id"]
        self.assertIsNone(row["chosen"])
        self.assertEqual(row["values"][str(self.duplicate.id)], "Crm All")

    def test_what_moves_is_counted_under_the_rights_of_the_reader(self):
        for private in (False, False, True):
            self._activity(
                partner_id=self.duplicate.id,
                user_id=self.user_manager.id,
                private=private,
            )
        self.env["sale.order"].create({"partner_id": self.duplicate.id})
        self.env["enova.campaign"].create({"title": "Wiosna"}).member_ids = [
            Command.create({"partner_id": self.duplicate.id})
        ]
        window = self._window(user=self.user_all)
        moved = {
            line["label"]: line["counts"] for line in window.merge_comparison["moved"]
        }
        gone = str(self.duplicate.id)
        self.assertEqual(moved["Task or event"], {gone: 2})
        self.assertEqual(moved["Contact persons and addresses"], {gone: 1})
        self.assertEqual(moved["Member of a campaign"], {gone: 1})

    def test_queries_do_not_grow(self):
        """A query for each model, however much moves."""

        def cost():
            window = self._window(user=self.user_all)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(window.merge_comparison)
            return self.env.cr.sql_log_count - before

        cost()
        few = cost()
        self.env["enova.activity"].create(
            [{"name": str(i), "partner_id": self.duplicate.id} for i in range(50)]
        )
        self.assertEqual(cost(), few)

    def test_the_comparison_follows_who_stays(self):
        window = self._window()
        for stays in (self.contractor, self.duplicate):
            window.dst_partner_id = stays
            sides = window.merge_comparison["partners"]
            self.assertEqual([p["id"] for p in sides if p["stays"]], stays.ids)
            self.assertEqual(sides[0]["id"], stays.id)

    def test_outsiders_have_the_window_of_the_erp(self):
        self.user_outsider.group_ids += self.env.ref("base.group_partner_manager")
        wizards = self.env["base.partner.merge.automatic.wizard"]
        mine = wizards.get_view(view_type="form")["arch"]
        self.assertIn("enova_merge_table", mine)
        theirs = wizards.with_user(self.user_outsider).get_view(view_type="form")
        self.assertNotIn("enova_merge_table", theirs["arch"])
        self.assertIn("is_company", theirs["arch"])
        self.duplicate.email = self.contractor.email
        action = self._window(user=self.user_outsider).action_merge()
        self.assertEqual(action["res_model"], "base.partner.merge.automatic.wizard")
        self.assertFalse(self.duplicate.exists())


@tagged("post_install", "-at_install")
class TestMergeChosen(ChoiceCase):
    def test_chosen_values_stay_and_others_are_told(self):
        for user in (self.user_own, self.user_manager):
            with self.subTest(user=user.name), self.env.cr.savepoint() as savepoint:
                gone = self.duplicate.id
                window = self._window(user=user)
                window.merge_choices = {"phone": gone, "email": gone}
                window.action_merge()
                self.env.invalidate_all()
                self.assertFalse(self.duplicate.exists())
                kept = self.contractor
                self.assertEqual(kept.phone, "+48 81 500 00 00")
                self.assertEqual(kept.email, "lublin@mlyn.example.com")
                self.assertEqual(kept.name, "Młyn Lubelski sp. z o.o.")
                self.assertEqual(kept.website, "https://mlyn.example.com")
                story = self._event().description
                self.assertIn("+48 600-100-200", story)
                self.assertNotIn("+48 81 500 00 00", story)
                self.assertIn("Młyn Lublin", story)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_an_address_is_one_value(self):
        """Not the street of one in the town of the other."""
        window = self._window()
        window.action_merge()
        self.env.invalidate_all()
        self.assertEqual(self.contractor.city, "Lublin")
        self.assertFalse(self.contractor.street or self.contractor.zip)
        self.assertIn("Rynek 1", self._event().description)

    def test_the_other_address(self):
        window = self._window(merge_choices={"address": self.duplicate.id})
        window.action_merge()
        self.env.invalidate_all()
        kept = self.contractor
        self.assertEqual(
            (kept.street, kept.zip, kept.city), ("Rynek 1", "21-040", "Świdnik")
        )

    def test_three_and_more(self):
        others = self.env["res.partner"].create(
            [
                {"name": f"Młyn {n}", "phone": f"60000000{n}", "ref": f"M{n}"}
                for n in range(4)
            ]
        )
        tasks = [self._activity(partner_id=partner.id) for partner in others]
        window = self._window(self.contractor, *others, user=self.user_manager)
        window.merge_choices = {"phone": others[3].id, "name": others[0].id}
        action = window.action_merge()
        self.env.invalidate_all()
        self.assertFalse(others.exists())
        self.assertEqual(self.contractor.phone, "600000003")
        self.assertEqual(self.contractor.name, "Młyn 0")
        self.assertEqual(self.contractor.ref, "M0")
        self.assertEqual({task.partner_id for task in tasks}, {self.contractor})
        self.assertEqual(action["params"]["gone_ids"], others.ids)

    def test_what_a_client_invents_is_not_taken(self):
        """Names of fields and partners that are not compared choose nothing."""
        stranger = self.other_contractor
        window = self._window()
        for choices in (
            {"phone": stranger.id, "active": self.duplicate.id},
            {"phone": "1; DROP", "company_id": self.duplicate.id},
            ["phone"],
            "phone",
            {"phone": True},
        ):
            with self.subTest(choices=choices):
                window.merge_choices = choices
                stays = window._merge_stays()
                self.assertEqual(stays["phone"], self.contractor)
                self.assertFalse({"active", "company_id"} & stays.keys())

    def test_lands_on_who_stays(self):
        action = self._window().action_merge()
        self.assertEqual(action["tag"], "crm_enova.partner_merged")
        self.assertEqual(action["params"]["partner_id"], self.contractor.id)
        screen = self.env.ref("crm_enova.res_partner_action_contractor")
        self.assertIn(screen.id, action["params"]["screens"])
        self.assertIn(screen.path, action["params"]["screens"])

    def test_two_at_least(self):
        with self.assertRaisesRegex(UserError, "at least two"):
            self._window(self.contractor).action_merge()

    def test_the_next_group_of_duplicates(self):
        """Core's search for duplicates goes on to the next group, and forgets."""
        firms = self.env["res.partner"].create(
            [{"name": name, "ref": name} for name in ("Ala", "Ala", "Ola", "Ola")]
        )
        window = self._window(*firms[:2], user=self.user_manager)
        window.line_ids = [
            Command.create({"aggr_ids": str(firms[i : i + 2].ids)}) for i in (0, 2)
        ]
        window.current_line_id = window.line_ids[0]
        window.merge_choices = {"ref": firms[0].id}
        action = window.action_merge()
        self.assertEqual(action["res_id"], window.id)
        self.assertEqual(window.partner_ids, firms[2:])
        self.assertFalse(window.merge_choices)

    def test_who_may_not_change_them_merges_nothing(self):
        """Contractors are their caretakers' alone."""
        self.duplicate.user_id = self.user_all
        window = self._window()
        settings = self.env["res.config.settings"]
        settings.create({"restrict_contractors": True}).execute()
        self.env.invalidate_all()
        # a refusal for access is one for users
        with self.assertRaises(UserError), self.env.cr.savepoint():
            window.action_merge()
        self.assertTrue(self.duplicate.exists())


@tagged("post_install", "-at_install")
class TestMergeChoiceOfCard(ChoiceCase):
    """The window that converts a card compares in the same way."""

    def test_card_window(self):
        card = self.duplicate
        card.contractor_status = "card"
        window = self.env["enova.card.convert"].with_user(self.user_own)
        window = window.create(
            {"partner_id": card.id, "mode": "keep", "target_id": self.contractor.id}
        )
        self.assertFalse(window.merge_comparison)
        window.mode = "merge"
        sides = window.merge_comparison["partners"]
        self.assertEqual(
            [(side["id"], side["stays"], side["is_card"]) for side in sides],
            [(self.contractor.id, True, False), (card.id, False, True)],
        )
        self.assertFalse(window.merge_comparison["free"])
        window.merge_choices = {"email": card.id}
        window.action_convert()
        self.env.invalidate_all()
        self.assertEqual(self.contractor.email, "lublin@mlyn.example.com")
        self.assertEqual(self.contractor.contractor_status, "contractor")
