from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import CrmEnovaCase, new_user

TODAY = "2026-06-10"


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 10:00:00")
class TestCaretakerDuty(CrmEnovaCase):
    """While the main caretaker is away there is somebody else, never nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["enova.caretaker"].create(
            [
                {
                    "partner_id": cls.contractor.id,
                    "user_id": user.id,
                    "role": "deputy",
                    "sequence": place,
                }
                for place, user in enumerate((cls.user_all, cls.user_outsider))
            ]
        )

    def _acting(self):
        self.env.invalidate_all()
        return self.contractor.with_user(self.user_outsider).acting_user_id

    def _away(self, user):
        user.write(
            {
                "out_of_office_from": "2026-06-09 22:00:00",
                "out_of_office_to": "2026-06-11 22:00:00",
            }
        )

    def test_main_caretaker_on_duty(self):
        self.assertEqual(self._acting(), self.user_own)

    def test_first_deputy_then_the_next_then_a_manager(self):
        managers = self.env.ref("crm_enova.crm_enova_group_manager").all_user_ids
        self._away(self.user_own)
        self.assertEqual(self._acting(), self.user_all)
        self._away(self.user_all)
        self.assertEqual(self._acting(), self.user_outsider)
        self._away(self.user_outsider)
        self.assertIn(self._acting(), managers)
        for manager in managers:
            self._away(manager)
        self.assertEqual(self._acting(), self.user_own)

    def test_never_nobody(self):
        """Nobody in charge, or only who has left: a manager, though they be away."""
        managers = self.env.ref("crm_enova.crm_enova_group_manager").all_user_ids
        for user in managers | self.user_own | self.user_all | self.user_outsider:
            self._away(user)
        self.contractor.user_id = False
        self.assertIn(self._acting(), managers)
        self.contractor.user_id = self.user_own
        self.user_own.active = False
        self.assertIn(self._acting(), managers)

    def test_manager_of_the_company_in_question(self):
        """Of two companies' managers the one who can see the contractor stands in."""
        manager = new_user(
            self.env,
            "a_stranger",
            name="Aaa first of all",
            groups="crm_enova.crm_enova_group_manager",
            company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)],
        )
        for user in (self.user_own, self.user_all, self.user_outsider):
            self._away(user)
        self.contractor.company_id = self.company
        self.assertIn(self.company, self._acting().company_ids)
        self.contractor.company_id = False
        self.assertNotEqual(self._acting(), manager)
        task = self._activity(
            type_id=self.type_call_task.id, partner_id=self.contractor.id
        )
        self.assertIn(task.company_id, self._acting().company_ids)
        self.contractor.caretaker_ids.unlink()
        self.contractor.company_id = self.other_company
        self.assertEqual(self._acting_there(manager), manager)

    def _acting_there(self, user):
        self.env.invalidate_all()
        return self.contractor.with_user(user).acting_user_id

    def test_it_reverts_by_itself(self):
        self._away(self.user_own)
        with freeze_time("2026-06-11 22:00:01"):
            self.assertEqual(self._acting(), self.user_own)
        self.assertEqual(self.contractor.user_id, self.user_own)

    def test_leave_in_the_working_calendar(self):
        resource = self.env["resource.resource"].create(
            {"name": "Own", "user_id": self.user_own.id}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Urlop",
                "resource_id": resource.id,
                "date_from": "2026-06-09 22:00:00",
                "date_to": "2026-06-12 22:00:00",
            }
        )
        self.assertEqual(self._acting(), self.user_all)

    def test_archived_user(self):
        self.user_own.active = False
        self.assertEqual(self._acting(), self.user_all)

    def test_contact_person_has_the_caretaker_of_their_company(self):
        self._away(self.user_own)
        self.env.invalidate_all()
        self.assertEqual(self.contact.acting_user_id, self.user_all)

    def test_list_of_80_in_a_constant_number_of_queries(self):
        def cost(count):
            partners = self.env["res.partner"].create(
                [{"name": str(i), "user_id": self.user_own.id} for i in range(count)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            partners.mapped("name")
            before = self.env.cr.sql_log_count
            partners.mapped("acting_user_id")
            return self.env.cr.sql_log_count - before

        cost(5)
        self.assertEqual(cost(80), cost(10))
