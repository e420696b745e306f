"""How far the members of a campaign are, told by hand through the same events."""

import random

from odoo.fields import Command
from odoo.tests import tagged

from .project_common import ProjectCase

# What a letter has come to, and whom it has reached by that.
LETTERS = {
    "sent": "reached",
    "open": "reached",
    "reply": "answered",
    "bounce": None,
    "error": None,
}
ORDER = ("selected", "reached", "answered", "interested", "refused", "bought")


class Told:
    """What has happened with one contractor, as somebody would tell it.

    :ivar orders: amounts of confirmed orders, by order
    :ivar tasks: those that are done and no secret
    :ivar letters: what each has come to
    """

    def __init__(self):
        self.orders, self.tasks, self.letters, self.answer = {}, set(), {}, False

    @property
    def state(self):
        """How far they are: what they did, before what they said, before what was
        done with them."""
        if self.orders:
            return "bought"
        if self.answer and self.answer != "reached":
            return self.answer
        heard = {LETTERS[status] for status in self.letters.values()}
        if "answered" in heard:
            return "answered"
        reached = self.answer == "reached" or self.tasks or "reached" in heard
        return "reached" if reached else "selected"


class CampaignLedgerCase(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls._campaign(hourly_cost=50)
        cls.other = cls._campaign(title="Inna")
        cls.partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"Kontrahent {number}",
                    "is_company": True,
                    "child_ids": [Command.create({"name": f"Osoba {number}"})],
                }
                for number in range(4)
            ]
        )
        members = cls.env["enova.campaign.member"]
        for campaign in cls.campaign | cls.other:
            members._join(campaign, cls.partners)
        cls.service = cls.env["product.product"].create(
            {"name": "x", "type": "service", "taxes_id": False}
        )
        cls.letters = cls.env["mailing.mailing"].create(
            {
                "subject": "Oferta",
                "campaign_id": cls.campaign.campaign_id.id,
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
            }
        )

    def setUp(self):
        super().setUp()
        self.told = {partner: Told() for partner in self.partners}
        self.hours = 0

    # -- what happens ----------------------------------------------------------

    def _orders(self, partner, amount, chance):
        line = {
            "product_id": self.service.id,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
        }
        order = self.env["sale.order"].create(
            {
                "partner_id": chance.choice([partner, partner.child_ids]).id,
                "campaign_id": self.campaign.campaign_id.id,
                "order_line": [Command.create(line)],
            }
        )
        if chance.random() < 0.7:
            order.action_confirm()
            self.told[partner].orders[order] = amount

    def _cancels(self, partner):
        for order in list(self.told[partner].orders)[:1]:
            order._action_cancel()
            del self.told[partner].orders[order]

    def _leaves_the_campaign(self, partner):
        """The order was of another campaign after all."""
        for order in list(self.told[partner].orders)[:1]:
            order.campaign_id = self.other.campaign_id
            del self.told[partner].orders[order]

    def _is_called(self, partner, chance):
        project = self._project(partner_id=partner.id, campaign_id=self.campaign.id)
        private, hours = chance.random() < 0.3, chance.randrange(3)
        task = self._activity(
            project_id=project.id,
            private=private,
            user_id=self.user_all.id,
            time_spent=hours,
        )
        if chance.random() < 0.7:
            task.action_done("ok")
            if not private:
                self.told[partner].tasks.add(task)
        if not private:
            self.hours += hours

    def _task_is_reopened(self, partner):
        for task in list(self.told[partner].tasks)[:1]:
            task.action_reopen()
            self.told[partner].tasks.discard(task)

    def _gets_a_letter(self, partner, chance):
        trace = self.env["mailing.trace"].create(
            {
                "mass_mailing_id": self.letters.id,
                "model": "res.partner",
                "res_id": chance.choice([partner, partner.child_ids]).id,
                "trace_status": "outgoing",
            }
        )
        status = chance.choice(list(LETTERS))
        trace.trace_status = status
        self.told[partner].letters[trace] = status

    def _says(self, partner, chance):
        answer = chance.choice([False, "reached", "answered", "interested", "refused"])
        member = self.campaign.member_ids.filtered(lambda m: m.partner_id == partner)
        member.answer = answer
        self.told[partner].answer = answer

    # -- what comes of it --------------------------------------------------------

    def _assert_told(self, story):
        self.env.flush_all()
        self.env.invalidate_all()
        for member in self.campaign.member_ids:
            told = self.told[member.partner_id]
            found = member.state, member.revenue
            self.assertEqual(found, (told.state, sum(told.orders.values())), story)
        states = [told.state for told in self.told.values()]
        counted = {
            "member_count": len(states),
            "reached_count": sum(state != "selected" for state in states),
            "answered_count": sum(ORDER.index(state) >= 2 for state in states),
            "interested_count": sum(s in ("interested", "bought") for s in states),
            "refused_count": states.count("refused"),
            "bought_count": states.count("bought"),
        }
        campaign = self.campaign
        self.assertEqual({name: campaign[name] for name in counted}, counted, story)
        ordered = sum(sum(told.orders.values()) for told in self.told.values())
        self.assertEqual(campaign.ordered_revenue, ordered, story)
        self.assertEqual(campaign.time_spent, self.hours, story)
        self.assertEqual(campaign.cost, 50 * self.hours, story)
        self.assertEqual(campaign.gain, ordered - 50 * self.hours, story)


