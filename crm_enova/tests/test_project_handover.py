from odoo.fields import Command
from odoo.tests import tagged

from .project_common import ProjectCase
from .resource_common import ResourceMixin


@tagged("post_install", "-at_install")
class TestProjectHandover(ResourceMixin, ProjectCase):
    """Projects and reservations go along with their contractor, and a leaver's too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_resources()
        own, everyone = cls.user_own.id, cls.user_all.id
        cls.mine = cls._project(name="Mój", user_id=own)
        cls.foreign = cls._project(name="Cudzy", user_id=everyone)
        cls.closed = cls._project(name="Zamknięty", user_id=own)
        cls.closed._close("won")
        cls.elsewhere = cls._project(
            name="Gdzie indziej", user_id=own, partner_id=cls.other_contractor.id
        )

    def _assign(self, **values):
        wizard = self.env["enova.caretaker.assign"].with_user(self.user_manager)
        wizard.create(
            {
                "partner_ids": [Command.set(self.contractor.ids)],
                "user_ids": [Command.set(self.user_manager.ids)],
                **values,
            }
        ).action_confirm()

    def test_open_projects_go_along_with_the_contractor(self):
        self._assign(move_tasks=True)
        self.assertEqual(self.mine.user_id, self.user_manager)
        self.assertEqual(self.foreign.user_id, self.user_all)
        self.assertEqual(self.closed.user_id, self.user_own)
        self.assertEqual(self.elsewhere.user_id, self.user_own)

    def test_reservations_go_along_with_the_contractor(self):
        own = {"user": self.user_own, "user_id": self.user_own.id}
        mill = {"partner_id": self.contact.id, **own}
        mine = self._book(0, 1, **mill)
        cancelled = self._book(1, 2, **mill)
        cancelled.action_cancel()
        elsewhere = self._book(2, 3, **own)
        self._assign(move_tasks=True)
        self.assertEqual(mine.user_id, self.user_manager)
        self.assertEqual((cancelled | elsewhere).user_id, self.user_own)

    def test_unless_nobody_asks_for_it(self):
        self._assign()
        self.assertEqual(self.mine.user_id, self.user_own)

    def test_projects_of_a_leaver(self):
        wizards = self.env["enova.user.handover"].with_user(self.user_manager)
        wizard = wizards.create(
            {
                "user_id": self.user_own.id,
                "to_user_ids": [Command.set(self.user_all.ids)],
            }
        )
        self.assertEqual(wizard.project_count, 2)
        booked = self._book(0, 1, user=self.user_own, user_id=self.user_own.id)
        wizard.action_confirm()
        self.assertEqual(booked.user_id, self.user_all)
        self.assertEqual((self.mine | self.elsewhere).user_id, self.user_all)
        self.assertEqual(self.closed.user_id, self.user_own)

    def test_a_project_alone_is_offered(self):
        self.contractor.user_id = False
        admin = self.env.ref("base.user_admin")
        leaver = self.user_own.with_user(admin)
        action = leaver.action_archive()
        self.assertEqual(action["res_model"], "enova.user.handover")

    def test_a_reservation_alone_is_offered(self):
        self.contractor.user_id = False
        (self.mine | self.elsewhere).user_id = False
        booked = self._book(0, 1, user=self.user_own, user_id=self.user_own.id)
        admin = self.env.ref("base.user_admin")
        action = self.user_own.with_user(admin).action_archive()
        self.assertEqual(action["res_model"], "enova.user.handover")
        wizards = self.env["enova.user.handover"].with_user(self.user_manager)
        wizard = wizards.create(
            {
                "user_id": self.user_own.id,
                "to_user_ids": [Command.set(self.user_all.ids)],
            }
        )
        self.assertEqual(wizard.reservation_count, 1)
        wizard.action_confirm()
        self.assertEqual(booked.user_id, self.user_all)
