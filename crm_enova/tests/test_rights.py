from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase

# model: for each user, which of create, read, write, unlink are allowed on a record
# that its rules let them see. A model of ours without a row here fails the guard.
MATRIX = {
    "enova.activity": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.activity.type": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.activity.mail": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.activity.recurrence": {"own": "r", "all": "r", "manager": "r"},
    "enova.activity.repeat": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.activity.reschedule": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.activity.requirement": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.activity.transition": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.activity.stage": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.activity.tag": {"own": "cr", "all": "cr", "manager": "crwu"},
    "enova.attachment": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.attachment.add": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.attachment.category": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.attachment.link": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.attachment.replace": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.attachment.tag": {"own": "cr", "all": "cr", "manager": "crwu"},
    # files are searched by it, and it is read by nobody
    "enova.attachment.text": {},
    "enova.color.rule": {"own": "crwu", "all": "crwu", "manager": "crwu"},
    "enova.caretaker": {"own": "r", "all": "r", "manager": "crwu"},
    # partners are searched by it, and it is read by nobody
    "enova.partner.phone": {},
    # read with the history, and by itself by nobody
    "enova.pin": {},
    "enova.history.source": {"manager": "crwu"},
    "enova.caretaker.assign": {"manager": "crw"},
    "enova.sharing": {"manager": "crw"},
    # what comes of them is everybody's, they are the manager's
    "enova.sharing.rule": {"manager": "crwu"},
    "enova.user.handover": {"manager": "crw"},
    "enova.partner.anonymize": {"manager": "crw"},
    # a ledger: a line is superseded, never changed
    "enova.consent": {"own": "cr", "all": "cr", "manager": "cr"},
    "enova.consent.purpose": {"own": "r", "all": "r", "manager": "crwu"},
    # kept by the server alone
    "enova.undo": {"own": "r", "all": "r", "manager": "r"},
    # the log of sending, kept by the sender alone
    "enova.mailing.attempt": {"manager": "r"},
    "enova.placeholder": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.mail.merge": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.mailing.review": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.activity.done": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.absence": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.activity.link": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.card.convert": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.card.convert.duplicate": {"own": "crwu", "all": "crwu", "manager": "crwu"},
    "enova.card.entry": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.document.model": {"manager": "crwu"},
    "enova.document.model.off": {"manager": "crw"},
    "enova.vcard.import": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.vcard.import.line": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.activity.reassign": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.activity.into.project": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.campaign": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.campaign.budget": {"own": "crwu", "all": "crwu", "manager": "crwu"},
    "enova.campaign.member": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.creator": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.creator.line": {"own": "r", "all": "r", "manager": "r"},
    "enova.creator.undo": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.creator.run": {"own": "r", "all": "r", "manager": "ru"},
    # the system's own but for what a secretary enters of a batch
    "enova.letter.batch": {"own": "rw", "all": "rw", "manager": "rw"},
    "enova.letter.file": {"own": "r", "all": "r", "manager": "r"},
    "enova.letter.label": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.letter.layout": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.letter.line": {"own": "r", "all": "r", "manager": "r"},
    "enova.letter.reprint": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.letter.run": {"own": "r", "all": "r", "manager": "r"},
    "enova.letter.tracking": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.folder": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.folder.add": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.folder.definition": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.folder.definition.section": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.folder.item": {"own": "crwu", "all": "crwu", "manager": "crwu"},
    "enova.folder.member": {"own": "crwu", "all": "crwu", "manager": "crwu"},
    "enova.folder.model": {"manager": "crwu"},
    "enova.folder.section": {"own": "crwu", "all": "crwu", "manager": "crwu"},
    "enova.occupancy": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.occupancy.line": {"own": "cru", "all": "cru", "manager": "cru"},
    "enova.playbook": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.playbook.line": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.project": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.project.close": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.project.into.campaign": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.project.reason": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.project.stage": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.project.type": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.device": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.device.reading": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.issue": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.issue.line": {"own": "crwu", "all": "crwu", "manager": "crwu"},
    "enova.service.part": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.service.report": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.service.stage": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.reservation": {"own": "crw", "all": "crw", "manager": "crwu"},
    "enova.reservation.repeat": {"own": "crw", "all": "crw", "manager": "crw"},
    "enova.resource": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.resource.out": {"manager": "crw"},
    "enova.resource.category": {"own": "r", "all": "r", "manager": "crwu"},
    "enova.target": {"own": "r", "all": "r", "manager": "crwu"},
}
OPERATIONS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}
ROLES = ("own", "all", "manager", "outsider", "portal")


