from odoo.tests import tagged

from ..hooks import post_init_hook
from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestCaretakerInstall(CrmEnovaCase):
    """The addon comes to a database in which everybody has a salesperson already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firms = cls.env["res.partner"].create(
            [{"name": f"Firma {i}", "user_id": cls.user_all.id} for i in range(150)]
        )
        # as it was before the addon came
        cls.env.flush_all()
        cls.env.cr.execute("DELETE FROM enova_caretaker")
        cls.env.cr.execute("DELETE FROM enova_partner_caretaker_rel")
        cls.env.invalidate_all()

    def _install(self):
        before = self.env.cr.sql_log_count
        post_init_hook(self.env)
        self.env.invalidate_all()
        return self.env.cr.sql_log_count - before

    def test_salespeople_become_main_caretakers_in_one_statement(self):
        messages = self.env["mail.message"].search_count([])
        mails = self.env["mail.mail"].search_count([])
        self._install()
        self.assertEqual(self.firms.caretaker_ids.user_id, self.user_all)
        self.assertEqual(len(self.firms.caretaker_ids), 150)
        self.assertEqual(self.firms.caretaker_user_ids, self.user_all)
        self.assertEqual(self.contractor.caretaker_ids.user_id, self.user_own)
        # core copies the salesperson to contact persons; they have no periods
        self.assertEqual(self.contact.user_id, self.user_own)
        self.assertFalse(self.contact.caretaker_ids)
        self.assertFalse(self.other_contractor.caretaker_ids)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_as_many_statements_however_many_firms(self):
        self._install()
        taken = []
        for number in range(2):
            self.env["res.partner"].create(
                [
                    {"name": f"Firma {number} {i}", "user_id": self.user_all.id}
                    for i in range(100 * number + 1)
                ]
            )
            self.env.flush_all()
            self.env.cr.execute("DELETE FROM enova_caretaker")
            self.env.cr.execute("DELETE FROM enova_partner_caretaker_rel")
            self.env.invalidate_all()
            taken.append(self._install())
        self.assertEqual(taken[0], taken[1])

    def test_who_is_there_already_stays(self):
        self._install()
        period = self.contractor.caretaker_ids
        self._install()
        self.assertEqual(self.contractor.caretaker_ids, period)
        self.assertEqual(len(self.firms.caretaker_ids), 150)
