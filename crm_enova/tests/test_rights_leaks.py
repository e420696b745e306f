"""Every door to every model that belongs to a contractor, for who may not see it."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase
from .project_common import ProjectMixin
from .resource_common import ResourceMixin, at

# model: the field that tells its rows apart
DOORS = {
    "enova.activity": "name",
    "enova.caretaker": "reason",
    "enova.consent": "source",
    "enova.project": "name",
    "enova.campaign.member": "note",
    "enova.reservation": "name",
}
# one2many fields of a partner that lead to them, and the counters beside them
LISTS = ("enova_activity_ids", "enova_project_ids", "caretaker_ids", "consent_ids")
COUNTERS = ("enova_activity_count", "enova_open_task_count", "enova_project_count")


@tagged("post_install", "-at_install")
class TestLeaks(ResourceMixin, ProjectMixin, CrmEnovaCase):
    """One row of a contractor of mine and one of somebody else's, in every model.

    Contractors are shown to their caretakers alone here, so nothing of the others may
    be learnt either.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls._set_up_resources()
        settings = cls.env["res.config.settings"]
        settings.create({"restrict_contractors": True}).execute()
        exporters = cls.env.ref("base.group_allow_export")
        exporters.user_ids = [
            Command.link(user.id) for user in (cls.user_own, cls.user_outsider)
        ]
        cls.campaign = cls._campaign(user_id=cls.user_all.id)
        cls.rows = {
            model: tuple(
                cls._row(model, partner)
                for partner in (cls.contractor, cls.other_contractor)
            )
            for model in DOORS
        }
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _row(cls, model, partner):
        """Create what a colleague has entered about a contractor."""
        user, label = cls.user_all.id, f"row of {partner.city}"
        values = {
            "enova.activity": {
                "type_id": cls.type_task.id,
                "user_id": user,
                "assigned_by_id": user,
            },
            "enova.caretaker": {"user_id": user, "role": "deputy"},
            "enova.consent": {
                "purpose_id": cls.env.ref("crm_enova.enova_consent_purpose_service").id
            },
            "enova.project": {"user_id": user},
            "enova.campaign.member": {"campaign_id": cls.campaign.id},
            "enova.reservation": {
                "resource_id": cls.van.id,
                "user_id": user,
                "start": at(0, day=partner.id % 300),
                "stop": at(1, day=partner.id % 300),
            },
        }[model]
        given = {"partner_id": partner.id, DOORS[model]: label, **values}
        return cls.env[model].with_user(cls.user_manager).create(given)

    def _doors(self):
        for model, (mine, foreign) in self.rows.items():
            self.env.invalidate_all()
            records = self.env[model].with_user(self.user_own)
            yield DOORS[model], records, mine, foreign

    def test_lists_counts_groups_and_names(self):
        for field, records, mine, foreign in self._doors():
            domain = [("id", "in", (mine | foreign).ids)]
            label = mine.sudo()[field]
            with self.subTest(model=records._name):
                self.assertEqual(records.search(domain), mine)
                self.assertEqual(records.search_count(domain), 1)
                groups = records._read_group(domain, [field], ["__count"])
                self.assertEqual(groups, [(label, 1)])
                heads = records.formatted_read_group(domain, [field], ["__count"])
                self.assertEqual([head[field] for head in heads], [label])
                by_partner = records.web_read_group(domain, ["partner_id"], ["__count"])
                self.assertEqual(by_partner["length"], 1)
                names = records.name_search("", domain)
                self.assertEqual([name[0] for name in names], mine.ids)
                listed = records.web_search_read(domain, {field: {}, "partner_id": {}})
                self.assertEqual(listed["length"], 1)
                self.assertEqual(listed["records"][0]["id"], mine.id)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_who_guesses_an_id_learns_nothing(self):
        for field, records, mine, foreign in self._doors():
            theirs = records.browse(foreign.id)
            for attempt in (
                lambda r=theirs, f=field: r.read([f]),
                lambda r=theirs, f=field: r.web_read({f: {}, "partner_id": {}}),
                lambda r=theirs, f=field: r.export_data([f, "partner_id/name"]),
                lambda r=theirs: r.display_name,
            ):
                self.env.invalidate_all()
                with self.subTest(model=records._name):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        attempt()
            exported = records.browse(mine.id).export_data([field])
            self.assertEqual(exported["datas"], [[mine.sudo()[field]]])

    @mute_logger(
        "odoo.addons.base.models.ir_rule",
        "odoo.addons.base.models.ir_model",
        "odoo.models",
    )
    def test_refusal_changes_nothing(self):
        for field, records, mine, foreign in self._doors():
            both = mine | foreign
            before = both.sudo().read()
            for role in ("own", "outsider", "portal"):
                theirs = foreign.with_user(self.crm_users[role])
                for attempt in (
                    lambda r=theirs, f=field: r.write({f: "x"}),
                    lambda r=theirs: r.unlink(),
                ):
                    with self.subTest(model=records._name, role=role):
                        self.env.invalidate_all()
                        # a ledger refuses everybody, which is no AccessError
                        with self.assertRaises(UserError), self.env.cr.savepoint():
                            attempt()
            self.env.invalidate_all()
            self.assertEqual(both.sudo().read(), before)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_has_no_business_here(self):
        users = {role: self.crm_users[role] for role in ("outsider", "portal")}
        users["public"] = self.env.ref("base.public_user")
        for field, records, mine, _foreign in self._doors():
            for role, user in users.items():
                theirs = records.with_user(user)
                for attempt in (
                    lambda r=theirs: r.search([]),
                    lambda r=theirs: r.search_count([]),
                    lambda r=theirs, f=field: r._read_group([], [f], ["__count"]),
                    lambda r=theirs: r.name_search(""),
                    lambda r=theirs, f=field: r.web_search_read([], {f: {}}),
                    lambda r=theirs, f=field, m=mine: r.browse(m.id).read([f]),
                    lambda r=theirs, f=field, m=mine: r.browse(m.id).export_data([f]),
                ):
                    with self.subTest(model=records._name, role=role):
                        self.env.invalidate_all()
                        # nobody but staff may export anything: no AccessError either
                        with self.assertRaises(UserError):
                            attempt()

    def test_smart_buttons_and_lists_of_a_contractor(self):
        """Seen by who sees all; the one of the own group does not get there."""
        for name in (*LISTS, *COUNTERS):
            self.env.invalidate_all()
            partner = self.other_contractor.with_user(self.user_own)
            with self.subTest(field=name), mute_logger("odoo.models"):
                with mute_logger("odoo.addons.base.models.ir_rule"):
                    with self.assertRaises(AccessError):
                        partner.read([name])
            seen = self.other_contractor.with_user(self.user_all).read([name])
            self.assertTrue(seen[0][name])

    def test_nobody_is_found_by_what_is_hidden(self):
        partners = self.env["res.partner"].with_user(self.user_own)
        settings = self.env["res.config.settings"]
        settings.create({"restrict_contractors": False}).execute()
        both = Domain("id", "in", (self.contractor | self.other_contractor).ids)
        for name, field in (
            ("enova_activity_ids", "name"),
            ("enova_project_ids", "name"),
        ):
            with self.subTest(field=name):
                found = partners.search(
                    both & Domain(f"{name}.{field}", "ilike", "row")
                )
                self.assertEqual(found, self.contractor)

    def test_without_the_setting_a_consent_is_seen_with_its_person(self):
        """Whoever may call somebody has to know whether they may."""
        settings = self.env["res.config.settings"]
        settings.create({"restrict_contractors": False}).execute()
        self.env.invalidate_all()
        for model in ("enova.consent", "enova.caretaker"):
            both = self.rows[model][0] | self.rows[model][1]
            records = self.env[model].with_user(self.user_own)
            with self.subTest(model=model):
                found = records.search([("id", "in", both.ids)])
                self.assertEqual(set(found.ids), set(both.ids))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nothing_is_entered_about_whom_one_does_not_see(self):
        consents = self.env["enova.consent"].with_user(self.user_own)
        before = self.env["enova.consent"].search_count([])
        values = {"purpose_id": self.rows["enova.consent"][0].purpose_id.id}
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            consents.create({"partner_id": self.other_contractor.id, **values})
        self.assertEqual(self.env["enova.consent"].search_count([]), before)
        person = consents.create({"partner_id": self.contact.id, **values})
        self.assertTrue(person.is_current)
