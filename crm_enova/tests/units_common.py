from odoo.tests import HttpCase


class UnitsCase(HttpCase):
    """Tests of the web client's parts, in the browser, by the ERP's own runner."""

    def _run_units(self, name):
        suite = 0
        for letter in name:
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
