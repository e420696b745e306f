import re

from odoo.tests import HttpCase, tagged

from .common import recall

FILE = re.compile(r"/web/assets/[^\"']+")


@tagged("post_install", "-at_install")
class TestTourBundles(HttpCase):
    """The files of the web client are there before the first tour asks for them."""

    def test_no_tour_bundles_them(self):
        if not recall(self.env):
            self.skipTest("A database that is not the tests' alone may have none yet.")
        self.authenticate("admin", "admin")
        asked = set(FILE.findall(self.url_open("/odoo").text))
        self.assertIn("web.assets_web.min.js", {url.split("/")[-1] for url in asked})
        found = self.env["ir.attachment"].search([("url", "in", list(asked))])
        self.assertEqual(set(found.mapped("url")), asked)
