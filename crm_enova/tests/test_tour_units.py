from odoo.tests import HttpCase, tagged

# the folder of all of them, by which the runner knows it
SUITE = "@crm_enova"


@tagged("post_install", "-at_install")
class TestUnits(HttpCase):
    """Tests of the web client's parts, in the browser, by the ERP's own runner."""

    def test_all_of_them(self):
        suite = 0
        for letter in SUITE:
            suite = ((suite << 5) - suite + ord(letter)) & 0xFFFFFFFF
        said = []

        def is_fatal(message):
            said.append(message)
            return "[HOOT]" not in message

        options = "headless&loglevel=2&preset=desktop&timeout=15000"
        try:
            self.browser_js(
                f"/web/tests?{options}&id={suite:08x}",
                "",
                "",
                login="admin",
                timeout=600,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=is_fatal,
            )
        except AssertionError:
            self.fail("\n".join(said))