@tagged("post_install", "-at_install")
class TestRightsMatrix(CrmEnovaCase):
    def test_matrix(self):
        for model, allowed in MATRIX.items():
            for role in ROLES:
                user = self.crm_users[role]
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).has_access(operation),
                            letter in allowed.get(role, ""),
                        )


@tagged("post_install", "-at_install")
class TestActivityRights(CrmEnovaCase):
    """Who sees which activity, through every door there is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        mine, other = cls.contractor.id, cls.other_contractor.id
        own, everyone = cls.user_own.id, cls.user_all.id
        cls.rows = {
            "of my contractor": cls._activity(partner_id=mine, user_id=everyone),
            "assigned to me": cls._activity(partner_id=other, user_id=own),
            "given by me": cls._activity(partner_id=other, assigned_by_id=own),
            "of others": cls._activity(partner_id=other, user_id=everyone),
            "of nobody": cls._activity(),
            "private of others": cls._activity(
                partner_id=mine, user_id=everyone, private=True
            ),
            "private, mine": cls._activity(user_id=own, private=True),
            "private, given by me": cls._activity(assigned_by_id=own, private=True),
        }
        for name, activity in cls.rows.items():
            activity.name = name
        cls.every = cls.env["enova.activity"].union(*cls.rows.values())
        cls.env.flush_all()
        private = {"private, mine", "private, given by me"}
        cls.visible = {
            "own": {"of my contractor", "assigned to me", "given by me"} | private,
            "all": set(cls.rows) - private,
            "manager": set(cls.rows) - private - {"private of others"},
        }

    def _as(self, role):
        self.env.invalidate_all()
        return self.env["enova.activity"].with_user(self.crm_users[role])

    def test_search_and_count(self):
        for role, names in self.visible.items():
            with self.subTest(role=role):
                activities = self._as(role)
                domain = [("id", "in", self.every.ids)]
                found = activities.search(domain)
                self.assertEqual(set(found.mapped("name")), names)
                self.assertEqual(activities.search_count(domain), len(names))

    def test_groups_count_what_is_seen(self):
        domain = [("id", "in", self.every.ids)]
        for role, names in self.visible.items():
            with self.subTest(role=role):
                groups = self._as(role)._read_group(domain, ["name"], ["__count"])
                self.assertEqual({name for name, _count in groups}, names)

    def test_names_and_export(self):
        exporters = self.env.ref("base.group_allow_export")
        exporters.user_ids = [Command.link(self.crm_users[r].id) for r in self.visible]
        for role, names in self.visible.items():
            activities = self._as(role)
            for name, activity in self.rows.items():
                hit = activities.name_search(name, operator="=")
                with self.subTest(role=role, name=name):
                    self.assertEqual(bool(hit), name in names)
                    record = activities.browse(activity.id)
                    if name in names:
                        self.assertEqual(
                            record.export_data(["name"])["datas"], [[name]]
                        )
                    else:
                        with self.assertRaises(AccessError):
                            record.export_data(["name"])

    def test_counters_of_the_contractor(self):
        for role in ("own", "all", "manager"):
            activities = self._as(role)
            seen = activities.search(
                [("commercial_partner_id", "=", self.contractor.id)]
            )
            partner = self.contractor.with_user(self.crm_users[role])
            with self.subTest(role=role):
                self.assertEqual(partner.enova_activity_count, len(seen))
                self.assertEqual(partner.enova_activity_ids, seen)
        outsider = self.contractor.with_user(self.user_outsider)
        self.assertEqual(outsider.enova_activity_count, 0)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_refusal_changes_nothing(self):
        hidden = self.rows["private of others"]
        foreign = self.rows["of others"]
        attempts = [
            ("own", foreign, lambda r: r.write({"name": "x"})),
            ("own", foreign, lambda r: r.action_done("x")),
            ("own", foreign, lambda r: r.action_cancel()),
            ("own", foreign, lambda r: r.write({"user_id": self.user_own.id})),
            ("own", hidden, lambda r: r.message_post(body="x")),
            ("manager", hidden, lambda r: r.write({"private": False})),
            ("manager", hidden, lambda r: r.unlink()),
            ("all", foreign, lambda r: r.unlink()),
            ("outsider", foreign, lambda r: r.action_start()),
            ("portal", foreign, lambda r: r.write({"name": "x"})),
        ]
        fields = ["name", "stage_id", "user_id", "private", "result"]
        before = self.every.read(fields), len(self.every.message_ids)
        for role, record, attempt in attempts:
            with self.subTest(role=role, name=record.name):
                self.env.invalidate_all()
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    attempt(record.with_user(self.crm_users[role]))
        self.env.invalidate_all()
        self.assertEqual((self.every.read(fields), len(self.every.message_ids)), before)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_enters_for_others_what_they_would_not_see(self):
        """The own group may not write into the history of foreign contractors."""
        activities = self._as("own")
        values = {
            "name": "x",
            "type_id": self.type_task.id,
            "partner_id": self.other_contractor.id,
            "user_id": self.user_all.id,
            "assigned_by_id": self.user_all.id,
        }
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            activities.create(values)
        created = activities.create({**values, "assigned_by_id": self.user_own.id})
        self.assertEqual(created.user_id, self.user_all)

    def test_caretaker_search_agrees_with_the_compute(self):
        for role in ("own", "all", "manager"):
            user = self.crm_users[role]
            records = self.every.with_user(user).sudo()
            searched = records.search(
                [("is_own", "=", True), ("id", "in", records.ids)]
            )
            self.assertEqual(searched, records.filtered("is_own").sorted())
            negative = records.search(
                [("is_own", "=", False), ("id", "in", records.ids)]
            )
            self.assertEqual(negative, (records - searched).sorted())

    def test_other_company_is_out_of_sight(self):
        elsewhere = self._activity(company_id=self.other_company.id)
        for role in ("own", "all", "manager"):
            with self.subTest(role=role):
                self.assertFalse(self._as(role).search([("id", "=", elsewhere.id)]))
        self.user_manager.company_ids = [Command.link(self.other_company.id)]
        allowed = self._as("manager").with_context(
            allowed_company_ids=[self.other_company.id]
        )
        self.assertTrue(allowed.search([("id", "=", elsewhere.id)]))
        self.assertFalse(allowed.search([("id", "in", self.every.ids)]))

    def test_archiving_and_deleting_are_for_managers(self):
        with self.assertRaises(AccessError):
            self.type_task.with_user(self.user_all).action_archive()
        self.rows["of others"].with_user(self.user_manager).unlink()
        self.assertFalse(self.rows["of others"].exists())

    def test_contractors_cannot_be_asked_for_hidden_ones(self):
        """A search by a task tells nothing of a task that one may not see."""
        hidden = self.rows["private of others"]
        seen = self.rows["of my contractor"]
        partners = self.env["res.partner"].with_user(self.user_own)
        for operator, value, found in (
            ("in", hidden.ids, False),
            ("in", seen.ids, True),
            ("any", [("id", "=", hidden.id)], False),
            ("any", [("name", "=", "private of others")], False),
        ):
            domain = [("enova_activity_ids", operator, value)]
            with self.subTest(domain=domain):
                match = self.contractor in partners.search(domain)
                self.assertEqual(match, found)
