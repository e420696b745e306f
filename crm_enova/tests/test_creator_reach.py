from odoo.tests import Form, tagged

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCreatorReach(ProjectCase):
    """Whom a call, an e-mail or a letter of the template would not reach."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        cls.marketing = ref("crm_enova.enova_consent_purpose_marketing")
        cls.service = ref("crm_enova.enova_consent_purpose_service")
        definitions = cls.env["enova.activity.type"]
        cls.definitions = {
            channel: definitions.create({"name": channel, "channel": channel})
            for channel in ("phone", "email", "letter", "meeting")
        }
        address = {"street": "Prosta 1", "city": "Łódź"}
        cls.people = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "user_id": cls.user_own.id, **values}
                for name, values in (
                    ("all", {"phone": "1", "email": "a@example.com", **address}),
                    ("phone", {"phone": "2"}),
                    ("email", {"email": "e@example.com"}),
                    ("letter", address),
                )
            ]
        )
        cls.reachable = cls.people[0]

    def _template(self, *channels):
        lines = [
            (channel, 0, {"type_id": self.definitions[channel].id})
            for channel in channels
        ]
        return self._playbook(*lines, name=" ".join(channels))

    def _reasons(self, *channels, partners=None, **values):
        """Run the creator with lines of these channels; return why not, by name."""
        run = self._run(
            partner_ids=self.people if partners is None else partners,
            playbook_id=self._template(*channels).id,
            **values,
        )
        return {
            line.partner_id.name: line.reason_label
            for line in run.line_ids
            if line.state == "left"
        }

    def _consent(self, state, channel="phone", partner=None, **values):
        return self.env["enova.consent"].create(
            {
                "partner_id": (partner or self.reachable).id,
                "channel": channel,
                "purpose_id": self.marketing.id,
                "state": state,
                **values,
            }
        )

    def test_no_number_no_mail_no_address(self):
        for channel, words in (
            ("phone", "no phone number"),
            ("email", "no e-mail address"),
            ("letter", "no postal address"),
        ):
            with self.subTest(channel=channel):
                names = {"phone", "email", "letter"} - {channel}
                self.assertEqual(self._reasons(channel), dict.fromkeys(names, words))
        # to meet somebody takes none of them
        self.assertEqual(self._reasons("meeting"), {})

    def test_a_town_alone_is_no_address(self):
        self.reachable.street = False
        self.assertEqual(
            self._reasons("letter", partners=self.reachable),
            {"all": "no postal address"},
        )

    def test_the_person_there_is_reached_instead(self):
        company = self.people.filtered(lambda partner: partner.name == "email")
        person = self.env["res.partner"].create(
            {"name": "Jan", "parent_id": company.id, "phone": "3"}
        )
        self.assertEqual(self._reasons("phone", partners=person), {})

    def test_unless_it_does_not_matter(self):
        self.assertEqual(self._reasons("phone", need_address=False), {})

    def test_withdrawn_consent(self):
        self._consent("given")
        self._consent("withdrawn")
        self.assertEqual(
            self._reasons("phone", partners=self.reachable), {"all": "no consent"}
        )
        # it was about calls alone
        self.assertEqual(self._reasons("email", partners=self.reachable), {})
        self._consent("given")
        self.assertEqual(self._reasons("phone", partners=self.reachable), {})

    def test_consent_for_another_purpose(self):
        self._consent("withdrawn")
        self.assertEqual(
            self._reasons(
                "phone", partners=self.reachable, consent_purpose_id=self.service.id
            ),
            {},
        )

    def test_a_person_s_consent(self):
        person = self.env["res.partner"].create(
            {"name": "Jan", "parent_id": self.reachable.id}
        )
        self._consent("withdrawn", partner=person)
        self.assertEqual(self._reasons("phone", partners=person), {"all": "no consent"})

    def test_only_those_who_gave_it(self):
        some = self.people.filtered("phone")
        self._consent("given", valid_until="2020-01-01")
        wanted = {"partners": some, "consent": "given"}
        self.assertEqual(
            self._reasons("phone", **wanted),
            dict.fromkeys(("all", "phone"), "no consent"),
        )
        self._consent("given")
        self.assertEqual(self._reasons("phone", **wanted), {"phone": "no consent"})

    def test_consent_is_not_asked_for(self):
        self._consent("withdrawn")
        self.assertEqual(
            self._reasons("phone", partners=self.reachable, consent="any"), {}
        )

    def test_tasks_into_projects(self):
        projects = self.env["enova.project"].create(
            [{"name": p.name, "partner_id": p.id} for p in self.people]
        )
        run = self._run(
            audience="projects",
            project_ids=projects,
            playbook_id=self._template("phone").id,
        )
        left = run.line_ids.filtered(lambda line: line.state == "left")
        self.assertEqual(set(left.project_id.mapped("name")), {"email", "letter"})
        self.assertEqual(set(left.mapped("reason_label")), {"no phone number"})

    def test_the_window_asks_only_where_it_matters(self):
        wizards = self.env["enova.creator"].with_user(self.user_all)
        form = Form(
            wizards.with_context(active_model="res.partner", active_ids=self.people.ids)
        )
        form.playbook_id = self._template("meeting")
        self.assertFalse(form.asks_reach)
        form.playbook_id = self._template("phone")
        self.assertTrue(form.asks_reach)
        self.assertIn("no phone number (2): email, letter", form.preview)
        form.need_address = False
        self.assertNotIn("no phone number", form.preview)
        self.assertEqual(form.consent_purpose_id, self.marketing)

    def test_constant_queries(self):
        partners = self.env["res.partner"].create(
            [
                {"name": f"K{n}", "is_company": True, "user_id": self.user_own.id}
                for n in range(60)
            ]
        )
        for partner in partners[::2]:
            partner.phone = "1"
            self._consent("withdrawn", partner=partner)
        plan = self._creator(
            partner_ids=partners, playbook_id=self._template("phone", "email").id
        )
        counts = []
        # the first time also reads what is then remembered
        for some in (partners, partners[:3], partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plan._left_out(some)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_the_run_remembers_the_choice(self):
        run = self._run(
            partner_ids=self.people,
            playbook_id=self._template("phone").id,
            need_address=False,
            consent="given",
        )
        self.assertEqual((run.need_address, run.consent), (False, "given"))
        self.assertEqual(run.consent_purpose_id, self.marketing)
        self.assertEqual(run.made_count, 0)
