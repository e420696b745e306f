from odoo.tests import tagged
from odoo.tools.misc import file_open

from .import_common import ImportCase

# The words of the examples, as a Polish screen shows them.
POLISH = {
    "enova_activity_type_event_call": "Rozmowa telefoniczna",
    "enova_activity_type_event_meeting": "Spotkanie",
    "enova_activity_type_task_todo": "Do zrobienia",
    "enova_activity_stage_planned": "Zaplanowane",
    "enova_activity_stage_done": "Wykonane",
}


@tagged("post_install", "-at_install")
class TestImportTemplates(ImportCase):
    """Each template, as it is downloaded, imports without a word."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.polish = cls.user_manager.copy({"login": "crm_pl", "lang": "pl_PL"})
        cls.english = cls.user_manager

    def _templates(self, model, user):
        model = self.env[model].with_user(user).with_context(lang=user.lang)
        return [
            template["template"]
            for template in model.get_import_templates()
            if "/crm_enova/" in template["template"]
        ]

    def _load(self, model, path, user, dryrun):
        with file_open(path.lstrip("/"), "rb") as file:
            content = file.read()
        wizard, preview = self._preview(model, content, path, user)
        self.assertEqual(
            sorted(preview["matches"]),
            list(range(len(preview["headers"]))),
            "every header has its field",
        )
        result = self._execute(wizard, preview, dryrun=dryrun)
        self.assertFalse(result["messages"])
        return preview, self.env[model].browse(result["ids"])

    def _check(self, user, suffix):
        contractors = self._templates("res.partner", user)
        activities = self._templates("enova.activity", user)
        self.assertEqual(
            {path.rpartition(".")[2] for path in contractors}, {"csv", "xlsx"}
        )
        for path in contractors:
            with self.subTest(path):
                self.assertIn(suffix, path)
                self._load("res.partner", path, user, dryrun=True)
        _preview, partners = self._load("res.partner", contractors[0], user, False)
        for path in activities:
            with self.subTest(path):
                self._load("enova.activity", path, user, dryrun=True)
                _preview, created = self._load("enova.activity", path, user, False)
                self._check_activities(created, partners)

    def _check_activities(self, created, partners):
        self.assertEqual(created.mapped("state"), ["done", "done", "planned"])
        self.assertEqual(created.partner_id, partners)
        self.assertEqual(created[1].partner_id, partners[1])
        self.assertEqual(str(created[0].date_start), "2026-03-02 09:00:00")
        self.assertEqual(created.mapped("time_spent"), [0.25, 1.5, 0])
        self.assertEqual(str(created[2].date_deadline), "2026-04-10")

    def test_english(self):
        self._check(self.english, "_en")

    def test_polish(self):
        for name, word in POLISH.items():
            record = self.env.ref(f"crm_enova.{name}")
            record.with_context(lang="pl_PL").name = word
        self.env.flush_all()  # a tested import undoes what is still to be written
        self._check(self.polish, "_pl")

    def test_core_keeps_its_own(self):
        labels = self.env["res.partner"].get_import_templates()
        self.assertIn("/base/static/", labels[-1]["template"])
