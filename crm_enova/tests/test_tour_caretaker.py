from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourMerge(TourCase):
    def test_merge(self):
        self.user_own.group_ids += self.env.ref("base.group_partner_manager")
        card = self.env["res.partner"].create(
            {
                "name": "Mlyn",
                "is_company": True,
                "contractor_status": "card",
                "email": self.contractor.email,
                "phone": "+48 81 444 55 66",
                "user_id": self.user_own.id,
                "child_ids": [Command.create({"name": "Adam Kowal"})],
            }
        )
        self.env["res.partner"].create(
            {"name": "Other card", "contractor_status": "card"}
        )
        mine = {"user_id": self.user_own.id}
        call = self._activity(name="Call the mill", partner_id=card.id, **mine)
        offer = self._activity(
            name="Send the price list", partner_id=self.contractor.id, **mine
        )
        self.start_tour(
            f"/odoo/business-cards/{card.id}", "enova_merge", login="crm_own"
        )
        self.assertFalse(card.exists())
        self.assertEqual((call + offer).partner_id, self.contractor)
        self.assertEqual(self.contractor.phone, "+48 81 444 55 66")
        self.assertEqual(
            set(self.contractor.child_ids.mapped("name")), {"Ewa Nowak", "Adam Kowal"}
        )

    def test_merge_two_of_the_list(self):
        first, second = self.env["res.partner"].create(
            [
                {
                    "name": f"Zakład {letter}",
                    "is_company": True,
                    "email": f"{letter.lower()}@example.com",
                    "user_id": self.user_own.id,
                }
                for letter in "AB"
            ]
        )
        self.start_tour("/odoo/contractors", "enova_merge_list", login="crm_own")
        self.assertFalse(first.exists())
        self.assertEqual(second.email, "a@example.com")


@tagged("post_install", "-at_install")
class TestTourCaretakers(TourCase):
    def test_bulk_assign(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Zakład {i}", "is_company": True} for i in range(1, 5)]
        )
        partners[3].user_id = self.user_manager
        self.start_tour(
            "/odoo/contractors", "enova_caretaker_assign", login="crm_manager"
        )
        owners = [self.user_all, self.user_own, self.user_all, self.user_manager]
        self.assertEqual([partner.user_id for partner in partners], owners)
        self.assertEqual(
            partners[:3].caretaker_ids.mapped("reason"), ["New region"] * 3
        )


@tagged("post_install", "-at_install")
class TestTourAbsence(TourCase):
    """A day of absence, seen from both users."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["enova.caretaker"].create(
            {
                "partner_id": cls.contractor.id,
                "user_id": cls.user_all.id,
                "role": "deputy",
            }
        )
        cls.definition = cls.type_task.copy(
            {"name": "Ask the caretaker", "assign_to": "caretaker"}
        )
        mine = {"user_id": cls.user_own.id, "assigned_by_id": cls.user_own.id}
        mill = {"partner_id": cls.contractor.id, **mine}
        cls.call = cls._activity(name="Call the mill", **mill)
        cls._activity(name="Own matter", private=True, **mill)
        cls._activity(name="Elsewhere", partner_id=cls.other_contractor.id, **mine)

    def test_day_of_absence(self):
        now = datetime.now().replace(microsecond=0)
        self.user_own.write(
            {
                "out_of_office_from": now - timedelta(hours=4),
                "out_of_office_to": now + timedelta(hours=4),
            }
        )
        self.start_tour(
            "/odoo/enova-activities/new", "enova_absence_deputy", login="crm_all"
        )
        given = self.env["enova.activity"].search(
            [("name", "=", "Answer the complaint")]
        )
        self.assertEqual(given.user_id, self.user_all)
        self.assertEqual(given.on_behalf_of_id, self.user_own)
        self.assertEqual(self.contractor.user_id, self.user_own)
        self.assertEqual(self.call.user_id, self.user_own)

        self.user_own.out_of_office_to = now - timedelta(hours=1)
        self.start_tour("/odoo/enova-my-tasks", "enova_absence_owner", login="crm_own")
        self.start_tour("/odoo/enova-my-tasks", "enova_absence_over", login="crm_all")

    def test_absence_is_set_where_a_substitute_is_looked_for(self):
        self.start_tour("/odoo/enova-my-tasks", "enova_absence_set", login="crm_own")
        self.assertFalse(self.user_own.out_of_office_from)
