from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import tagged

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCreator(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook = cls._playbook(
            ("Zadzwoń do {contractor}", 0),
            ("Wizyta w {city}", 3, {"timed": True, "hour": 10.5, "duration": 2}),
            ("Oferta", 2),
            measure="meetings",
            target=2,
        )
        cls.second = cls.env["res.partner"].create(
            {"name": "Drugi", "is_company": True, "user_id": cls.user_manager.id}
        )
        cls.both = cls.contractor | cls.second

    def _projects(self):
        return self.env["enova.project"].search(
            [("creator_key", "!=", False)], order="id"
        )

    def test_one_window_writes_everything(self):
        run = self._run(
            partner_ids=self.both,
            playbook_id=self.playbook.id,
            campaign_name="Wiosna 2026",
            date_start=date(2026, 3, 26),
        )
        self.assertEqual((run.state, run.made_count, run.left_count), ("done", 2, 0))
        campaign = self.env["enova.campaign"].search([("title", "=", "Wiosna 2026")])
        self.assertEqual(campaign.member_ids.partner_id, self.both)
        projects = self._projects()
        self.assertEqual(
            projects.mapped("name"),
            ["Przegląd 2026: Młyn Lubelski sp. z o.o.", "Przegląd 2026: Drugi"],
        )
        first = projects[0]
        self.assertEqual(first.goal, "Podpisać umowę z Młyn Lubelski sp. z o.o.")
        self.assertEqual(first.campaign_id, campaign)
        self.assertEqual((first.measure, first.target), ("meetings", 2))
        self.assertEqual(projects.mapped("user_id"), self.user_own | self.user_manager)
        call, visit, offer = first.enova_activity_ids.sorted("id")
        self.assertEqual(call.name, "Zadzwoń do Młyn Lubelski sp. z o.o.")
        self.assertEqual(call.date_deadline, date(2026, 3, 26))
        # three working days after a Thursday: Tuesday, after the change of the clock
        self.assertEqual(visit.name, "Wizyta w Lublin")
        self.assertEqual(visit.date_start, datetime(2026, 3, 31, 8, 30))
        self.assertEqual(visit.date_stop, datetime(2026, 3, 31, 10, 30))
        self.assertEqual(offer.date_deadline, date(2026, 4, 2))
        tasks = projects.enova_activity_ids
        self.assertEqual(len(tasks), 6)
        self.assertEqual(tasks.assigned_by_id, self.user_all)
        self.assertEqual(tasks.campaign_id, campaign)
        self.assertEqual(call.user_id, self.user_own)

    def test_twice_makes_nothing_twice(self):
        values = {
            "partner_ids": self.both,
            "playbook_id": self.playbook.id,
            "campaign_name": "Wiosna 2026",
        }
        self._run(**values)
        before = self.env["enova.activity"].search_count([])
        again = self._run(**values)
        self.assertEqual((again.made_count, again.left_count), (0, 2))
        self.assertEqual(
            set(again.line_ids.mapped("reason_label")), {"has this project already"}
        )
        self.assertEqual(self.env["enova.activity"].search_count([]), before)
        self.assertEqual(len(self._projects()), 2)
        self.assertEqual(
            self.env["enova.campaign"].search_count([("title", "=", "Wiosna 2026")]), 1
        )

    def test_again_when_the_project_of_no_campaign_is_over(self):
        values = {"partner_ids": self.contractor, "playbook_id": self.playbook.id}
        self._run(**values)
        self._projects()._close("won")
        self.assertEqual(self._run(**values).made_count, 1)

    def test_by_names_alone(self):
        run = self._run(
            partner_ids=self.both,
            project_name="Umowa z {contractor}",
            goal="Podpis",
            campaign_name="Umowy",
            assign_to="creator",
        )
        self.assertEqual(run.made_count, 2)
        projects = run.project_ids
        self.assertEqual(
            projects.sorted("id").mapped("name"),
            ["Umowa z Młyn Lubelski sp. z o.o.", "Umowa z Drugi"],
        )
        self.assertEqual(projects.mapped("goal"), ["Podpis"] * 2)
        self.assertEqual(projects.user_id, self.user_all)
        self.assertFalse(projects.enova_activity_ids)

    def test_members_alone(self):
        campaign = self._campaign()
        run = self._run(partner_ids=self.both, campaign_id=campaign.id)
        self.assertEqual((run.made_count, campaign.member_count), (2, 2))
        self.assertFalse(run.project_ids)
        again = self._run(partner_ids=self.both, campaign_id=campaign.id)
        self.assertEqual(
            set(again.line_ids.mapped("reason_label")), {"already in the campaign"}
        )

    def test_whom_it_leaves_out_and_why(self):
        company = self.other_company
        foreign = self.env["res.partner"].create(
            {"name": "Obcy", "company_id": company.id, "is_company": True}
        )
        archived = self.env["res.partner"].create(
            {"name": "Dawny", "active": False, "is_company": True}
        )
        nobody = self.company.partner_id
        lonely = self.other_contractor
        run = self._run(
            partner_ids=self.contractor | archived | nobody | lonely,
            playbook_id=self.playbook.id,
        )
        reasons = {line.partner_id: line.reason_label for line in run.line_ids}
        self.assertEqual(
            reasons,
            {
                self.contractor: False,
                archived: "archived",
                nobody: "neither contractor nor card",
                lonely: "no caretaker",
            },
        )
        plan = self._creator(playbook_id=self.playbook.id)
        self.assertEqual(plan.sudo()._left_out(foreign), {foreign.id: "company"})

    def test_people_of_one_company_are_one_contractor(self):
        run = self._run(
            partner_ids=self.contact | self.contractor, playbook_id=self.playbook.id
        )
        self.assertEqual(run.made_count, 1)
        project = run.project_ids
        self.assertEqual(project.partner_id, self.contractor)
        self.assertEqual(project.contact_id, self.contact)

    def test_the_own_group_reaches_its_own_contractors(self):
        run = self._run(
            self.user_own, partner_ids=self.both, playbook_id=self.playbook.id
        )
        self.assertEqual(run.project_ids.partner_id, self.contractor)
        left = run.line_ids.filtered(lambda line: line.state == "left")
        self.assertEqual(left.reason_label, "not one of your contractors")

    def test_archived_between_preview_and_run(self):
        wizard = self._creator(partner_ids=self.both, playbook_id=self.playbook.id)
        self.assertIn("Drugi", wizard.partner_ids.mapped("name"))
        self.second.active = False
        action = wizard.action_create()
        run = self.env["enova.creator.run"].browse(action["res_id"])
        self.assertEqual((run.made_count, run.left_count), (1, 1))

    def test_into_projects(self):
        projects = self._project(user_id=self.user_own.id) | self._project(
            name="Drugi", user_id=self.user_all.id
        )
        closed = self._project(name="Zamknięty")
        closed._close("won")
        values = {
            "audience": "projects",
            "project_ids": projects | closed,
            "playbook_id": self.playbook.id,
        }
        run = self._run(**values)
        self.assertEqual((run.made_count, run.left_count), (2, 1))
        self.assertEqual([len(p.enova_activity_ids) for p in projects], [3, 3])
        self.assertEqual(projects[1].enova_activity_ids.user_id, self.user_all)
        projects[0].enova_activity_ids[0].unlink()
        again = self._run(**values)
        self.assertEqual((again.made_count, again.left_count), (1, 2))
        self.assertEqual(len(projects.enova_activity_ids), 6)

    def test_who_is_given_a_line(self):
        playbook = self._playbook(
            ("a", 0, {"assign_to": "caretaker"}),
            ("b", 0, {"assign_to": "creator"}),
            ("c", 0, {"assign_to": "fixed", "user_id": self.user_manager.id}),
            ("d", 0),
        )
        self.contractor.caretaker_ids = [
            Command.create({"user_id": self.user_manager.id, "role": "deputy"})
        ]
        self.user_own.write(
            {"out_of_office_from": "2020-01-01", "out_of_office_to": "2099-01-01"}
        )
        self.env.invalidate_all()
        run = self._run(
            partner_ids=self.contractor,
            playbook_id=playbook.id,
            assign_to="fixed",
            responsible_id=self.user_all.id,
        )
        tasks = run.project_ids.enova_activity_ids.sorted("name")
        self.assertEqual(
            [task.user_id.login for task in tasks],
            ["crm_manager", "crm_all", "crm_manager", "crm_all"],
        )
        self.assertEqual(tasks[0].on_behalf_of_id, self.user_own)

    def test_each_assignee_is_told_once(self):
        messages = self.env["mail.message"]
        before = messages.search([])
        self._run(partner_ids=self.both, playbook_id=self.playbook.id)
        sent = messages.search([]) - before
        told = sent.filtered(lambda m: m.message_type == "user_notification")
        self.assertEqual(
            told.notified_partner_ids,
            (self.user_own | self.user_manager).partner_id,
        )
        self.assertEqual(len(told), 2)

    def test_queries_do_not_grow_with_the_contractors(self):
        partners = self.env["res.partner"].create(
            [
                {"name": f"K{n}", "is_company": True, "user_id": self.user_own.id}
                for n in range(120)
            ]
        )
        values = {"playbook_id": self.playbook.id, "campaign_name": "Duża"}
        self._run(partner_ids=partners[:10], **values)
        counts = []
        for some in (partners[10:30], partners[30:]):
            wizard = self._creator(partner_ids=some, **values)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_create()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # core writes the rows of one creation in statements of a hundred
        self.assertLessEqual(counts[1], counts[0] + 12)
