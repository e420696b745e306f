"""What a merge refuses, and what it tells nobody."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeRights(MergeCase):
    """What is refused leaves everything as it was; what is private stays so."""

    def test_private_activities_move_and_are_not_told(self):
        private = self._activity(
            name="Tajne",
            partner_id=self.duplicate.id,
            user_id=self.user_manager.id,
            private=True,
        )
        self._activity(partner_id=self.duplicate.id)
        self._merge(user=self.user_all)
        self.assertEqual(private.partner_id, self.contractor)
        event = self._event().with_user(self.user_all)
        self.assertEqual(event.assigned_by_id, self.user_all)
        self.assertIn("Task or event: 1", event.description)
        self.assertNotIn("Tajne", event.description)
        self.assertFalse(event.search([("name", "=", "Tajne")]))

    def test_only_private_ones_are_not_even_counted(self):
        self._activity(
            partner_id=self.duplicate.id, user_id=self.user_manager.id, private=True
        )
        self._merge(user=self.user_all)
        self.assertNotIn("Task or event", self._event().description)

    def _refused(self, partners, message, user=None, tasks=True, error=UserError):
        """Try to merge into the first, and compare with what there was before."""
        target = partners[0]
        found = partners if tasks else partners.browse()
        tasks = [self._activity(partner_id=partner.id) for partner in found]
        before = [partner.read() for partner in partners]
        self.env.flush_all()
        with self.assertRaisesRegex(error, message), self.env.cr.savepoint():
            self._merge(partners - target, target, user)
        self.env.invalidate_all()
        self.assertEqual([task.partner_id for task in tasks], list(found))
        self.assertEqual([partner.read() for partner in partners], before)
        self.assertFalse(self._event(target))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_learns_a_name_from_who_is_to_stay(self):
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        self.contractor.user_id = self.user_all
        self.env.flush_all()
        self.env.invalidate_all()
        hidden = self.contractor.with_user(self.user_own)
        self.assertFalse(hidden.has_access("read"))
        wizards = self.env["base.partner.merge.automatic.wizard"]
        wizards = wizards.with_user(self.user_own)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizards.create({"dst_partner_id": self.contractor.id})
        wizard = wizards.create({})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.dst_partner_id = self.contractor.id

    def test_parent_with_its_child(self):
        self._refused(self.contractor | self.contact, "one of his parent")

    def test_two_users(self):
        people = self.user_own.partner_id | self.user_all.partner_id
        self._refused(people, "more than one user")

    def test_more_than_three(self):
        four = self.env["res.partner"].create([{"name": f"P{i}"} for i in range(4)])
        self._refused(four, "more than 3")

    def test_different_addresses(self):
        self.duplicate.email = "inny@example.com"
        both = self.contractor | self.duplicate
        self._refused(both, "same email", self.user_all)

    def test_two_companies(self):
        self.contractor.company_id = self.company
        self.duplicate.company_id = self.other_company
        both = self.contractor | self.duplicate
        self._refused(both, "different companies", tasks=False)

    def test_shared_one_with_records_of_another_company(self):
        self.contractor.company_id = self.company
        task = self._activity(
            partner_id=self.duplicate.id, company_id=self.other_company.id
        )
        self._refused(self.contractor | self.duplicate, "shared by all companies")
        task.company_id = self.company
        self._merge()
        self.assertEqual(task.partner_id, self.contractor)

    def test_rule_of_the_database(self):
        """A constraint in the way refuses the merge; core would delete the rows."""
        task = self._activity(
            partner_id=self.contractor.id, contact_id=self.duplicate.id
        )
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE enova_activity ADD CONSTRAINT enova_activity_two_people"
            " CHECK (contact_id <> partner_id)"
        )
        both = self.contractor | self.duplicate
        with mute_logger("odoo.sql_db"):
            self._refused(both, "two_people", error=ValidationError)
        self.assertEqual(task.contact_id, self.duplicate)

    def test_sealed_entries(self):
        journal = self.env["account.journal"].create(
            {"name": "Sprzedaż", "code": "SPR", "type": "general"}
        )
        account = self.env["account.account"].create(
            {"name": "Kasa", "code": "100100", "account_type": "asset_current"}
        )
        move = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "debit": debit,
                            "credit": credit,
                            "partner_id": self.duplicate.id,
                        }
                    )
                    for debit, credit in ((1, 0), (0, 1))
                ],
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET inalterable_hash = 'x' WHERE id = %s", [move.id]
        )
        self.env.invalidate_all()
        self._refused(self.contractor | self.duplicate, "sealed")
        self._merge(self.contractor, self.duplicate)
        self.assertFalse(self.contractor.exists())

    def test_core_wizard_of_the_contacts_list(self):
        """Contacts, Action, Merge: the same rules."""
        task = self._activity(partner_id=self.duplicate.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].with_context(
            active_model="res.partner",
            active_ids=(self.duplicate | self.contractor).ids,
        )
        wizard = wizard.create({})
        wizard.dst_partner_id = self.contractor
        wizard.action_merge()
        self.assertEqual(task.partner_id, self.contractor)
        self.assertEqual(len(self._event()), 1)
