from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .service_common import ServiceCase

ROOT = "crm_enova.crm_enova_menu_root"


@tagged("post_install", "-at_install")
class TestMenusOfRoles(ServiceCase):
    """Each menu that somebody is offered opens for them; others are not offered."""

    def _menus(self, user):
        """Return our menus that the user sees, whatever application they stand in."""
        menus = self.env["ir.ui.menu"].with_user(user)
        # one below another that they do not see is out of their reach
        reached = {id_ for id_ in menus.load_menus(False) if id_ != "root"}
        ours = self.env["ir.model.data"].search(
            [("module", "=", "crm_enova"), ("model", "=", "ir.ui.menu")]
        )
        return menus.browse(id_ for id_ in ours.mapped("res_id") if id_ in reached)

    def _open(self, user, action):
        """Open an action as the client does: its records, each view, its defaults."""
        model = self.env[action.res_model].with_user(user)
        names = {"uid": user.id, "active_id": False, "active_ids": []}
        context = safe_eval(action.context or "{}", dict(names))
        model = model.with_context(**context)
        self.assertTrue(model.has_access("read"), action.name)
        views = [(view or False, kind) for view, kind in action.views]
        self.assertTrue(model.get_views(views, {"toolbar": True})["views"])
        domain = safe_eval(action.domain or "[]", {**names, "context": context})
        model.search(domain, limit=5).read(["display_name"])
        return model

    def test_what_is_offered_opens(self):
        for role in ("own", "all", "manager", "technician", "dispatcher"):
            user = self.crm_users.get(role) or getattr(self, f"user_{role}")
            opened = 0
            for menu in self._menus(user):
                # sudo: the action that the client reads as the server
                action = menu.sudo().action
                if not action or action._name != "ir.actions.act_window":
                    continue
                with self.subTest(role=role, menu=menu.complete_name):
                    self._open(user, action)
                    opened += 1
            self.assertGreater(opened, 0, role)

    def test_who_has_no_part_sees_none_of_it(self):
        root = self.env.ref(ROOT)
        for user in (self.user_outsider, self.user_keeper, self.user_technician):
            menus = self._menus(user)
            with self.subTest(user=user.login):
                self.assertNotIn(root, menus)
                self.assertFalse(menus & self._all_menus())
        self.assertFalse(self._menus(self.user_outsider))

    def _all_menus(self):
        root = self.env.ref(ROOT)
        return self.env["ir.ui.menu"].search([("id", "child_of", root.id)])

    def test_a_technician_sees_their_orders_alone(self):
        menus = self._menus(self.user_technician)
        # sudo: as above
        actions = [menu.sudo().action for menu in menus if menu.sudo().action]
        models = {action.res_model for action in actions}
        self.assertLessEqual({"repair.order"}, models)
        self.assertFalse({"res.partner", "enova.activity", "mailing.mailing"} & models)

    def test_more_rights_never_hide_a_menu(self):
        own, everyone, manager = (
            set(self._menus(self.crm_users[role]).ids)
            for role in ("own", "all", "manager")
        )
        self.assertLessEqual(own, everyone)
        self.assertLess(everyone, manager)
        configuration = self._menus(self.user_manager) - self._menus(self.user_all)
        configuration -= self.env.ref("crm_enova.enova_team_menu")
        for menu in configuration:
            with self.subTest(menu=menu.complete_name):
                self.assertIn("/Configuration", menu.complete_name)

    def test_each_menu_has_a_polish_name(self):
        polish = self._menus(self.user_manager).with_context(lang="pl_PL")
        same = {
            menu.name
            for menu in polish
            if menu.name == menu.with_context(lang="en_US").name
        }
        # names that are the same word in both languages
        self.assertLessEqual(same, {"CRM enova", "Import", "SMS"})


@tagged("post_install", "-at_install")
class TestContractorFormOfRoles(ServiceCase):
    """A contractor opens, and is entered, with the rights that one has."""

    def _form(self, user, partner=None, **context):
        partners = self.env["res.partner"].with_user(user).with_context(**context)
        view_id = partners.get_formview_id()
        return Form(
            partner.with_user(user) if partner else partners, view=view_id or None
        )

    def test_whoever_works_with_the_crm_enters_one(self):
        for role in ("own", "all", "manager"):
            user = self.crm_users[role]
            with self.subTest(role=role):
                form = self._form(user, default_is_company=True)
                form.name = f"Zakład {role}"
                partner = form.save()
                self.assertTrue(partner.is_company)
                again = self._form(user, partner)
                again.city = "Radom"
                again.save()
                self.assertEqual(partner.city, "Radom")
                self.assertEqual(partner.create_uid, user)

    def test_others_open_core_s_form(self):
        """It names nothing of ours that they could not read."""
        for user in (self.user_outsider, self.user_keeper, self.user_technician):
            with self.subTest(user=user.login):
                form = self._form(user, self.contractor)
                self.assertEqual(form.name, self.contractor.name)
                self.assertFalse(
                    {"consent_ids", "caretaker_ids", "enova_attachment_count"}
                    & set(form._view["fields"])
                )

    def test_the_form_of_another_user_is_theirs(self):
        """Core asks for the form of somebody else, for the link in their e-mail."""
        ours = self.env.ref("crm_enova.res_partner_view_form_contractor")
        partner = self.contractor.with_user(self.user_outsider)
        self.assertEqual(partner.get_formview_id(access_uid=self.user_own.id), ours.id)
        partner = self.contractor.with_user(self.user_own)
        self.assertFalse(partner.get_formview_id(access_uid=self.user_outsider.id))
        action = self.contractor.with_user(self.user_own).get_formview_action()
        self.assertEqual(action["views"], [(ours.id, "form")])

    def test_from_outside_nobody_asks_what_somebody_works_with(self):
        partner = self.user_portal.partner_id.with_user(self.user_portal)
        for user in (self.user_own, self.user_portal, self.user_outsider):
            self.assertFalse(partner.get_formview_id(access_uid=user.id))

    def test_the_bar_follows_the_rights(self):
        """Whoever only reads contractors writes nothing on them."""
        for user, present, absent in (
            (self.user_own, {"email", "file", "letter"}, {"service", "quotation"}),
            (self.user_dispatcher, {"email", "service"}, set()),
            (self.user_outsider, set(), {"file", "letter", "creator", "folder"}),
            (self.user_technician, set(), {"quotation", "letter", "creator"}),
        ):
            bar = self.contractor.with_user(user).enova_writings()
            names = {writing["name"] for writing in bar}
            with self.subTest(user=user.login):
                self.assertLessEqual(present, names)
                self.assertFalse(absent & names)
                for writing in bar:
                    self.assertEqual(
                        writing["main"], writing["name"] in ("email", "quotation")
                    )
