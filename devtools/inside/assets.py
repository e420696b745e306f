"""Bundle the web client's files once, so that copies of a database need not.

A browser test that has to bundle them itself rolls the bundles back with the
rest, and the next one does it again. Usage:
``python -m devtools.inside.assets DATABASE``.
"""

import sys

from devtools.inside.session import environment

# The web client with what it asks for itself and for some views, the pages outside it
# such as signing in, and tours.
BUNDLES = (
    "web.assets_web",
    "web.assets_web_print",
    "web.assets_backend_lazy",
    "web.assets_emoji",
    "web.chartjs_lib",
    "web.fullcalendar_lib",
    "bus.websocket_worker_assets",
    "web.assets_frontend",
    "web.assets_tests",
    "crm_enova.assets_tests_backend",
)

if __name__ == "__main__":
    with environment(sys.argv[1]) as env:
        for name in BUNDLES:
            bundle = env["ir.qweb"]._get_asset_bundle(name, js=True, css=True)
            bundle.js()
            bundle.css()
