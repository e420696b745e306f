from odoo.tests import tagged

from ..models.activity import enova_activity_board
from .common import CrmEnovaCase

LIMIT = 3


@tagged("post_install", "-at_install")
class TestActivityBoard(CrmEnovaCase):
    """Columns of the board by stage, and how many are in each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine, cls.theirs = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "user_id": user.id}
                for name, user in (
                    ("Tablica Moja", cls.user_own),
                    ("Tablica Cudza", cls.user_all),
                )
            ]
        )
        cls.planned, cls.done, cls.cancelled = (
            cls.env.ref(f"crm_enova.enova_activity_stage_{name}")
            for name in ("planned", "done", "cancelled")
        )
        # one's own: more than are counted, just as many, and open ones
        for partner, numbers in ((cls.mine, (5, 4, 3)), (cls.theirs, (4, 7, 2))):
            stages = (cls.planned, cls.done, cls.cancelled)
            for stage, number in zip(stages, numbers, strict=True):
                for _i in range(number):
                    cls._activity(
                        name="Na tablicy",
                        partner_id=partner.id,
                        user_id=partner.user_id.id,
                        assigned_by_id=partner.user_id.id,
                        stage_id=stage.id,
                    )

    def _board(self, user=None, domain=(), limit=LIMIT, **context):
        """Return the columns as the client asks for them, by the id of the stage."""
        activities = self.env["enova.activity"].with_user(user or self.user_all)
        context = {"read_group_expand": True, "enova_count_limit": limit, **context}
        answer = activities.with_context(**context).web_read_group(
            [("name", "=", "Na tablicy"), *domain],
            ["stage_id"],
            order="priority desc, date_due, id desc",
            auto_unfold=True,
            unfold_read_specification={"name": {}},
            unfold_read_default_limit=2,
        )
        self.assertEqual(answer["length"], len(answer["groups"]))
        return {(g["stage_id"] or [False])[0]: g for g in answer["groups"]}

    def _counts(self, *args, **options):
        board = self._board(*args, **options)
        stages = (self.planned, self.done, self.cancelled)
        return [board[stage.id]["__count"] for stage in stages]

    def test_closed_columns_are_counted_up_to_the_limit(self):
        self.assertEqual(self._counts(), [9, LIMIT + 1, LIMIT + 1])
        self.assertEqual(self._counts(limit=5), [9, 6, 5])

    def test_own_group(self):
        """Rules decide what is counted, however it is counted."""
        self.assertEqual(self._counts(self.user_own), [5, LIMIT + 1, 3])
        self.assertEqual(self._counts(self.user_own, limit=10), [5, 4, 3])
        # more than are named one by one
        partners = self.env["res.partner"].create(
            [{"name": f"Własna {i}", "user_id": self.user_own.id} for i in range(2)]
        )
        self.patch(
            self.env.registry["res.partner"], "_has_many_own", lambda records: True
        )
        self._activity(
            name="Na tablicy", partner_id=partners[0].id, stage_id=self.cancelled.id
        )
        # one's own of somebody else's contractor
        for stage in (self.planned, self.done, self.cancelled):
            self._activity(
                name="Na tablicy",
                partner_id=self.theirs.id,
                user_id=self.user_own.id,
                stage_id=stage.id,
            )
        for times in (1, 2, 10):  # the look at a part ends before the end, or after
            self.patch(enova_activity_board, "LOOKED_AT", times)
            with self.subTest(times=times):
                counts = self._counts(self.user_own)
                self.assertEqual(counts, [6, LIMIT + 1, LIMIT + 1])
                self.assertEqual(self._counts(self.user_own, limit=10), [6, 5, 5])

    def test_condition(self):
        for domain in (
            [("partner_id", "child_of", "Tablica Cudza")],
            [("partner_id", "=", self.theirs.id)],
        ):
            with self.subTest(domain=domain):
                counts = self._counts(domain=domain)
                self.assertEqual(counts, [4, LIMIT + 1, 2])

    def test_private_archived_and_stageless(self):
        values = {"name": "Na tablicy", "stage_id": self.cancelled.id}
        people = {"user_id": self.user_own.id, "assigned_by_id": self.user_own.id}
        self._activity(**values, **people, private=True)
        self._activity(**values, active=False)
        self.assertEqual(self._counts(limit=10), [9, 11, 5])
        bare = self._activity(**values)
        bare.flush_recordset()
        self.env.cr.execute(
            "UPDATE enova_activity SET stage_id = NULL, state = NULL WHERE id = %s",
            bare.ids,
        )
        self.env.invalidate_all()
        self.assertEqual(self._board()[False]["__count"], 1)

    def test_columns_are_those_of_core(self):
        """Order, names, conditions and what is open: all but how many there are."""
        counted, exact = self._board(limit=100), self._board(limit=None)
        self.assertEqual(counted, exact)
        self.assertEqual(list(counted), list(exact))
        plain = {"read_group_expand": None}
        self.assertEqual(
            list(self._board(limit=100, **plain)),
            list(self._board(limit=None, **plain)),
        )

    def test_cards_of_a_capped_column(self):
        """It can be opened, and more be loaded than were counted."""
        activities = self.env["enova.activity"].with_user(self.user_all)
        opened = {"value": self.done.id, "folded": False, "limit": 9, "offset": 0}
        answer = activities.with_context(enova_count_limit=LIMIT).web_read_group(
            [("name", "=", "Na tablicy")],
            ["stage_id"],
            opening_info=[opened],
            unfold_read_specification={"name": {}},
        )
        [done] = [g for g in answer["groups"] if g["stage_id"][0] == self.done.id]
        self.assertEqual(done["__count"], LIMIT + 1)
        self.assertEqual(len(done["__records"]), 9)

    def test_bars_agree_with_open_columns(self):
        colors = {"overdue": "danger", "today": "warning", "upcoming": "success"}
        bar = {"field": "due_state", "colors": colors}
        for user, expected in ((self.user_all, 9), (self.user_own, 5)):
            activities = self.env["enova.activity"].with_user(user)
            bars = activities.read_progress_bar(
                [("name", "=", "Na tablicy")], "stage_id", bar
            )
            with self.subTest(user=user.login):
                self.assertEqual(list(bars), [str(self.planned.id)])
                self.assertEqual(sum(bars[str(self.planned.id)].values()), expected)
                self.assertEqual(self._counts(user)[0], expected)

    def test_few_statements_count_all(self):
        self._board()
        activities = self.env["enova.activity"].with_user(self.user_all)
        activities = activities.with_context(enova_count_limit=LIMIT)
        # the stages, whether many are one's own, a look, the small ones, what is open
        with self.assertQueryCount(5):
            activities.web_read_group([("name", "=", "Na tablicy")], ["stage_id"])

    def test_everybody_else_counts_to_the_end(self):
        activities = self.env["enova.activity"].with_user(self.user_all)
        limited = activities.with_context(enova_count_limit=LIMIT)
        domain = [("name", "=", "Na tablicy")]
        for label, groups, name, expected in (
            (
                "formatted",
                limited.formatted_read_group(domain, ["stage_id"], ["__count"]),
                "stage_id",
                [9, 11, 5],
            ),
            (
                "another field",
                limited.web_read_group(domain, ["state"])["groups"],
                "state",
                [9, 11, 5],
            ),
            (
                "a sum beside the count",
                limited.web_read_group(domain, ["stage_id"], ["time_spent:sum"])[
                    "groups"
                ],
                "stage_id",
                [9, 11, 5],
            ),
            (
                "without our board",
                activities.web_read_group(domain, ["stage_id"])["groups"],
                "stage_id",
                [9, 11, 5],
            ),
        ):
            with self.subTest(label):
                self.assertEqual([g["__count"] for g in groups if g[name]], expected)
        self.assertEqual(limited.search_count(domain), 25)

    def test_nonsense_is_no_limit(self):
        for limit in (0, -1, True, "3", [3], 10**30):
            with self.subTest(limit=limit):
                self.assertEqual(self._counts(limit=limit), [9, 11, 5])
