from odoo.tests import tagged

from .contrast_common import ContrastCase


@tagged("post_install", "-at_install")
class TestTourContrast(ContrastCase):
    browser_size = "1400x900"

    def test_every_screen_and_window(self):
        """In the light and in the dark."""
        screens = [*self._screens(), *self._windows(), *self._months()]
        self._walk([*screens, *self._wizards()], self._dark_style())


@tagged("post_install", "-at_install")
class TestTourContrastPhone(ContrastCase):
    browser_size = "400x800"
    touch_enabled = True

    def test_every_screen_and_window(self):
        """Some views give way to others here: not all have something to measure."""
        screens = [*self._screens(), *self._windows()]
        screens = [{**screen, "measured": ""} for screen in screens]
        self._walk([*screens, *self._wizards()])


@tagged("post_install", "-at_install")
class TestTourContrastWide(ContrastCase):
    browser_size = "1680x900"

    def test_key_hints(self):
        """They stand where there is room for them."""
        action = self.env.ref("crm_enova.enova_activity_action_my")
        screen = self._screen("My tasks", action, "list")
        self._walk([{**screen, "measured": ".o_enova_keys"}])
