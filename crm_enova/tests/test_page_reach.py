import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CrmEnovaCase

# what is of a person; their name stands on records that one reads
SECRET = "tajny"
# What the page of a contractor asks of it, and what its buttons call.
PAGE = (
    "enova_head",
    "enova_writings",
    "enova_summary",
    "enova_call_sheet",
    "enova_open_tasks",
    "enova_timeline",
)
BUTTONS = (
    "action_write_enova_email",
    "action_new_enova_quotation",
    "action_new_enova_service_order",
    "action_new_enova_reservation",
    "action_write_enova_letter",
    "action_add_to_enova_folder",
    "action_open_enova_creator",
)


@tagged("post_install", "-at_install")
class TestPageReach(CrmEnovaCase):
    """The page of a contractor opens, whatever hangs on it that one may not see."""

    def _hide(self, partner):
        """Give a partner to a company that none of the users works in."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET company_id = %s WHERE id = %s",
            [self.other_company.id, partner.id],
        )
        self.env.invalidate_all()

    def _walk(self, user, partner, methods=PAGE + BUTTONS):
        """Call all of the page as a user does over RPC; return what it says."""
        told = {}
        for method in methods:
            with self.subTest(user=user.login, method=method):
                seen = partner.with_user(user).with_context(tz="Europe/Warsaw")
                told[method] = json.dumps(getattr(seen, method)(), default=str)
                self.assertNotIn(SECRET, told[method])
        return told

    def test_somebody_there_whom_one_may_not_see(self):
        """They were spoken with last, and belong to another company of the group."""
        hidden = self.env["res.partner"].create(
            {
                "name": "Adam",
                "email": f"{SECRET}@example.com",
                "function": SECRET,
                "parent_id": self.contractor.id,
            }
        )
        self._activity(
            type_id=self.type_call.id,
            partner_id=self.contractor.id,
            contact_id=hidden.id,
            user_id=self.user_own.id,
        )
        self._hide(hidden)
        self.contractor.email = False
        for role in ("own", "all", "manager"):
            user = self.crm_users[role]
            with self.assertRaises(AccessError):
                hidden.with_user(user).read(["name"])
            self._walk(user, self.contractor)
        head = self.contractor.with_user(self.user_own).enova_head()
        self.assertEqual(head["person"]["id"], self.contact.id)

    def test_somebody_who_has_gone_where_one_sees_nobody(self):
        gone = self.env["res.partner"].create(
            {"name": "Jan", "phone": SECRET, "parent_id": self.contractor.id}
        )
        self._activity(
            type_id=self.type_call.id,
            partner_id=self.contractor.id,
            contact_id=gone.id,
            user_id=self.user_own.id,
        )
        self.env.flush_all()
        gone.parent_id = self.other_contractor
        self.env.flush_all()
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        with self.assertRaises(AccessError):
            gone.with_user(self.user_own).read(["name"])
        self._walk(self.user_own, self.contractor)

    def test_a_person_whose_company_one_may_not_see(self):
        """Core shows its name on the person, and nothing else of it."""
        self.contractor.comment = SECRET
        self._hide(self.contractor)
        for role in ("own", "all", "manager"):
            user = self.crm_users[role]
            with self.assertRaises(AccessError):
                self.contractor.with_user(user).read(["name"])
            self._walk(user, self.contact, PAGE)
        head = self.contact.with_user(self.user_own).enova_head()
        self.assertEqual(head["company"]["name"], self.contractor.name)
        self.assertEqual(head["person"]["id"], self.contact.id)

    def test_what_one_may_not_see_says_nothing(self):
        self._hide(self.contractor)
        for role in ("own", "all", "manager", "outsider", "portal"):
            partner = self.contractor.with_user(self.crm_users[role])
            for method in PAGE + BUTTONS:
                with self.subTest(role=role, method=method):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        getattr(partner, method)()

    def test_whoever_does_not_work_with_the_crm(self):
        """An employee and a client learn nothing that is of the CRM."""
        self._activity(
            name=f"{SECRET} call",
            type_id=self.type_call.id,
            partner_id=self.contractor.id,
            user_id=self.user_own.id,
        )
        self.env["enova.consent"].create({"partner_id": self.contractor.id})
        self.user_portal.partner_id.parent_id = self.contractor
        self.env.flush_all()
        for role in ("outsider", "portal"):
            user = self.crm_users[role]
            head = self.contractor.with_user(user).enova_head()
            self.assertEqual(head["consents"], [])
            self.assertEqual(self.contractor.with_user(user).enova_summary(), {})
            self.assertEqual(self.env["res.users"].with_user(user).enova_my_day(), [])
            offered = self.contractor.with_user(user).enova_writings()
            self.assertFalse(
                {"letter", "folder", "reservation", "creator", "service", "quotation"}
                & {writing["name"] for writing in offered}
            )
            self.assertNotIn(SECRET, json.dumps([head, offered]))

    def test_a_day_with_what_one_may_not_see(self):
        """Tasks of one's own whose contractor, or the person there, is hidden."""
        hidden = self.env["res.partner"].create(
            {"name": "Adam", "phone": SECRET, "parent_id": self.contractor.id}
        )
        self._activity(
            partner_id=self.contractor.id,
            contact_id=hidden.id,
            user_id=self.user_own.id,
            date_deadline="2020-01-01",
        )
        self._hide(hidden)
        self._hide(self.contractor)
        logger = "odoo.addons.crm_enova.models.home.res_users"
        users = self.env["res.users"].with_user(self.user_own)
        with self.assertNoLogs(logger):
            day = users.enova_my_day()
        names = {block["name"] for block in day}
        self.assertIn("late", names)
        self.assertNotIn(SECRET, json.dumps(day, default=str))
