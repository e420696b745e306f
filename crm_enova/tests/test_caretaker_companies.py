from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common import CrmEnovaCase, new_user


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestCaretakersOfTwoCompanies(CrmEnovaCase):
    """A contractor whom two companies share, in the charge of somebody of one of them.

    ``user_manager`` works in both, ``user_there`` in the other one alone.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_manager.company_ids = [Command.link(cls.other_company.id)]
        cls.user_there = new_user(
            cls.env,
            "crm_there",
            name="Crm There",
            groups="crm_enova.crm_enova_group_all",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.definition = cls.type_task.copy(
            {"name": "Zapytaj opiekuna", "assign_to": "caretaker"}
        )
        cls.both = (cls.company + cls.other_company).ids

    def _as_manager(self, *companies):
        """Return the tasks as the manager sees them, the first company chosen."""
        ids = [company.id for company in companies]
        tasks = self.env["enova.activity"].with_user(self.user_manager)
        return tasks.with_context(allowed_company_ids=ids)

    def _task(self, tasks, **values):
        return tasks.create(
            {
                "name": "Zadanie",
                "type_id": self.definition.id,
                "partner_id": self.contractor.id,
                **values,
            }
        )

    def test_work_for_a_caretaker_of_elsewhere_is_whose_entered_it(self):
        """Nobody has chosen the caretaker, who cannot do it there."""
        here = self._task(self._as_manager(self.company, self.other_company))
        self.assertEqual((here.user_id, here.company_id), (self.user_own, self.company))
        there = self._task(self._as_manager(self.other_company, self.company))
        self.assertEqual(
            (there.user_id, there.company_id), (self.user_manager, self.other_company)
        )
        self.assertFalse(there.on_behalf_of_id)

    def test_each_of_many_by_its_own_company(self):
        values = {
            "name": "x",
            "type_id": self.definition.id,
            "partner_id": self.contractor.id,
        }
        tasks = self._as_manager(self.company, self.other_company).create(
            [{**values, "company_id": id_} for id_ in self.both * 2]
        )
        people = [self.user_own, self.user_manager] * 2
        self.assertEqual([task.user_id for task in tasks], people)

    def test_form(self):
        for company, user in (
            (self.company, self.user_own),
            (self.other_company, self.user_manager),
        ):
            with self.subTest(company=company.name):
                with Form(self._as_manager(company)) as form:
                    form.name = "Zadanie"
                    form.type_id = self.definition
                    form.partner_id = self.contractor
                    self.assertEqual(form.user_id, user)
                self.assertEqual(form.record.user_id, user)
                self.assertEqual(form.record.company_id, company)

    def test_follow_up_for_a_caretaker_of_elsewhere(self):
        """Whoever did the first does the next; closing it is not refused."""
        self.definition.write(
            {
                "followup_type_id": self.type_call_task.id,
                "followup_to": "caretaker",
                "result_required": True,
            }
        )
        for company, user in (
            (self.company, self.user_own),
            (self.other_company, self.user_manager),
        ):
            tasks = self._as_manager(company)
            task = self._task(tasks, user_id=self.user_manager.id)
            action = task.action_ask_done()
            window = tasks.env[action["res_model"]].with_context(**action["context"])
            form = Form(window)
            form.result = "Oddzwonią"
            form.followup = True
            form.save().action_confirm()
            following = tasks.search([("parent_id", "=", task.id)])
            with self.subTest(company=company.name):
                self.assertEqual(task.state, "done")
                self.assertEqual(following.type_id, self.type_call_task)
                self.assertEqual(following.user_id, user)
                self.assertEqual(following.company_id, company)
                self.assertFalse(following.on_behalf_of_id)

    def test_an_assignee_of_elsewhere_whom_somebody_chose_is_refused(self):
        with self.assertRaisesRegex(UserError, "Crm Own"):
            self._task(self._as_manager(self.other_company), user_id=self.user_own.id)

    def test_open_work_of_both_goes_to_nobody_who_works_in_one(self):
        """All of it is refused, by name, and everybody stays in charge."""
        here = self._task(self._as_manager(self.company), name="Tutaj")
        self.user_own.company_ids = [Command.link(self.other_company.id)]
        there = self._task(
            self._as_manager(self.other_company),
            name="Tam jest praca",
            user_id=self.user_own.id,
        )
        self.user_own.company_ids = [Command.unlink(self.other_company.id)]
        wizard = self.env["enova.caretaker.assign"].with_user(self.user_manager)
        wizard = wizard.with_context(
            allowed_company_ids=self.both,
            active_model="res.partner",
            active_ids=self.contractor.ids,
        )
        form = Form(wizard)
        form.user_ids.add(self.user_all)
        form.move_tasks = True
        window = form.save()
        with self.assertRaisesRegex(UserError, "Tam jest praca"):
            with self.env.cr.savepoint():
                window.action_confirm()
        self.env.invalidate_all()
        self.assertEqual((here | there).sudo().user_id, self.user_own)
        self.assertEqual(self.contractor.user_id, self.user_own)
        window.with_context(allowed_company_ids=self.company.ids).action_confirm()
        self.assertEqual(self.contractor.user_id, self.user_all)
        self.assertEqual(here.user_id, self.user_all)
        self.assertEqual(
            there.sudo().user_id, self.user_own, "of what one has not chosen"
        )

    def test_nightly_job_is_of_all_companies(self):
        theirs = self.env["res.partner"].create(
            {"name": "Tamtejszy", "company_id": self.other_company.id}
        )
        periods = self.env["enova.caretaker"]
        for partner, user in (
            (theirs, self.user_there),
            (self.other_contractor, self.user_all),
        ):
            periods.create(
                {
                    "partner_id": partner.id,
                    "user_id": user.id,
                    "date_from": "2026-06-11",
                    "date_to": "2026-06-12",
                }
            )
        cron = self.env.ref("crm_enova.enova_caretaker_cron_switch")
        for day, here, there in (
            ("2026-06-11", self.user_all, self.user_there),
            ("2026-06-12", self.user_all, self.user_there),
            ("2026-06-13", self.env["res.users"], self.env["res.users"]),
        ):
            with freeze_time(f"{day} 00:15:00"), self.enter_registry_test_mode():
                self.env.flush_all()
                cron.method_direct_trigger()
            self.env.invalidate_all()
            with self.subTest(day=day):
                self.assertEqual(self.other_contractor.user_id, here)
                self.assertEqual(theirs.user_id, there)
                self.assertEqual(theirs.caretaker_user_ids, there)

    def test_own_contractors_of_whoever_works_in_both(self):
        """What one sees of a shared contractor is of the companies one has chosen."""
        self.env.ref("crm_enova.enova_activity_rule_own").active = True
        tasks = {
            company: self._task(self._as_manager(company), user_id=self.user_manager.id)
            for company in (self.company, self.other_company)
        }
        every = self.env["enova.activity"].union(*tasks.values())
        self.user_own.company_ids = [Command.link(self.other_company.id)]
        for chosen in ([self.company], [self.other_company], list(tasks)):
            mine = every.with_user(self.user_own).with_context(
                allowed_company_ids=[company.id for company in chosen]
            )
            self.env.invalidate_all()
            domain = [("id", "in", every.ids)]
            expected = {tasks[company].id for company in chosen}
            with self.subTest(chosen=[company.name for company in chosen]):
                self.assertEqual(set(mine.search(domain).ids), expected)
                self.assertEqual(mine.search_count(domain), len(expected))
                self.assertEqual(set(mine._filtered_access("read").ids), expected)
