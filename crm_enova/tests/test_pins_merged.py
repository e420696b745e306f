from odoo import SUPERUSER_ID
from odoo.tests import tagged

from .merge_common import MergeCase
from .test_pins import PinMixin


@tagged("post_install", "-at_install")
class TestPinsMerged(PinMixin, MergeCase):
    """Where two contractors become one, each of their pins stays, once."""

    def test_pins_of_both(self):
        self.system = self.env(user=SUPERUSER_ID)
        of_both = self._activity(partner_id=self.contractor.id)
        of_other = self._activity(partner_id=self.duplicate.id)
        pins = self.env["enova.pin"]
        for partner, record in (
            (self.contractor, of_both),
            (self.duplicate, of_both),
            (self.duplicate, of_other),
        ):
            pins.create(
                {
                    "partner_id": partner.id,
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
        self._merge()
        self.assertEqual(set(self._pinned()), {self._key(of_both), self._key(of_other)})
        self.assertEqual(len(self._pinned()), 2)
        self.assertEqual(self._stored().partner_id, self.contractor)
