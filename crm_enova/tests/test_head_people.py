from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import CrmEnovaCase


class HeadCase(CrmEnovaCase):
    def setUp(self):
        super().setUp()
        # what is already there when the user of the test comes
        self.system = self.env(user=SUPERUSER_ID)

    def _head(self, partner=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (partner or self.contractor).with_env(self.env).enova_head()

    def _person(self, name, **values):
        values = {"name": name, "parent_id": self.contractor.id, **values}
        return self.system["res.partner"].create(values)

    def _spoken(self, person, **values):
        return self.system["enova.activity"].create(
            {
                "name": "Spoke",
                "type_id": self.type_call.id,
                "partner_id": person.commercial_partner_id.id,
                "contact_id": person.id,
                **values,
            }
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestHeadPeople(HeadCase):
    """Whom to ask for at a contractor, for whoever looks."""

    @users("crm_own")
    def test_whom_one_has_spoken_with_counts_not_addresses(self):
        """Those that are no people are never asked for, by whatever name."""
        self._person("AAA Magazyn", type="delivery")
        self._person("AAA Faktury", type="invoice")
        self._person("AAA Oddział", is_company=True)
        self.assertEqual(self._head()["person"]["id"], self.contact.id)

    @users("crm_own")
    def test_nobody_to_ask_for(self):
        self.contact.with_env(self.system).active = False
        head = self._head()
        self.assertIs(head["person"], False)
        self.assertIs(head["company"], False)

    @users("crm_own")
    def test_a_private_person_is_asked_for_themselves(self):
        loner = self._person("Jan Wolny", parent_id=False, phone="600 100 200")
        head = self._head(loner)
        self.assertEqual(head["person"]["name"], "Jan Wolny")
        self.assertTrue(head["person"]["phone"])
        self.assertEqual((head["company"], head["caretaker"]), (False, False))

    @users("crm_own")
    def test_who_has_left_for_another_company(self):
        stays, leaves = self._person("Zofia"), self._person("Adam")
        self._spoken(stays, date_start="2026-06-01 08:00:00")
        self._spoken(leaves, date_start="2026-06-02 08:00:00")
        self.assertEqual(self._head()["person"]["id"], leaves.id)
        # core lets nobody go over who has another VAT
        self.contractor.with_env(self.system).vat = False
        leaves.parent_id = self.other_contractor
        self.assertEqual(self._head()["person"]["id"], stays.id)

    @users("crm_own")
    def test_a_deleted_person_leaves_the_next_one(self):
        gone = self._person("Gość")
        self._spoken(gone).contact_id = False
        self._spoken(self.contact, date_start="2026-01-01 08:00:00")
        gone.unlink()
        self.assertEqual(self._head()["person"]["id"], self.contact.id)

    @users("crm_all")
    def test_a_private_talk_of_a_colleague_names_nobody(self):
        secret = self._person("Zofia Tajna")
        self._spoken(secret, private=True, user_id=self.user_own.id)
        self.assertEqual(self._head()["person"]["id"], self.contact.id)

    @users("crm_outsider")
    def test_whoever_has_no_part_in_the_crm(self):
        self._spoken(self._person("Zofia"))
        head = self._head()
        self.assertEqual(head["person"]["id"], self.contact.id, "the first by name")
        self.assertEqual(head["consents"], [])

    @users("crm_portal")
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_customers_are_refused(self):
        for method in ("enova_head", "enova_summary", "enova_writings"):
            partner = self.other_contractor.with_env(self.env)
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(partner, method)()

    @users("crm_own")
    def test_a_withdrawal_of_the_person_comes_before_the_company_s_word(self):
        purpose = self.system["enova.consent.purpose"].search([], limit=1)
        for partner, state in (
            (self.contractor, "given"),
            (self.contact, "withdrawn"),
        ):
            self.system["enova.consent"].create(
                {
                    "partner_id": partner.id,
                    "purpose_id": purpose.id,
                    "channel": "phone",
                    "state": state,
                }
            )
        [told] = self._head()["consents"]
        self.assertEqual((told["channel"], told["state"]), ("phone", "withdrawn"))
        self.assertEqual(len(told["hint"].splitlines()), 2)
        polish = self.contractor.with_env(self.env).with_context(lang="pl_PL")
        [same] = polish.enova_head()["consents"]
        self.assertNotEqual(same["label"], told["label"])
        self.contact.with_env(self.system).active = False
        [told] = self._head()["consents"]
        self.assertEqual(told["state"], "given")

    @users("crm_own")
    def test_another_caretaker_and_none(self):
        self.contractor.with_env(self.system).user_id = self.user_manager
        head = self._head()
        self.assertEqual(head["caretaker"]["id"], self.user_manager.id)
        self.contractor.with_env(self.system).user_id = False
        self.assertIs(self._head()["caretaker"], False)

    @users("crm_own")
    def test_queries_do_not_grow_with_people_and_talks(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.contractor.with_env(self.env).enova_head()
            return self.env.cr.sql_log_count - before

        self._spoken(self.contact)
        cost()
        few = cost()
        people = self.system["res.partner"].create(
            [
                {"name": f"Osoba {n}", "parent_id": self.contractor.id}
                for n in range(300)
            ]
        )
        self.system["enova.activity"].create(
            [
                {
                    "name": "Spoke",
                    "type_id": self.type_call.id,
                    "partner_id": self.contractor.id,
                    "contact_id": person.id,
                }
                for person in people
            ]
        )
        self.assertLessEqual(cost(), few + 1)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestOpenTasksOfContractor(HeadCase):
    """What is open with a contractor stands beside their history."""

    def _read(self, **arguments):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.contractor.with_env(self.env).enova_open_tasks(**arguments)

    @users("crm_own")
    def test_a_thousand_are_counted_by_as_many_queries(self):
        values = {
            "name": "Task",
            "type_id": self.type_task.id,
            "partner_id": self.contractor.id,
            "user_id": self.user_own.id,
            "date_deadline": "2026-06-10",
        }
        counts, answer = [], None
        for number in (10, 990):
            self.system["enova.activity"].create([dict(values)] * number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answer = self.contractor.with_env(self.env).enova_open_tasks()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertEqual((len(answer["tasks"]), answer["count"]), (5, 1000))

    @users("crm_own")
    def test_due_today_is_the_reader_s(self):
        task = self._activity(
            partner_id=self.contractor.id,
            user_id=self.user_own.id,
            date_start="2026-06-10 22:30:00",
        )
        [told] = self._read()["tasks"]
        self.assertEqual((told["id"], told["due"]), (task.id, "2026-06-11"))
        self.assertEqual(told["user"], self.user_own.name)

    @users("crm_own")
    def test_people_are_thirty_at_most_and_no_addresses(self):
        self.system["res.partner"].create(
            [
                {"name": f"Osoba {n:02}", "parent_id": self.contractor.id}
                for n in range(40)
            ]
        )
        self._person("AAA Magazyn", type="delivery")
        people = self._read()["people"]
        self.assertEqual(len(people), 30)
        names = [person["name"] for person in people]
        self.assertEqual(names[0], "Ewa Nowak")
        self.assertNotIn("AAA Magazyn", names)

    @users("crm_own")
    def test_closed_cancelled_and_deleted_are_not_open(self):
        made = [self._activity(partner_id=self.contractor.id) for _n in range(4)]
        made[0].action_done("ok")
        made[1].action_cancel()
        made[2].unlink()
        self.assertEqual([task["id"] for task in self._read()["tasks"]], made[3].ids)
        made[0].action_reopen()
        self.assertEqual(self._read()["count"], 2)
