from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import new_user
from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCreatorRefusals(ProjectCase):
    """What cannot be made is refused before anything is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook = cls._playbook(("Zadzwoń do {contractor}", 0))
        second = cls.env["res.partner"].create(
            {"name": "Drugi", "is_company": True, "user_id": cls.user_manager.id}
        )
        cls.both = cls.contractor | second

    def test_all_or_nothing(self):
        before = self._picture()
        with (
            patch.object(
                type(self.env["enova.activity"]),
                "_notify_assignees",
                side_effect=UserError("too late"),
            ),
            self.assertRaisesRegex(UserError, "too late"),
            self.env.cr.savepoint(),
        ):
            self._run(
                partner_ids=self.both,
                playbook_id=self.playbook.id,
                campaign_name="Nowa",
            )
        self.env.invalidate_all()
        self.assertEqual(self._picture(), before)

    def _picture(self):
        return {
            model: self.env[model].search_count([])
            for model in (
                "utm.campaign",
                "enova.campaign",
                "enova.campaign.member",
                "enova.project",
                "enova.activity",
                "enova.creator.run",
                "enova.creator.line",
            )
        }

    def test_bad_plans_are_refused_before_anything_is_made(self):
        archived = self._playbook(("x", 0), name="Stary")
        archived.line_ids.type_id = self.type_note
        self.type_note.active = False
        no_lines = self._playbook(name="Pusty")
        closed = self._playbook(("x", 0), name="Dawny", type_id=self.project_other.id)
        self.project_other.active = False
        shelved = self._playbook(("x", 0), name="Odłożony", active=False)
        leaver = new_user(self.env, login="leaver", name="Dawny Pracownik")
        leaver.active = False
        project = self._project()
        chosen = {"partner_ids": self.both}
        for values, words in (
            ({**chosen, "project_name": "{contractor} {kraj}"}, r"\{kraj\}"),
            ({**chosen, "project_name": "{contractor.name}"}, "contractor.name"),
            ({**chosen, "project_name": "{contractor"}, "not known"),
            ({**chosen, "project_name": "x", "goal": "{0}"}, "not known"),
            ({**chosen, "playbook_id": archived.id}, self.type_note.name),
            ({**chosen, "playbook_id": closed.id}, self.project_other.name),
            ({**chosen, "playbook_id": shelved.id}, "archived: Odłożony"),
            (
                {
                    **chosen,
                    "project_name": "x",
                    "assign_to": "fixed",
                    "responsible_id": leaver.id,
                },
                "Dawny Pracownik",
            ),
            (chosen, "Say what to make"),
            ({"playbook_id": self.playbook.id}, "Nobody is chosen"),
            (
                {**chosen, "playbook_id": self.playbook.id, "assign_to": "fixed"},
                "responsible",
            ),
            (
                {
                    "audience": "projects",
                    "project_ids": project,
                    "playbook_id": no_lines.id,
                },
                "with tasks",
            ),
            (
                {
                    "audience": "domain",
                    "partner_domain": "[(",
                    "project_name": "x",
                },
                "cannot be read",
            ),
        ):
            before = self._picture()
            with (
                self.subTest(words=words),
                self.assertRaisesRegex(UserError, words),
                self.env.cr.savepoint(),
            ):
                self._run(campaign_name="Nowa" if len(values) > 1 else False, **values)
            self.env.invalidate_all()
            self.assertEqual(self._picture(), before)

    @mute_logger("odoo.sql_db")
    def test_bad_templates_are_refused(self):
        for offset in (-1, 751):
            with (
                self.subTest(offset=offset),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._playbook(("x", offset)).line_ids.flush_recordset()
        for values in ({"duration": -1}, {"duration": 1001}, {"hour": 24}):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._playbook(("x", 0, values)).line_ids.flush_recordset()
        for values in ({"target": -1}, {"planned_revenue": -1}):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._playbook(**values).flush_recordset()
        for values in ({"project_name": "{kto}"}, {"goal": "{contractor!r}"}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._playbook(("x", 0), **values)
        with self.assertRaisesRegex(ValidationError, "{tu}"):
            self._playbook(("Idź {tu}", 0))
        with self.assertRaisesRegex(ValidationError, "choose the person"):
            self._playbook(("x", 0, {"assign_to": "fixed"}))

    def test_a_copy_and_what_is_archived(self):
        copy = self.playbook.with_user(self.user_manager).copy()
        self.assertEqual(copy.name, "Przegląd (copy)")
        self.assertEqual(copy.line_ids.mapped("name"), ["Zadzwoń do {contractor}"])
        self.assertNotEqual(copy.line_ids, self.playbook.line_ids)
        copy.action_archive()
        found = self.env["enova.playbook"].with_user(self.user_all).search([])
        self.assertIn(self.playbook, found)
        self.assertNotIn(copy, found)
