from odoo.tests import tagged

from .units_common import UnitsCase


@tagged("post_install", "-at_install")
class TestLaterFormUnits(UnitsCase):
    """What the web client makes of a form that it reads in two steps."""

    def test_two_steps(self):
        self._run_units("@crm_enova/later")
