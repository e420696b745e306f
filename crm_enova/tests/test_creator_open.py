from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .project_common import ProjectCase

USERS = ("own", "all", "manager")


@tagged("post_install", "-at_install")
class TestCreatorOpens(ProjectCase):
    """The creator opens from each place that offers it, for whoever may use it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook = cls._playbook(("Zadzwoń do {contractor}", 0))
        campaign = cls._campaign()
        member = cls.env["enova.campaign.member"]._join(campaign, cls.contractor)
        many = cls.env["res.partner"].create(
            [{"name": f"Zakład {i}", "is_company": True} for i in range(12)]
        )
        project = cls._project(user_id=cls.user_own.id)
        cls.places = {
            "menu": {},
            "list of contractors": cls._selection(cls.contractor),
            "list, many": cls._selection(many),
            "list, nothing selected": cls._selection(many.browse()),
            "contact person": cls._selection(cls.contact),
            "campaign": cls._selection(campaign),
            "campaign, new": cls._selection(campaign.browse()),
            "campaign without members": cls._selection(cls._campaign(title="Pusta")),
            "member": cls._selection(member),
            "member, nothing selected": cls._selection(member.browse()),
            "project": cls._selection(project),
            "project, nothing selected": cls._selection(project.browse()),
            "playbook": {
                **cls._selection(cls.playbook),
                "default_playbook_id": cls.playbook.id,
            },
            "task": cls._selection(cls._activity()),
            "deleted meanwhile": {
                "active_model": "res.partner",
                "active_ids": [2**31 - 1],
                "active_id": 2**31 - 1,
            },
        }

    @classmethod
    def _selection(cls, records):
        """Return the context that the web client sends with a selection."""
        return {
            "active_model": records._name,
            "active_ids": records.ids,
            "active_id": records[:1].id,
        }

    def _walk(self, look):
        """Call a function with the form of each place, opened by each role."""
        for role in USERS:
            for place, context in self.places.items():
                wizards = self.env["enova.creator"].with_user(self.crm_users[role])
                with self.subTest(role=role, place=place):
                    self.env.invalidate_all()
                    form = Form(wizards.with_context(**context))
                    self.assertTrue(form.preview)
                    look(form)

    def test_from_everywhere(self):
        self._walk(lambda form: self.assertTrue(form.save().id))

    def test_whatever_is_chosen_next(self):
        """Nothing that is not chosen yet is an error."""
        audiences = dict(self.env["enova.creator"]._fields["audience"].selection)
        self.assertGreater(len(audiences), 3)

        def choose_each(form):
            for audience in audiences:
                form.audience = audience
                self.assertTrue(form.preview)

        self._walk(choose_each)

    def test_the_buttons_that_open_it(self):
        action = self.env.ref("crm_enova.enova_creator_action")
        for role in USERS:
            with self.subTest(role=role):
                user = self.crm_users[role]
                menus = self.env["ir.ui.menu"].with_user(user)
                menu = self.env.ref("crm_enova.enova_creator_menu")
                self.assertIn(menu.id, menus._visible_menu_ids())
                bound = self.env["ir.actions.actions"].with_user(user)
                offered = bound.get_bindings("res.partner")["action"]
                self.assertIn(action.id, [item["id"] for item in offered])
                opened = self.playbook.with_user(user).action_open_creator()
                self.assertEqual(opened["res_model"], "enova.creator")

    def test_several_campaigns_are_refused_in_words(self):
        campaigns = self._campaign(title="A") | self._campaign(title="B")
        for role in USERS:
            wizards = self.env["enova.creator"].with_user(self.crm_users[role])
            with self.subTest(role=role), self.assertRaises(UserError) as refusal:
                Form(wizards.with_context(**self._selection(campaigns)))
            self.assertIn("one campaign", str(refusal.exception))

    def test_nobody_else_is_offered_it(self):
        menus = self.env["ir.ui.menu"].with_user(self.crm_users["outsider"])
        menu = self.env.ref("crm_enova.enova_creator_menu")
        self.assertNotIn(menu.id, menus._visible_menu_ids())
