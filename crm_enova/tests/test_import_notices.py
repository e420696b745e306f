from odoo.tests import tagged

from .import_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportNotices(ImportCase):
    """Whom an import tells, and of what."""

    def _rows(self, count=3, definition="To do"):
        headers = ["Subject", "Definition", "Contractor", "Assignee"]
        row = ["Plan", definition, "5260001246", "crm_own"]
        return [headers, *[row] * count, ["Plan", definition, "5260001246", "crm_all"]]

    def _notices(self):
        people = (self.user_own | self.user_all).partner_id
        return self.env["mail.notification"].search(
            [("res_partner_id", "in", people.ids)]
        )

    def test_one_notice_for_each_assignee(self):
        before = self._notices()
        self._imported("enova.activity", self._rows())
        notices = self._notices() - before
        people = (self.user_own | self.user_all).partner_id
        self.assertEqual(len(notices), 2)
        self.assertEqual(notices.res_partner_id, people)

    def test_none_for_history(self):
        before = self._notices()
        self._imported("enova.activity", self._rows(definition="Phone call"))
        self.assertEqual(self._notices(), before)

    def test_none_for_a_test_or_a_refused_file(self):
        before = self._notices()
        pending = self.env.cr.precommit.data.get("bus.bus.values", [])
        count = len(pending)
        self._import("enova.activity", self._rows(), dryrun=True)
        rows = self._rows()
        rows.append(["Plan", "To do", "nobody", "crm_own"])
        self._refused("enova.activity", rows)
        self.assertEqual(self._notices(), before)
        pending = self.env.cr.precommit.data.get("bus.bus.values", [])
        self.assertEqual(len(pending), count, "nothing waits to be pushed either")

    def test_what_changes_hands_by_an_update(self):
        rows = [
            ["External ID", "Subject", "Definition", "Assignee"],
            ["t1", "Plan", "To do", ""],
        ]
        self._imported("enova.activity", rows)
        before = self._notices()
        rows[1][3] = "crm_own"
        self._imported("enova.activity", rows)
        self.assertEqual(len(self._notices() - before), 1)
