from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestHandoverRest(CrmEnovaCase):
    """What goes along beside contractors, what stays, and what is refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["enova.caretaker"].search([]).write({"date_from": "2026-01-05"})
        cls.task = cls._activity(
            partner_id=cls.contractor.id, user_id=cls.user_own.id, name="Oferta"
        )

    def _wizard(self, *users):
        wizard = self.env["enova.user.handover"].with_user(self.user_manager)
        form = Form(wizard.with_context(default_user_id=self.user_own.id))
        for user in users:
            form.to_user_ids.add(user)
        return form.save()

    def _folder(self, **values):
        return self.env["enova.folder"].create(
            {"name": "Umowy", "user_id": self.user_own.id, **values}
        )

    def _deputy(self, partner, **values):
        return self.env["enova.caretaker"].create(
            {
                "partner_id": partner.id,
                "user_id": self.user_own.id,
                "role": "deputy",
                **values,
            }
        )

    def test_to_nobody_and_to_themselves(self):
        for users in ((), (self.user_own,)):
            with self.subTest(len(users)):
                wizard = self._wizard(*users)
                with self.assertRaisesRegex(UserError, "at least one person"):
                    wizard.action_confirm()
        self.assertEqual(self.task.user_id, self.user_own)
        self.assertEqual(self.contractor.user_id, self.user_own)

    def test_the_leaver_among_the_heirs_gets_nothing(self):
        self._wizard(self.user_own, self.user_all).action_confirm()
        self.assertEqual(self.task.user_id, self.user_all)
        self.assertEqual(self.contractor.user_id, self.user_all)

    def test_folders_that_are_open_go_along(self):
        mine, closed = self._folder(), self._folder(name="Stare")
        foreign = self._folder(user_id=self.user_manager.id)
        closed.action_close()
        wizard = self._wizard(self.user_all)
        self.assertEqual(wizard.folder_count, 1)
        wizard.action_confirm()
        self.assertEqual(mine.user_id, self.user_all)
        self.assertEqual(closed.user_id, self.user_own)
        self.assertEqual(foreign.user_id, self.user_manager)
        self.assertEqual(mine.with_user(self.user_all).level, "manage")

    def test_a_folder_goes_to_the_heir_of_its_contractor(self):
        firms = self.env["res.partner"].create(
            [{"name": f"Firma {n}", "user_id": self.user_own.id} for n in range(4)]
        )
        folders = self.env["enova.folder"]
        for firm in firms:
            folders |= self._folder(partner_id=firm.id)
        self._wizard(self.user_all, self.user_manager).action_confirm()
        self.assertEqual(
            set(firms.mapped("user_id")), {self.user_all, self.user_manager}
        )
        for folder in folders:
            self.assertEqual(folder.user_id, folder.partner_id.user_id)

    def test_they_stand_in_for_nobody_any_more(self):
        now = self._deputy(self.other_contractor, date_from="2026-05-01")
        firms = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Dziś", "Od lipca")]
        )
        today = self._deputy(firms[0], date_from="2026-06-10")
        coming = self._deputy(firms[1], date_from="2026-07-01")
        over = self._deputy(
            self.other_contractor, date_from="2026-02-01", date_to="2026-03-01"
        )
        self._wizard(self.user_all).action_confirm()
        self.assertEqual(str(now.date_to), "2026-06-09")
        self.assertFalse((coming | today).exists())
        self.assertEqual(str(over.date_to), "2026-03-01")

    def test_an_heir_who_does_not_work_in_the_company(self):
        """Nobody gets what they could not see: all of it is refused, and stays."""
        users = self.user_own | self.user_manager
        users.company_ids += self.other_company
        there = self._activity(
            user_id=self.user_own.id, company_id=self.other_company.id, name="Tam"
        )
        wizard = self._wizard(self.user_all)
        with self.assertRaises(UserError):
            wizard.action_confirm()
        self.assertEqual((there | self.task).user_id, self.user_own)
        self.assertEqual(self.contractor.user_id, self.user_own)

    def test_somebody_who_has_left_already(self):
        self.user_own.active = False
        wizard = self._wizard(self.user_all)
        self.assertEqual((wizard.contractor_count, wizard.task_count), (1, 1))
        wizard.action_confirm()
        self.assertEqual(self.task.user_id, self.user_all)
        self.assertEqual(self.contractor.user_id, self.user_all)

    def test_once_more_changes_nothing(self):
        self._wizard(self.user_all).action_confirm()
        again = self._wizard(self.user_manager)
        self.assertFalse(again._leaves_something())
        again.action_confirm()
        self.assertEqual(self.task.user_id, self.user_all)
        self.assertEqual(self.contractor.user_id, self.user_all)

    def test_what_is_over_stays_theirs(self):
        done = self._activity(partner_id=self.contractor.id, user_id=self.user_own.id)
        done.action_done("Dobrze")
        call = self._activity(
            type_id=self.type_call.id,
            partner_id=self.contractor.id,
            user_id=self.user_own.id,
        )
        self._wizard(self.user_all).action_confirm()
        self.assertEqual((done | call).user_id, self.user_own)
