from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .service_common import ServiceCase

SERVED = {"message", "file", "transfer", "issue"}


@tagged("post_install", "-at_install")
class TestTimelineTechnician(ServiceCase):
    """Who has service orders and no CRM: the history is of what they may read alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls._service_order()
        cls.other_record = cls._service_order(
            technician_ids=[Command.set(cls.user_mate.ids)]
        )
        cls.order = cls.record.with_user(cls.user_technician)

    def _fill(self, order):
        """Give an order one entry of each kind that there is; return them by source."""
        order.action_add_part(self.part.id, 1)
        order.action_service_start()
        order.action_issue_parts()
        visit = self.env["enova.activity"].create(
            {
                "name": "Visit",
                "type_id": self.type_task.id,
                "user_id": self.user_technician.id,
                "partner_id": self.contractor.id,
                "service_order_ids": [Command.link(order.id)],
            }
        )
        made = {
            "message": self._note(order),
            "file": self._file(order),
            "issue": order.issue_ids,
            "activity": visit,
        }
        self.env.flush_all()
        self.env.invalidate_all()
        return made

    def _note(self, record):
        return record.message_post(
            body="Seen", message_type="comment", subtype_xmlid="mail.mt_note"
        )

    def _file(self, record):
        return self.env["ir.attachment"].create(
            {
                "name": "plate.txt",
                "raw": b"X",
                "res_model": record._name,
                "res_id": record.id,
            }
        )

    def _history(self, record, user=None):
        page = record.with_user(user or self.user_technician).enova_timeline()
        self.assertEqual(page["failed"], [])
        return {(entry["source"], entry["id"]) for entry in page["entries"]}, page

    def test_of_their_order(self):
        made = self._fill(self.record)
        found, page = self._history(self.record)
        readable = {source["name"] for source in page["sources"]}
        self.assertEqual(readable, SERVED)
        expected = {(name, made[name].id) for name in ("message", "file", "issue")}
        self.assertEqual(found, expected, "of tasks and events they know nothing")

    def test_nothing_of_the_orders_of_others_on_a_device(self):
        made = self._fill(self.record)
        others = self._fill(self.other_record)
        note = self._note(self.device)
        found, _page = self._history(self.device)
        expected = {("service", self.record.id), ("message", note.id)}
        expected |= {(name, made[name].id) for name in ("message", "issue")}
        self.assertEqual(found, expected)
        known, _page = self._history(self.device, self.user_dispatcher)
        strange = {(name, others[name].id) for name in ("message", "issue", "activity")}
        self.assertLessEqual(strange, known, "it is there for who may read it")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_order_of_another_technician(self):
        with self.assertRaises(AccessError):
            self.other_record.with_user(self.user_technician).enova_timeline()

    def test_nothing_of_a_contractor(self):
        """Their address is before them, what was written to them is not."""
        self._fill(self.record)
        self._note(self.contractor)
        self._file(self.contractor)
        found, page = self._history(self.contractor)
        names = {source["name"] for source in page["sources"]}
        self.assertFalse(names & {"message", "file", "issue"})
        self.assertFalse({name for name, _id in found} & {"message", "file", "issue"})

    def test_a_technician_with_the_crm_sees_the_visit_too(self):
        made = self._fill(self.record)
        self.user_technician.group_ids = [
            Command.link(self.env.ref("crm_enova.crm_enova_group_own").id)
        ]
        found, _page = self._history(self.record)
        self.assertEqual(found, {(name, record.id) for name, record in made.items()})

    def test_who_does_neither_sees_none_of_it(self):
        """A storekeeper reads orders; the CRM's history of them is not theirs."""
        self._fill(self.record)
        found, page = self._history(self.record, self.user_keeper)
        names = {source["name"] for source in page["sources"]}
        self.assertFalse(names & {"message", "file", "issue"})
        self.assertFalse({name for name, _id in found} & {"message", "file", "issue"})

    def test_page_is_on_their_form(self):
        view = self.env.ref("crm_enova.repair_order_view_form_technician")
        for user, shown in ((self.user_technician, 1), (self.user_keeper, 0)):
            with self.subTest(user=user.login):
                orders = self.env["repair.order"].with_user(user)
                arch = orders.get_view(view.id, "form")["arch"]
                self.assertEqual(arch.count('name="enova_history"'), 2 * shown)
