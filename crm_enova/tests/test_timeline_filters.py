from odoo.tests import tagged, users

from .test_timeline_everything import GROUPS, EverythingCase


@tagged("post_install", "-at_install")
class TestTimelineFilters(EverythingCase):
    """The history is narrowed down to words, a person, a period, groups."""

    @users("crm_manager")
    def test_words(self):
        self._may_read(*GROUPS)
        event = self._events(1, name="Talk", result="They want 50% more rolls")
        message = self._message(self.contact, body="<p>About 50% more</p>")
        entries, _names = self._whole(text=" 50% more ")
        found = {(entry["source"], entry["id"]) for entry in entries}
        self.assertEqual(found, {("activity", event.id), ("message", message.id)})

    @users("crm_manager")
    def test_person(self):
        self._may_read(*GROUPS)
        other = self._create("res.partner", name="Jan", parent_id=self.contractor.id)
        theirs = self._events(1, contact_id=other.id)
        message = self._message(other, author_id=other.id)
        entries, _names = self._whole(person=other.id)
        found = {(entry["source"], entry["id"]) for entry in entries}
        self.assertEqual(found, {("activity", theirs.id), ("message", message.id)})
        stranger = self.other_contractor.id
        self.assertFalse(self._whole(person=stranger)[0])

    @users("crm_manager")
    def test_period(self):
        self._may_read(*GROUPS)
        entries, _names = self._whole(since="2026-03-03")
        self.assertFalse(
            {"activity", "message", "invoice", "payment", "meeting"}
            & {entry["source"] for entry in entries}
        )
        entries, _names = self._whole(since="2026-03-02")
        self.assertLessEqual(
            {"activity", "message", "payment", "meeting"},
            {entry["source"] for entry in entries},
        )

    @users("crm_manager")
    def test_groups(self):
        self._may_read(*GROUPS)
        page = self.contractor.with_env(self.env).enova_timeline(groups=["file"])
        self.assertEqual(
            {entry["source"] for entry in page["entries"]}, {"file", "folder"}
        )
        self.assertEqual(
            [group["name"] for group in page["groups"]],
            ["contact", "message", "sale", "invoice", "service", "file", "other"],
        )
        for source in page["sources"]:
            self.assertIn(source["group"], [group["name"] for group in page["groups"]])
