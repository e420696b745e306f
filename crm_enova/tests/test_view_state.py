from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase, CrmEnovaMixin

FIELD = "enova_view_state"


@tagged("post_install", "-at_install")
class TestViewState(CrmEnovaCase):
    """How somebody has left their screens is theirs, and changes nothing else."""

    def _settings(self, user):
        settings = self.env["res.users.settings"]
        return settings._find_or_create_for_user(user).with_user(user)

    def _read(self, user):
        return self._settings(user)._res_users_settings_format()[FIELD]

    def test_each_has_their_own(self):
        for role in ("own", "all", "manager", "outsider"):
            user = self.crm_users[role]
            state = {"home": [role], "chatter": role == "own"}
            self._settings(user).set_res_users_settings({FIELD: state})
        self.env.invalidate_all()
        for role in ("own", "all", "manager", "outsider"):
            with self.subTest(role=role):
                self.assertEqual(self._read(self.crm_users[role])["home"], [role])

    def test_nothing_is_kept_at_first(self):
        settings = self._settings(self.user_all)
        self.assertFalse(settings[FIELD])
        self.assertFalse(self._read(self.user_all))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_reads_or_writes_another_s(self):
        theirs = self._settings(self.user_own)
        theirs.set_res_users_settings({FIELD: {"home": ["late"]}})
        for role in ("all", "manager", "outsider", "portal"):
            foreign = theirs.with_user(self.crm_users[role])
            foreign.invalidate_recordset()
            for call in (
                lambda f=foreign: f.set_res_users_settings({FIELD: {}}),
                lambda f=foreign: f.write({FIELD: {}}),
                lambda f=foreign: f.read([FIELD]),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()
        self.env.invalidate_all()
        self.assertEqual(theirs[FIELD], {"home": ["late"]})

    def test_all_that_a_screen_may_keep(self):
        settings, kept = self._settings(self.user_own), {}
        for state in (
            {"home": []},
            {"Żółty ekran": {"deep": [1, None, True, "ą"]}},
            {"long": ["x" * 50] * 200},
            {"home": None},
            {},
        ):
            kept |= state
            with self.subTest(state=str(state)[:30]):
                answer = settings.set_res_users_settings({FIELD: state})
                settings.invalidate_recordset()
                self.assertEqual(settings[FIELD], kept)
                self.assertEqual(answer["id"], settings.id)
                self.assertEqual(answer[FIELD], kept)

    def test_what_no_screen_keeps(self):
        """It is refused in words, and what is there already does no harm."""
        settings = self._settings(self.user_own)
        odd = ({"a": "\0"}, {"\0": 1}, {"a": [{"b": "\ud800"}]})
        for new in (None, "x", 5, [1], *({FIELD: state} for state in odd)):
            with self.subTest(new=new), self.assertRaises(UserError):
                settings.set_res_users_settings(new)
        for former in ("x", 5, [1], True, {"a": "\U0001f600"}):
            with self.subTest(former=former):
                settings.write({FIELD: former})
                settings.set_res_users_settings({FIELD: {"home": ["\U0001f600"]}})
                self.assertEqual(settings[FIELD]["home"], ["\U0001f600"])

    def test_two_tabs_keep_what_each_has_left(self):
        """Neither knows of the other, and none undoes what the other has done."""
        settings = self._settings(self.user_own)
        tabs = [({"home": ["late"]}, {}), ({"timeline": {"days": 30}}, {})]
        for changed, known in tabs:
            known.update(settings.set_res_users_settings({FIELD: changed})[FIELD])
        both = {"home": ["late"], "timeline": {"days": 30}}
        self.assertEqual(settings[FIELD], both)
        # the first one's next word brings it up to date, though it changes nothing
        answer = settings.set_res_users_settings({FIELD: {"home": ["late"]}})
        self.assertEqual(answer[FIELD], both)
        settings.set_res_users_settings({FIELD: {"timeline": {"days": 0}}})
        self.assertEqual(settings[FIELD], {"home": ["late"], "timeline": {"days": 0}})

    def test_settings_of_core_are_set_as_before(self):
        settings = self._settings(self.user_own)
        settings.set_res_users_settings({FIELD: {"home": ["late"]}})
        answer = settings.set_res_users_settings({"push_to_talk_key": "x"})
        self.assertNotIn(FIELD, answer)
        self.assertEqual(settings.push_to_talk_key, "x")
        self.assertEqual(settings[FIELD], {"home": ["late"]})
        for nothing in (False, None):
            settings.set_res_users_settings({FIELD: nothing})
            self.assertFalse(settings[FIELD])

    def test_whoever_is_copied_or_goes_takes_none_of_it_along(self):
        self._settings(self.user_own).set_res_users_settings({FIELD: {"home": ["a"]}})
        copied = self.user_own.with_context(no_reset_password=True).copy(
            {"login": "crm_copied"}
        )
        self.assertFalse(self._read(copied))

    def test_a_page_that_hides_blocks_still_sends_them(self):
        """What is hidden is of the screen alone: another computer may show it."""
        self._settings(self.user_own).set_res_users_settings(
            {FIELD: {"home": ["today", "cold", 5, None], "no such screen": 1}}
        )
        page = self.env["res.users"].with_user(self.user_own).enova_my_day()
        self.assertLessEqual({"today", "cold"}, {block["name"] for block in page})


@tagged("post_install", "-at_install")
class TestViewStateSession(CrmEnovaMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()

    def test_it_comes_with_the_session(self):
        """On each of their computers, as soon as the page opens."""
        settings = self.env["res.users.settings"]
        settings = settings._find_or_create_for_user(self.user_own)
        settings[FIELD] = {"home": ["late"]}
        for login, state in (("crm_own", {"home": ["late"]}), ("crm_all", None)):
            self.authenticate(login, login)
            answer = self.make_jsonrpc_request("/web/session/get_session_info")
            with self.subTest(login=login):
                kept = answer["user_settings"][FIELD]
                self.assertEqual(kept or None, state)
