from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import GROUPS, CrmEnovaCase, new_user


class ColorRuleCase(CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["enova.color.rule"].search([]).active = False

    @classmethod
    def _rule(cls, name, domain="[]", model="enova.activity", **values):
        return cls.env["enova.color.rule"].create(
            {
                "name": name,
                "model": model,
                "domain": domain,
                "user_id": False,
                **values,
            }
        )

    def _painted(self, records, user=None, said=None):
        """Return the name of the rule by record, for what is painted."""
        self.env.flush_all()
        self.env.invalidate_all()
        rules = self.env["enova.color.rule"].with_user(user or self.user_manager)
        answer = rules.paint(records._name, records.ids, said)
        return {
            records.browse(int(id_)): answer["rules"][str(rule)]["name"]
            for id_, rule in answer["records"].items()
        }


@tagged("post_install", "-at_install")
class TestColorRule(ColorRuleCase):
    def test_first_match_wins(self):
        late = self._activity(name="Late", priority="2")
        plain = self._activity(name="Late too")
        other = self._activity(name="Other")
        self._rule("Urgent", "[('priority', '=', '2')]", sequence=1)
        self._rule("Late", "[('name', 'ilike', 'late')]", sequence=2)
        self.assertEqual(
            self._painted(late + plain + other), {late: "Urgent", plain: "Late"}
        )

    def test_own_rule_comes_first(self):
        task = self._activity(user_id=self.user_own.id)
        self._rule("Everyone", sequence=1)
        self._rule("Mine", sequence=99, user_id=self.user_own.id)
        self.assertEqual(self._painted(task, self.user_own), {task: "Mine"})
        self.assertEqual(self._painted(task, self.user_all), {task: "Everyone"})

    def test_what_the_page_says_itself_is_not_painted(self):
        """Of a list by urgency no row is red but by a rule of one's own."""
        task = self._activity(user_id=self.user_own.id, priority="2")
        overdue = "[('due_state', '=', 'upcoming')]"
        self._rule("Shipped", overdue, sequence=1)
        self.assertEqual(self._painted(task), {task: "Shipped"})
        self.assertEqual(self._painted(task, said=["stage_id"]), {task: "Shipped"})
        self.assertFalse(self._painted(task, said=["due_state"]))
        both = "[('due_state', '=', 'upcoming'), ('priority', '=', '2')]"
        self._rule("More than that", both, sequence=2)
        self.assertEqual(
            self._painted(task, said=["due_state"]), {task: "More than that"}
        )
        self._rule("Mine", overdue, sequence=3, user_id=self.user_own.id)
        self.assertEqual(
            self._painted(task, self.user_own, ["due_state"]), {task: "Mine"}
        )

    def test_shipped_rules_say_one_field(self):
        for name in ("overdue", "today"):
            rule = self.env.ref(f"crm_enova.enova_color_rule_{name}")
            self.assertEqual(rule._said_field(), "due_state")

    def test_style(self):
        rule = self._rule("All", color=4, bold=True, strike=True)
        task = self._activity()
        answer = rule.paint("enova.activity", task.ids)
        style = answer["rules"][str(rule.id)]["style"]
        self.assertEqual(style, "o_enova_color_4 o_enova_bold o_enova_strike")

    def test_any_model(self):
        self._rule("Lublin", "[('city', '=', 'Lublin')]", "res.partner")
        self.assertEqual(
            self._painted(self.contractor + self.other_contractor),
            {self.contractor: "Lublin"},
        )
        self.assertIn("res.partner", self.env["enova.color.rule"].painted_models())
        self.assertFalse(self._painted(self._activity()))

    def test_relations_and_computed_fields(self):
        self._rule("Of Lublin", "[('partner_id.city', '=', 'Lublin')]", sequence=1)
        self._rule("Late", "[('due_state', '=', 'overdue')]", sequence=2)
        lublin = self._activity(partner_id=self.contractor.id)
        late = self._activity(date_deadline="2020-01-01")
        self.assertEqual(
            self._painted(lublin + late), {lublin: "Of Lublin", late: "Late"}
        )

    def test_days_are_the_readers(self):
        """Just after midnight in Warsaw it is still yesterday in London."""
        task = self._activity(date_deadline="2026-06-10")
        self._rule("Today", "[('date_deadline', '=', 'today')]")
        self._rule("Python", "[('date_deadline', '=', context_today())]")
        rules = self.env["enova.color.rule"].with_user(self.user_manager)
        with freeze_time("2026-06-09 22:30:00"):
            for zone, expected in (("Europe/Warsaw", 1), ("Europe/London", 0)):
                answer = rules.with_context(tz=zone).paint("enova.activity", task.ids)
                with self.subTest(zone=zone):
                    self.assertEqual(len(answer["records"]), expected)

    def test_changes_show_at_once(self):
        task = self._activity()
        rule = self._rule("All")
        self.assertTrue(self._painted(task))
        rule.active = False
        self.assertFalse(self._painted(task))
        rule.active = True
        rule.domain = "[('name', '=', 'nothing')]"
        self.assertFalse(self._painted(task))

    def test_queries_do_not_grow(self):
        """Ten rules and eighty rows cost what one rule and one row cost."""
        tasks = self.env["enova.activity"].create(
            [{"name": f"T {i}", "type_id": self.type_task.id} for i in range(80)]
        )
        for place in range(10):
            self._rule(f"R{place}", f"[('name', '=', 'T {place}')]")
        rules = self.env["enova.color.rule"].with_user(self.user_manager)
        self.env.flush_all()
        rules.paint("enova.activity", tasks.ids)
        # the savepoint, its release, and the one query
        with self.assertQueryCount(3):
            answer = rules.paint("enova.activity", tasks.ids)
        self.assertEqual(len(answer["records"]), 10)
        with self.assertQueryCount(0):
            rules.paint("res.country", [1])


@tagged("post_install", "-at_install")
class TestColorRuleBadInput(ColorRuleCase):
    def test_refused_when_saved(self):
        for domain in (
            "[('no_such_field', '=', 1)]",
            "[('name', 'no operator', 1)]",
            "[('name', '=', 'x'",
            "__import__('os')",
            "42",
        ):
            with (
                self.subTest(domain=domain),
                mute_logger("odoo.tools.safe_eval"),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                self._rule("Bad", domain)
        for color in (-1, 12):
            with (
                self.subTest(color=color),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._rule("Bad", color=color).flush_recordset()

    def test_broken_later_is_shown_and_skipped(self):
        task = self._activity()
        broken = self._rule("Broken", sequence=1)
        self._rule("Sound", sequence=2)
        self.env.flush_all()
        for domain in ("[('gone', '=', 1)]", "[(", "[('date_deadline', '=', 'x')]"):
            self.env.cr.execute(
                "UPDATE enova_color_rule SET domain = %s WHERE id = %s",
                [domain, broken.id],
            )
            self.env.registry.clear_cache()
            self.env.invalidate_all()
            with self.subTest(domain=domain):
                self.assertTrue(broken.broken)
                self.assertEqual(self._painted(task), {task: "Sound"})

    def test_model_that_is_gone(self):
        rule = self._rule("Lost")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE enova_color_rule SET model = 'no.such.model' WHERE id = %s",
            [rule.id],
        )
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        self.assertIn("no.such.model", rule.broken)
        self.assertNotIn("no.such.model", rule.painted_models())
        self.assertEqual(rule.paint("no.such.model", [1]), {"rules": {}, "records": {}})


@tagged("post_install", "-at_install")
class TestColorRuleRights(ColorRuleCase):
    def test_what_one_may_not_read_is_not_painted(self):
        self._rule("All")
        private = self._activity(private=True, user_id=self.user_own.id)
        foreign = self._activity(partner_id=self.other_contractor.id)
        both = private + foreign
        self.assertEqual(self._painted(both, self.user_own), {private: "All"})
        self.assertEqual(self._painted(both, self.user_all), {foreign: "All"})

    def test_no_answer_about_a_hidden_field(self):
        """A rule of somebody else must not tell what a field holds."""
        self._rule("Invited", "[('signup_type', '!=', 'x')]", "res.partner")
        self.assertTrue(self._painted(self.contractor, self.env.ref("base.user_root")))
        self.assertFalse(self._painted(self.contractor, self.user_own))

    def test_no_answer_about_a_hidden_record(self):
        """Nor what a related record holds that the reader may not see."""
        secret = self._activity(name="Secret", private=True, user_id=self.user_all.id)
        shown = self._activity(parent_id=secret.id, user_id=self.user_own.id)
        self._rule("Peek", "[('parent_id.name', '=', 'Secret')]")
        self.assertFalse(self._painted(shown, self.user_own))
        self._rule("Peek closer", "[('parent_id', 'any', [('private', '=', True)])]")
        self.assertFalse(self._painted(shown, self.user_own))
        self.assertEqual(self._painted(shown, self.user_all), {shown: "Peek"})

    def test_outsiders_ask_in_vain(self):
        self._rule("All", model="res.partner")
        for role in ("outsider", "portal"):
            user = self.crm_users[role]
            with self.subTest(role=role):
                self.assertFalse(self._painted(self.contractor, user))
                rules = self.env["enova.color.rule"].with_user(user)
                self.assertFalse(rules.painted_models())

    def test_everybody_finds_their_rules(self):
        """The menu of the configuration shows what one may configure."""
        menus = self.env["ir.ui.menu"]
        for role, others in (("own", False), ("manager", True)):
            seen = menus.with_user(self.crm_users[role])._visible_menu_ids()
            with self.subTest(role=role):
                self.assertIn(self.env.ref("crm_enova.enova_color_rule_menu").id, seen)
                stages = self.env.ref("crm_enova.enova_activity_stage_menu").id
                self.assertEqual(stages in seen, others)

    def test_any_user_chooses_a_model(self):
        """The table of models is closed to them; the choice is not."""
        self.assertFalse(
            self.env["ir.model"].with_user(self.user_own).has_access("read")
        )
        form = Form(self.env["enova.color.rule"].with_user(self.user_own))
        form.name = "Mine"
        form.model = "res.partner"
        self.assertEqual(form.save().model, "res.partner")
        rules = self.env["enova.color.rule"]
        own, manager = (
            dict(rules.with_user(user)._list_models())
            for user in (self.user_own, self.user_manager)
        )
        self.assertIn("enova.activity", own)
        self.assertNotIn("ir.model", own)
        self.assertNotIn("mail.thread", own)
        self.assertIn("enova.document.model", manager)
        self.assertNotIn("enova.document.model", own)

    def test_whose_rules(self):
        colleague = new_user(self.env, login="crm_own_2", groups=GROUPS["own"])
        everyone = self._rule("Everyone")
        theirs = self._rule("Theirs", user_id=colleague.id)
        rules = self.env["enova.color.rule"].with_user(self.user_own)
        self.assertEqual(rules.search([]), everyone)
        mine = rules.create({"name": "Mine", "domain": "[]"})
        self.assertEqual(mine.user_id, self.user_own)
        mine.color = 5
        before = (everyone + theirs).read()
        for refused in (
            lambda: everyone.with_user(self.user_own).write({"color": 3}),
            lambda: theirs.with_user(self.user_own).write({"color": 3}),
            lambda: theirs.with_user(self.user_own).read(["name"]),
            lambda: everyone.with_user(self.user_own).unlink(),
            lambda: mine.write({"user_id": False}),
            lambda: rules.create({"name": "For all", "user_id": False}),
            lambda: rules.create({"name": "For them", "user_id": colleague.id}),
        ):
            with (
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                refused()
            self.env.invalidate_all()
        self.assertEqual((everyone + theirs).read(), before)
        self.assertEqual(mine.user_id, self.user_own)
        manager = self.env["enova.color.rule"].with_user(self.user_manager)
        self.assertFalse(manager.create({"name": "All"}).user_id)
