from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestCreatorRace(RaceCase):
    """Two people start the same creator at once, over connections of their own."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            admin = env.ref("base.user_admin")
            partners = env["res.partner"].create(
                [
                    {"name": f"Wyścig {n}", "is_company": True, "user_id": admin.id}
                    for n in range(30)
                ]
            )
            playbook = env["enova.playbook"].create(
                {
                    "name": "Wyścig",
                    "line_ids": [Command.create({"name": "a"})],
                }
            )
            self.partner_ids = partners.ids
            self.playbook_id = playbook.id
            self.campaign_id = env["enova.campaign"].create({"title": "Wyścig"}).id

    def _clean_up(self):
        with self._env() as env:
            partners = env["res.partner"].browse(self.partner_ids)
            projects = partners.enova_project_ids
            projects.enova_activity_ids.unlink()
            runs = (
                env["enova.creator.line"]
                .search([("partner_id", "in", self.partner_ids)])
                .run_id
            )
            campaigns = runs.campaign_id
            runs.unlink()
            projects.unlink()
            (campaigns | campaigns.browse(self.campaign_id)).unlink()
            env["enova.playbook"].browse(self.playbook_id).unlink()
            partners.unlink()
        return super()._clean_up()

    def _create(self, **values):
        def work(env):
            env = env(user=env.ref("base.user_admin"))
            partners = [Command.set(self.partner_ids)]
            wizard = env["enova.creator"].create(
                {
                    "partner_ids": partners,
                    "playbook_id": self.playbook_id,
                    **values,
                }
            )
            wizard.action_create()

        return work

    def _check(self):
        with self._env() as env:
            partners = env["res.partner"].browse(self.partner_ids)
            self.assertEqual(len(partners.enova_project_ids), 30)
            self.assertEqual(len(partners.enova_activity_ids), 30)
            runs = env["enova.creator.run"].search(
                [("playbook_id", "=", self.playbook_id)]
            )
            self.assertEqual(sorted(runs.mapped("made_count")), [0, 30])

    def test_the_same_campaign(self):
        work = self._create(campaign_id=self.campaign_id)
        with mute_logger("odoo.service.model", "odoo.sql_db"):
            self.assertEqual(self._race(work, work), [None, None])
        self._check()
        with self._env() as env:
            campaign = env["enova.campaign"].browse(self.campaign_id)
            self.assertEqual(campaign.member_count, 30)

    def test_the_same_template(self):
        work = self._create()
        with mute_logger("odoo.service.model", "odoo.sql_db"):
            self.assertEqual(self._race(work, work), [None, None])
        self._check()

    def test_the_same_new_campaign_by_name(self):
        """Without a playbook, too, there is one campaign and one project each."""
        work = self._create(
            playbook_id=False, project_name="Wyścig", campaign_name="Nowy wyścig"
        )
        with mute_logger("odoo.service.model", "odoo.sql_db"):
            self.assertEqual(self._race(work, work), [None, None])
        with self._env() as env:
            campaign = env["enova.campaign"].search([("title", "=", "Nowy wyścig")])
            self.assertEqual(len(campaign), 1)
            self.assertEqual(campaign.member_count, 30)
            partners = env["res.partner"].browse(self.partner_ids)
            self.assertEqual(len(partners.enova_project_ids), 30)

    def test_two_workers_share_a_run(self):
        """Each line is one worker's, and nothing is made twice."""
        with self._env() as env:
            run = env["enova.creator.run"].create(
                {
                    "name": "Wyścig",
                    "user_id": env.ref("base.user_admin").id,
                    "playbook_id": self.playbook_id,
                    "campaign_id": self.campaign_id,
                }
            )
            run._fill(env["res.partner"].browse(self.partner_ids), {}, run.project_ids)
            run_id = run.id

        def work(env):
            run = env["enova.creator.run"].browse(run_id)
            lines = run._claim_lines(15)
            run._process(lines)

        self.assertEqual(self._race(work, work), [None, None])
        with self._env() as env:
            run = env["enova.creator.run"].browse(run_id)
            self.assertEqual((run.made_count, run.waiting_count), (30, 0))
            self.assertEqual(len(run.project_ids), 30)
