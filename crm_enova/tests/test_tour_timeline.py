from datetime import date, datetime, timedelta

from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin

FORM = "/odoo/contractors/%s"


class TourCase(CrmEnovaMixin, HttpCase):
    """Base of the browser tours; the contractor is user_own's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        # tours look for English words
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["res.users"].browse(
            [user.id for user in cls.crm_users.values()]
        ).lang = "en_US"

    def _history(self, partner=None):
        partner = partner or self.contractor
        return self.env["enova.activity"].search(
            [("commercial_partner_id", "=", partner.id)], order="id"
        )

    def _open_contractor(self, tour, login="crm_own"):
        self.start_tour(FORM % self.contractor.id, tour, login=login)


@tagged("post_install", "-at_install")
class TestTourQuickLog(TourCase):
    def test_two_clicks(self):
        self._open_contractor("enova_quick_log")
        self._check_logged()

    def _check_logged(self):
        call, second, followup = self._history()
        self.assertEqual(call.type_id, self.type_call)
        self.assertEqual(call.state, "done")
        self.assertEqual(call.user_id, self.user_own)
        self.assertEqual(second.result, "Wants 20 pieces")
        self.assertEqual(followup.parent_id, second)
        self.assertEqual(followup.type_id, self.type_call_task)
        self.assertEqual(followup.date_deadline, self._today() + timedelta(weeks=1))
        self.assertEqual((followup.state, followup.result), ("done", "Ordered"))

    def test_task_escape_and_refusal(self):
        letter = self.env.ref("crm_enova.enova_activity_type_event_letter")
        letter.result_required = True
        self._open_contractor("enova_quick_log_kept")
        task, sent = self._history()
        self.assertEqual(task.date_deadline, date(2099, 5, 4))
        self.assertEqual((task.state, task.user_id), ("planned", self.user_own))
        self.assertEqual((sent.type_id, sent.result), (letter, "By post"))

    def test_person_of_a_contractor(self):
        """On the form of a person the company has the history, the person the call."""
        url = FORM % self.contact.id
        self.start_tour(url, "enova_quick_log", login="crm_own")
        self._check_logged()
        self.assertEqual(self._history().contact_id, self.contact)


@tagged("post_install", "-at_install")
class TestTourQuickLogPhone(TestTourQuickLog):
    browser_size = "375x667"
    touch_enabled = True


@tagged("post_install", "-at_install")
class TestTourTimeline(TourCase):
    def test_history(self):
        self._fill()
        self._open_contractor("enova_timeline", login="crm_all")

    def _fill(self):
        self.user_all.group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        start = datetime(2026, 3, 2, 9)
        for number in range(45):
            self._activity(
                name=f"Call {number}" if number else "Oldest",
                type_id=self.type_call.id,
                partner_id=self.contractor.id,
                date_start=start + timedelta(hours=number),
            )
        self._activity(
            name="<script>document.title=1</script>",
            result="<img src=x onerror=alert(1)>\nsecond\nthird",
            type_id=self.type_call.id,
            partner_id=self.contractor.id,
            date_start=start + timedelta(days=9),
        )
        self.env["sale.order"].create({"partner_id": self.contractor.id})

    def test_history_of_a_device(self):
        """Other records have the same history, without what is a contractor's alone."""
        device = self.env["enova.device"].create(
            {"name": "Oven", "partner_id": self.contractor.id}
        )
        self._activity(
            name="Cleaned",
            type_id=self.type_call.id,
            device_id=device.id,
            partner_id=self.contractor.id,
            date_start=datetime(2026, 3, 2, 9),
        )
        for number in range(5):
            device.message_post(body=f"Bought used {number}", message_type="comment")
        url = f"/odoo/action-crm_enova.enova_device_action/{device.id}"
        self.start_tour(url, "enova_timeline_of_a_device", login="crm_all")


@tagged("post_install", "-at_install")
class TestTourHistorySources(TourCase):
    def test_names_of_fields(self):
        self.env["enova.history.source"].create(
            {"name": "Price lists", "model": "product.supplierinfo"}
        )
        action = self.env.ref("crm_enova.enova_history_source_action")
        self.start_tour(
            f"/odoo/action-{action.id}", "enova_history_sources", login="crm_manager"
        )
