"""Who is told of what, beside a list that is kept by hand: once each, and no more."""

import random
from collections import defaultdict

from odoo.fields import Command
from odoo.tests import RecordCapturer, tagged

from .common import CrmEnovaCase, new_user


@tagged("post_install", "-at_install")
class TestNoticeLedger(CrmEnovaCase):
    """A colleague who is here, one who is away, one who has left, and the system."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "crm_enova.crm_enova_group_all"
        cls.here, cls.away, cls.left, cls.deputy = (
            new_user(cls.env, login=f"crm_{name}", name=name, groups=group)
            for name in ("here", "away", "left", "deputy")
        )
        cls.people = cls.here | cls.away | cls.left
        cls.cared, cls.uncared = cls.env["res.partner"].create(
            [
                {"name": "Ma opiekuna", "is_company": True, "user_id": cls.away.id},
                {"name": "Nie ma", "is_company": True, "user_id": cls.here.id},
            ]
        )
        cls.env["enova.caretaker"].create(
            {
                "partner_id": cls.cared.id,
                "user_id": cls.deputy.id,
                "role": "deputy",
            }
        )
        cls.away.write(
            {"out_of_office_from": "2020-01-01", "out_of_office_to": "2099-01-01"}
        )
        cls.type_task.result_required = False
        cls.giver = cls.user_manager

    def _notices(self):
        return RecordCapturer(
            self.env["mail.message"], [("message_type", "=", "user_notification")]
        )

    def _heir(self, task):
        """Return who is to be told of a task, by the words of the guide."""
        user = task.user_id
        if not user or user == self.giver or task.state not in ("planned",):
            return None
        if user.active and user != self.away:
            return user
        cared = task.partner_id == self.cared and not task.private
        if user == self.away:
            # private ones, and those of others' contractors, wait for them
            return self.deputy if cared else self.away
        if task.private or not task.partner_id:
            # whoever gave it knows already
            return None
        return self.deputy if task.partner_id == self.cared else self.here

    def _batch(self, chance, count):
        return [
            {
                "name": f"Zadanie {chance.random():.9f}",
                "type_id": self.type_task.id,
                "user_id": chance.choice([*self.people.ids, self.giver.id, False]),
                "partner_id": chance.choice([self.cared.id, self.uncared.id, False]),
                "private": chance.random() < 0.25,
                "stage_id": chance.choice(
                    [self.stage_planned.id] * 3 + [self.stage_done.id]
                ),
            }
            for _number in range(count)
        ]

    def _assert_told(self, notices, tasks):
        """Compare the messages with the list: one each, of just these tasks."""
        expected = defaultdict(set)
        for task in tasks:
            heir = self._heir(task)
            if heir:
                expected[heir, task.user_id if heir != task.user_id else None].add(task)
        sent = notices.records
        self.assertEqual(
            sorted(message.notified_partner_ids.id for message in sent),
            sorted(heir.partner_id.id for heir, _absent in expected),
        )
        for (heir, absent), given in expected.items():
            bodies = [
                message.body
                for message in sent
                if message.notified_partner_ids == heir.partner_id
                and (not absent or absent.name in message.subject)
            ]
            links = {f'/odoo/enova-activities/{task.id}"' for task in given}
            with self.subTest(heir=heir.name, count=len(given)):
                self.assertTrue(
                    any(all(link in body for link in links) for body in bodies)
                )
        for task in tasks.filtered("private"):
            for message in sent:
                self.assertNotIn(task.name, message.subject + message.body)
        # nobody hears of history, or of what they gave themselves
        silent = tasks.filtered(lambda task: not self._heir(task))
        for task in silent:
            for message in sent:
                self.assertNotIn(f'/odoo/enova-activities/{task.id}"', message.body)

    def _leave(self):
        self.left.active = False

    def test_batches_of_chance(self):
        for seed in (1, 2, 3, 4):
            chance = random.Random(seed)
            batch = self._batch(chance, 18)
            with self.subTest(seed=seed), self._notices() as notices:
                tasks = self.env["enova.activity"].with_user(self.giver).create(batch)
                self._assert_told(notices, tasks.sudo())

    def test_what_is_given_to_who_has_left(self):
        """By a file, or a script: the account is archived, and nobody reads for it."""
        self._leave()
        chance = random.Random(9)
        batch = [{**vals, "user_id": self.left.id} for vals in self._batch(chance, 9)]
        with self._notices() as notices:
            tasks = self.env["enova.activity"].with_user(self.giver).create(batch)
            self._assert_told(notices, tasks.sudo())
        told = notices.records.notified_partner_ids
        self.assertNotIn(self.left.partner_id, told)

    def test_a_change_of_hands_is_told_once(self):
        """Whatever else is written with it, and only where the hands are others."""
        tasks = self.env["enova.activity"].with_user(self.giver)
        tasks = tasks.create(
            [
                {"name": f"Z{number}", "type_id": self.type_task.id, "user_id": user.id}
                for number, user in enumerate([self.here, self.deputy] * 3)
            ]
        )
        with self._notices() as notices:
            tasks.write({"user_id": self.deputy.id, "priority": "2"})
        message = notices.records
        self.assertEqual(message.notified_partner_ids, self.deputy.partner_id)
        self.assertEqual(len(message), 1)
        for task in tasks:
            told = f'/odoo/enova-activities/{task.id}"' in message.body
            self.assertEqual(told, task in tasks[::2], task.name)
        with self._notices() as notices:
            tasks.write({"user_id": self.deputy.id, "priority": "1"})
        self.assertFalse(notices.records)

    def test_archived_by_somebody_else(self):
        """Whoever does it themselves is told nothing; others once, of open ones."""
        self.type_task.result_required = False
        tasks = self.env["enova.activity"].create(
            [
                {
                    "name": f"Z{number}",
                    "type_id": self.type_task.id,
                    "user_id": user.id,
                    "stage_id": stage.id,
                }
                for number, (user, stage) in enumerate(
                    [
                        (self.here, self.stage_planned),
                        (self.here, self.stage_planned),
                        (self.here, self.stage_done),
                        (self.giver, self.stage_planned),
                    ]
                )
            ]
        )
        with self._notices() as notices:
            tasks.with_user(self.giver).action_archive()
        message = notices.records
        self.assertEqual(message.notified_partner_ids, self.here.partner_id)
        self.assertIn("Archived: 2 tasks", message.subject)
        for task, told in zip(tasks, (True, True, False, False), strict=True):
            link = f'/odoo/enova-activities/{task.id}"'
            self.assertEqual(link in message.body, told, task.name)

    def test_a_reader_who_follows_nothing_gets_nothing(self):
        """Attendees are people of the client: a notice is for colleagues alone."""
        with self._notices() as notices:
            self.env["enova.activity"].with_user(self.giver).create(
                {
                    "name": "Wizyta",
                    "type_id": self.type_task.id,
                    "user_id": self.here.id,
                    "partner_id": self.contractor.id,
                    "contact_id": self.contact.id,
                    "attendee_ids": [Command.link(self.contact.id)],
                }
            )
        self.assertEqual(notices.records.notified_partner_ids, self.here.partner_id)
