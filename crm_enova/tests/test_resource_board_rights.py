from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .resource_common import BoardCase, at

SPAN = {"resource", "unit", "start", "stop"}


@tagged("post_install", "-at_install")
class TestBoardRights(BoardCase):
    def _private(self):
        """Book for a private task of the manager, as they do."""
        task = self._activity(
            name="Rozmowa o zwolnieniu",
            user_id=self.user_manager.id,
            assigned_by_id=self.user_manager.id,
            private=True,
        )
        self.van.responsible_id = False
        return self._book(
            0,
            2,
            user=self.user_manager,
            name="Rozmowa o zwolnieniu",
            user_id=self.user_manager.id,
            activity_id=task.id,
            partner_id=self.other_contractor.id,
        )

    def test_busy_bars_carry_no_text(self):
        self._private()
        for user in (self.user_own, self.user_all):
            with self.subTest(user=user.login):
                [bar] = self._bars(user=user)
                self.assertEqual(set(bar), SPAN)
        [known] = self._bars(user=self.user_manager)
        self.assertEqual(known["name"], "Rozmowa o zwolnieniu")

    def test_busy_bars_keep_time_before_and_after(self):
        self.van.buffer_after = 1
        self._private()
        [bar] = self._bars()
        self.assertEqual(set(bar), SPAN | {"blocked"})

    def test_what_others_ask_for_in_private_does_not_show(self):
        self._private().sudo().state = "requested"
        self.assertEqual(self._bars(), [])
        self.assertEqual(len(self._bars(user=self.user_manager)), 1)

    def test_own_contractors_alone_are_named(self):
        self._book(
            0,
            1,
            user=self.user_manager,
            partner_id=self.contractor.id,
            user_id=self.user_manager.id,
            name="Swój",
        )
        self._book(
            2,
            3,
            user=self.user_manager,
            partner_id=self.other_contractor.id,
            user_id=self.user_manager.id,
            name="Cudzy",
        )
        found = [bar.get("name") for bar in self._bars(user=self.user_own)]
        self.assertEqual(sorted(found, key=str), [None, "Swój"])

    def test_another_company_s_are_not_shown(self):
        foreign = self._resource(
            name="Obcy", company_id=self.other_company.id, responsible_id=False
        )
        self._book(0, 1, resource=foreign, user=self.env.user, user_id=False)
        board = self._board(domain=[("id", "in", (foreign | self.van).ids)])
        self.assertEqual(list(board["resources"]), [self.van.id])
        self.assertEqual(board["bars"], [])
        self.assertEqual(board["length"], 1)

    def test_who_has_nothing_to_do_with_the_crm(self):
        for role in ("outsider", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._board(user=self.crm_users[role])

    def test_who_may_book(self):
        group = self.env.ref("crm_enova.crm_enova_group_manager")
        self.van.group_ids = [Command.set(group.ids)]
        rows = self._board()["resources"]
        self.assertFalse(rows[self.van.id]["bookable"])
        rows = self._board(user=self.user_manager)["resources"]
        self.assertTrue(rows[self.van.id]["bookable"])

    def test_no_handles_for_who_may_not_write(self):
        access = self.env.ref("crm_enova.enova_reservation_access_own")
        self._book(0, 1)
        access.write({"perm_write": False, "perm_create": False})
        board = self._board()
        self.assertFalse(board["create"])
        [bar] = [one for one in board["bars"] if one["resource"] == self.van.id]
        self.assertEqual((bar["name"], bar["editable"]), ("Wyjazd", False))

    def test_a_refused_move_changes_nothing(self):
        """What the board writes when a bar is dropped, and by whom it may not be."""
        hidden = self._private()
        mine = self._book(4, 6)
        before = hidden.read(["start", "stop", "resource_id"])
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
            self.env.cr.savepoint(),
        ):
            hidden.with_user(self.user_all).write({"start": at(8), "stop": at(9)})
        self.assertEqual(hidden.read(["start", "stop", "resource_id"]), before)
        with (
            self.assertRaisesRegex(UserError, "Van 1 is not free then:\n.*Busy"),
            self.env.cr.savepoint(),
        ):
            mine.write({"start": at(1), "stop": at(3)})
        mine.invalidate_recordset()
        self.assertEqual((mine.start, mine.stop), (at(4), at(6)))
        spare = self._resource(name="Zapasowy")
        mine.write({"start": at(1), "stop": at(3), "resource_id": spare.id})
        self.assertEqual((mine.resource_id, mine.start), (spare, at(1)))