@tagged("post_install", "-at_install")
class TestCampaignLedger(CampaignLedgerCase):
    def _step(self, chance):
        partner = chance.choice(self.partners)
        amount = chance.randrange(100, 2000, 50)
        steps = {
            "orders": lambda: self._orders(partner, amount, chance),
            "cancels": lambda: self._cancels(partner),
            "leaves": lambda: self._leaves_the_campaign(partner),
            "is called": lambda: self._is_called(partner, chance),
            "reopened": lambda: self._task_is_reopened(partner),
            "letter": lambda: self._gets_a_letter(partner, chance),
            "says": lambda: self._says(partner, chance),
        }
        name = chance.choices(list(steps), (3, 2, 1, 3, 1, 4, 3))[0]
        steps[name]()
        return f"{partner.name} {name}"

    def test_a_long_story(self):
        """Sixty events in an order of chance; after each, everything agrees."""
        chance, story = random.Random(14), []
        for _number in range(60):
            story.append(self._step(chance))
            self._assert_told(story[-8:])
        # all that can happen has happened
        self.assertEqual(len({text.split(" ", 2)[2] for text in story}), 7)
        self.assertGreaterEqual(len({told.state for told in self.told.values()}), 2)

    def test_two_members_that_are_one(self):
        """Merged they have done what both have done, and said the further of both."""
        chance = random.Random(3)
        first, second = self.partners[:2]
        self._orders(first, 300, random.Random(1))
        self._says(second, chance)
        self._gets_a_letter(second, chance)
        self._is_called(first, chance)
        kept, dropped = self.told[first], self.told.pop(second)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((first | second).ids, first, extra_checks=False)
        kept.orders.update(dropped.orders)
        kept.tasks |= dropped.tasks
        kept.letters.update(dropped.letters)
        kept.answer = max(kept.answer or "", dropped.answer or "", key=_rank) or False
        self._assert_told("merged")
        self.assertEqual(self.campaign.member_count, 3)

    def test_whoever_comes_later_brings_along_what_has_happened(self):
        """Taken out of the campaign and put in again, nothing of it is lost."""
        chance = random.Random(5)
        for partner in self.partners[:3]:
            self._orders(partner, 200, chance)
            self._gets_a_letter(partner, chance)
            self._is_called(partner, chance)
        self.campaign.member_ids.unlink()
        self.env["enova.campaign.member"]._join(self.campaign, self.partners)
        self._assert_told("in again")

    def test_the_other_campaign_hears_of_nothing(self):
        chance = random.Random(7)
        for _number in range(12):
            self._step(chance)
        states = set(self.other.member_ids.mapped("state"))
        self.assertLessEqual(states, {"selected", "bought"})
        moved = self.env["sale.order"].search(
            [("campaign_id", "=", self.other.campaign_id.id), ("state", "=", "sale")]
        )
        bought = self.other.member_ids.filtered(lambda m: m.state == "bought")
        self.assertEqual(bought.partner_id, moved.enova_contractor_id)


def _rank(answer):
    return ORDER.index(answer) if answer else -1
