"""A playbook outlives the people in it: their lines go to the caretaker on duty."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import new_user
from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCreatorLeftStaff(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leaver = new_user(
            cls.env,
            login="crm_leaver",
            name="Dawny Pracownik",
            groups="crm_enova.crm_enova_group_own",
        )
        fixed = {"assign_to": "fixed", "user_id": cls.leaver.id}
        cls.playbook = cls._playbook(
            ("a", 0, fixed), ("b", 0), ("c", 0, {"assign_to": "creator"})
        )

    def _leave(self, *users):
        for user in users or (self.leaver,):
            user.active = False

    def _people(self, run, name="a"):
        tasks = run.project_ids.enova_activity_ids or self.env["enova.activity"].search(
            [("creator_run_id", "=", run.id)]
        )
        return tasks.filtered(lambda task: task.name == name)

    def _made(self, **values):
        prepared = {"partner_ids": self.contractor, "playbook_id": self.playbook.id}
        return self._run(**{**prepared, **values})

    def test_while_they_work_here(self):
        self.assertEqual(self._people(self._made()).user_id, self.leaver)

    def test_the_caretaker_does_it(self):
        self._leave()
        run = self._made()
        self.assertEqual(self._people(run).user_id, self.user_own)
        self.assertFalse(self._people(run).on_behalf_of_id)
        self.assertEqual(self._people(run, "c").user_id, self.user_all)

    def test_the_deputy_while_the_caretaker_is_away(self):
        self._leave()
        self.contractor.caretaker_ids = [
            Command.create({"user_id": self.user_manager.id, "role": "deputy"})
        ]
        self.user_own.write(
            {"out_of_office_from": "2020-01-01", "out_of_office_to": "2099-01-01"}
        )
        self.env.invalidate_all()
        task = self._people(self._made())
        self.assertEqual(task.user_id, self.user_manager)
        self.assertEqual(task.on_behalf_of_id, self.user_own)

    def test_in_a_project_whose_responsible_has_left(self):
        project = self._project(user_id=self.leaver.id)
        self._leave()
        run = self._run(
            audience="projects", project_ids=project, playbook_id=self.playbook.id
        )
        for name in "ab":
            with self.subTest(line=name):
                self.assertEqual(self._people(run, name).user_id, self.user_own)

    def test_each_contractor_has_a_caretaker_of_its_own(self):
        second = self.env["res.partner"].create(
            {"name": "Drugi", "is_company": True, "user_id": self.user_manager.id}
        )
        self._leave()
        run = self._made(partner_ids=self.contractor | second)
        found = {t.partner_id: t.user_id for t in self._people(run)}
        self.assertEqual(
            found, {self.contractor: self.user_own, second: self.user_manager}
        )

    def test_the_caretaker_has_left_too(self):
        """Somebody who works here gets it: no task is nobody's by accident."""
        self._leave(self.leaver, self.user_own)
        task = self._people(self._made())
        self.assertTrue(task.user_id.active, task.user_id.name)

    def test_nobody_is_made_responsible_who_has_left(self):
        """That is chosen in the window, now, and can be chosen otherwise."""
        self._leave()
        values = {"assign_to": "fixed", "responsible_id": self.leaver.id}
        with self.assertRaisesRegex(UserError, "Dawny Pracownik"):
            self._made(**values)

    def test_queries_do_not_grow(self):
        self._leave()
        costs = []
        for count in (5, 5, 60):
            partners = self.env["res.partner"].create(
                [
                    {
                        "name": f"K{len(costs)} {number}",
                        "is_company": True,
                        "user_id": self.user_own.id,
                    }
                    for number in range(count)
                ]
            )
            creator = self._creator(partner_ids=partners, playbook_id=self.playbook.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            creator.action_create()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[2], costs[1] + 12, costs)
