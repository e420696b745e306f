from odoo.exceptions import AccessError
from odoo.tests import Form, RecordCapturer, freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestSubstitution(CrmEnovaCase):
    """A day of absence, seen from both sides."""

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
        cls.type_call_task.assign_to = "caretaker"

    def _away(self):
        self.user_own.write(
            {
                "out_of_office_from": "2026-06-09 22:00:00",
                "out_of_office_to": "2026-06-11 22:00:00",
            }
        )
        self.env.invalidate_all()

    def _task(self, **values):
        return self.env["enova.activity"].create(
            {
                "name": "Zadanie",
                "type_id": self.type_call_task.id,
                "partner_id": self.contractor.id,
                **values,
            }
        )

    def _standing_in(self, user):
        self.env.invalidate_all()
        activities = self.env["enova.activity"].with_user(user)
        return activities.search([("standing_in", "=", True)])

    def test_caretaker_on_duty_gets_the_task(self):
        task = self._task()
        self.assertEqual(task.user_id, self.user_own)
        self.assertFalse(task.on_behalf_of_id)

    def test_deputy_gets_it_on_their_behalf(self):
        self._away()
        task = self._task()
        self.assertEqual(task.user_id, self.user_all)
        self.assertEqual(task.on_behalf_of_id, self.user_own)
        self.assertEqual(self.contractor.user_id, self.user_own)

    def test_form_proposes_the_deputy(self):
        self._away()
        form = Form(self.env["enova.activity"].with_user(self.user_manager))
        form.type_id = self.type_call_task
        form.partner_id = self.contractor
        self.assertEqual(form.user_id, self.user_all)
        form.name = "Zadanie"
        self.assertEqual(form.save().on_behalf_of_id, self.user_own)

    def test_somebody_chosen_stays(self):
        self._away()
        task = self._task(user_id=self.user_manager.id)
        self.assertEqual(task.user_id, self.user_manager)
        self.assertFalse(task.on_behalf_of_id)

    def test_standing_in_from_both_sides(self):
        before = self._task()
        private = self._task(private=True)
        elsewhere = self._activity(
            partner_id=self.other_contractor.id, user_id=self.user_own.id
        )
        self.assertFalse(self._standing_in(self.user_all))
        self._away()
        given = self._task()
        found = self._standing_in(self.user_all)
        self.assertEqual(found, (before + given).sorted())
        self.assertNotIn(private, found)
        self.assertNotIn(elsewhere, found)
        self.assertFalse(self._standing_in(self.user_own))
        with freeze_time("2026-06-11 22:00:01"):
            self.assertEqual(self._standing_in(self.user_all), given)

    def test_it_says_for_whom(self):
        """Theirs before they went, given to the deputy since: for one person."""
        before = self._task()
        self._away()
        given = self._task()
        own = self._task(user_id=self.user_all.id, type_id=self.type_task.id)
        tasks = (before + given + own).with_user(self.user_all)
        self.assertEqual((tasks[0] + tasks[1]).substituted_id, self.user_own)
        self.assertFalse(tasks[2].substituted_id)

    def test_notice_goes_to_the_deputy(self):
        self._away()
        notices = RecordCapturer(
            self.env["mail.message"], [("message_type", "=", "user_notification")]
        )
        with notices as told:
            values = {"type_id": self.type_task.id, "user_id": self.user_own.id}
            self._task(**values)
            self._task(**values, private=True)
        by_partner = {m.notified_partner_ids: m.subject for m in told.records}
        self.assertEqual(
            set(by_partner), {self.user_all.partner_id, self.user_own.partner_id}
        )
        self.assertIn("On behalf of Crm Own", by_partner[self.user_all.partner_id])

    def test_bulk_asks_for_the_caretakers_once(self):
        def cost(count):
            partners = self.env["res.partner"].create(
                [{"name": str(i), "user_id": self.user_own.id} for i in range(count)]
            )
            rows = [
                {
                    "name": "Zadanie",
                    "type_id": self.type_call_task.id,
                    "partner_id": partner.id,
                }
                for partner in partners
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["enova.activity"].create(rows)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(5)
        few, many = cost(10), cost(300)
        self.assertLessEqual(many, few + 2 * 300 // 100)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestHandover(CrmEnovaCase):
    """Someone leaves, and nothing of theirs is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.firms = partners.create(
            [{"name": f"Firma {i}", "user_id": cls.user_own.id} for i in range(6)]
        )
        cls.env["enova.caretaker"].search([]).write({"date_from": "2026-01-05"})
        own = {"user_id": cls.user_own.id}
        cls.tasks = cls.env["enova.activity"]
        for firm in cls.firms:
            cls.tasks |= cls._activity(partner_id=firm.id, **own)
        cls.private = cls._activity(private=True, **own)
        cls.closed = cls._activity(**own)
        cls.closed.action_done()

    def _wizard(self, *users):
        wizard = self.env["enova.user.handover"].with_user(self.user_manager)
        form = Form(wizard.with_context(default_user_id=self.user_own.id))
        for user in users:
            form.to_user_ids.add(user)
        return form

    def test_archiving_offers_it(self):
        self.user_manager.group_ids += self.env.ref("base.group_erp_manager")
        action = self.user_own.with_user(self.user_manager).action_archive()
        self.assertEqual(action["res_model"], "enova.user.handover")
        self.assertFalse(self.user_own.active)
        self.assertEqual(self.tasks.user_id, self.user_own)

    def test_nothing_to_hand_over_asks_nothing(self):
        self.user_manager.group_ids += self.env.ref("base.group_erp_manager")
        user = self.user_outsider.with_user(self.user_manager)
        self.assertFalse(isinstance(user.action_archive(), dict))

    def test_archiving_several_says_who_leaves_what(self):
        """A window for each would hide all but the last; so they are named."""
        self.user_manager.group_ids += self.env.ref("base.group_erp_manager")
        leavers = (self.user_own | self.user_outsider).with_user(self.user_manager)
        notice = leavers.action_archive()
        self.assertEqual(notice["tag"], "display_notification")
        self.assertIn("Crm Own", notice["params"]["message"])
        self.assertNotIn("Crm Outsider", notice["params"]["message"])
        self.assertFalse(any(leavers.mapped("active")))
        self.assertEqual(self.tasks.user_id, self.user_own)

    def test_everything_goes_in_equal_parts(self):
        form = self._wizard(self.user_all, self.user_manager)
        # the contractor of the common company counts, too
        self.assertEqual(form.contractor_count, 7)
        self.assertEqual((form.task_count, form.private_count), (7, 1))
        form.save().action_confirm()
        shares = [len(group) for group in self.firms.grouped("user_id").values()]
        self.assertEqual(sorted(shares), [3, 3])
        for task in self.tasks:
            self.assertEqual(task.user_id, task.partner_id.user_id)
        self.assertNotEqual(self.private.user_id, self.user_own)
        self.assertEqual(self.closed.user_id, self.user_own)
        self.assertFalse(
            self.env["enova.caretaker"].search(
                [("user_id", "=", self.user_own.id), ("is_current", "=", True)]
            )
        )
        history = self.firms[0].caretaker_ids.sorted("date_from")
        self.assertEqual(str(history[0].date_to), "2026-06-09")

    def test_all_companies_of_the_manager_and_no_others(self):
        """Also those not chosen above; of others one learns the number."""
        users = self.user_own | self.user_all
        users.company_ids += self.other_company
        there = {"user_id": self.user_own.id, "company_id": self.other_company.id}
        tasks = self._activity(**there) | self._activity(**there, private=True)
        wizard = self._wizard(self.user_all).save()
        self.assertEqual((wizard.task_count, wizard.elsewhere_count), (7, 2))
        wizard.action_confirm()
        self.assertEqual(tasks.user_id, self.user_own)
        self.assertEqual(self.tasks.user_id, self.user_all)
        # they work there, too, and look at the other company just now
        self.user_manager.company_ids += self.other_company
        wizard = self._wizard(self.user_all).save()
        self.assertEqual((wizard.task_count, wizard.elsewhere_count), (2, 0))
        wizard.action_confirm()
        self.assertEqual(tasks.user_id, self.user_all)

    def test_private_ones_are_counted_not_shown(self):
        """The manager who hands them over learns their number, nothing else."""
        wizard = self._wizard(self.user_all).save()
        read = wizard.read()[0]
        self.assertEqual(read["private_count"], 1)
        lists = [value for value in read.values() if isinstance(value, list | tuple)]
        self.assertFalse([ids for ids in lists if self.private.id in ids])
        wizard.action_confirm()
        with self.assertRaises(AccessError):
            self.private.with_user(self.user_manager).read(["name"])
        self.assertEqual(self.private.with_user(self.user_all).name, "Task")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_managers_only(self):
        wizard = self.env["enova.user.handover"].with_user(self.user_all)
        with self.assertRaises(AccessError):
            wizard.create({"user_id": self.user_own.id})
        self.assertEqual(self.tasks.user_id, self.user_own)

    def test_tells_each_heir_once(self):
        notices = RecordCapturer(
            self.env["mail.message"], [("message_type", "=", "user_notification")]
        )
        wizard = self._wizard(self.user_all).save()
        with notices as told:
            wizard.action_confirm()
        self.assertEqual(len(told.records), 1)
