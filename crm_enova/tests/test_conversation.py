from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestConversation(CrmEnovaCase):
    """A chain of follow-ups is one conversation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._activity(
            name="Pierwszy",
            partner_id=cls.contractor.id,
            date_start="2026-03-02 10:00:00",
        )
        cls.second = cls._follow(cls.first, "Drugi", "2026-03-09 10:00:00")
        cls.third = cls._follow(cls.second, "Trzeci", "2026-03-16 10:00:00")
        cls.branch = cls._follow(cls.first, "Odnoga", "2026-03-10 10:00:00")
        cls.other = cls._activity(name="Obok", partner_id=cls.contractor.id)
        cls.chain = cls.first + cls.second + cls.branch + cls.third

    @classmethod
    def _follow(cls, parent, name, start):
        return cls._activity(
            name=name,
            partner_id=cls.contractor.id,
            parent_id=parent.id,
            date_start=start,
        )

    def test_all_of_one_chain_in_their_order(self):
        for activity in self.chain:
            self.assertEqual(activity.conversation_ids, self.chain)
            self.assertEqual(activity.conversation_count, 4)
        self.assertFalse(self.first.root_id)
        self.assertEqual(self.third.root_id, self.first)
        self.assertEqual(self.other.conversation_ids, self.other)

    def test_chains_that_are_joined_later(self):
        self.first.parent_id = self.other
        self.assertEqual(self.third.root_id, self.other)
        self.assertEqual(len(self.branch.conversation_ids), 5)
        self.first.parent_id = False
        self.assertEqual(self.third.root_id, self.first)

    def test_no_cycle(self):
        for parent in self.chain:
            with self.subTest(parent=parent.name):
                with self.assertRaises(ValidationError), self.env.cr.savepoint():
                    self.first.parent_id = parent
        self.assertFalse(self.first.parent_id)
        self.assertEqual(self.third.root_id, self.first)

    def test_what_one_may_not_see_is_not_counted(self):
        self.second.write({"private": True, "user_id": self.user_all.id})
        mine = self.third.with_user(self.user_own)
        self.assertEqual(mine.conversation_ids, self.first + self.branch + self.third)
        conversation = self._entries(self.user_own)["Trzeci"]["conversation"]
        self.assertEqual(conversation["count"], 3)

    def _entries(self, user, **arguments):
        partner = self.contractor.with_user(user)
        entries = partner.enova_timeline(**arguments)["entries"]
        return {entry["title"]: entry for entry in entries}

    def test_timeline_shows_it_and_narrows_to_it(self):
        entries = self._entries(self.user_own)
        conversation = {"id": self.first.id, "count": 4}
        for activity in self.chain:
            self.assertEqual(entries[activity.name]["conversation"], conversation)
        self.assertNotIn("conversation", entries["Obok"])
        alone = self._entries(self.user_own, conversation=self.first.id)
        names = ["Trzeci", "Odnoga", "Drugi", "Pierwszy"]
        self.assertEqual(list(alone), names)

    def test_the_first_is_deleted(self):
        self.first.unlink()
        self.env.invalidate_all()
        self.assertFalse(self.second.root_id)
        self.assertEqual(self.third.root_id, self.second)
