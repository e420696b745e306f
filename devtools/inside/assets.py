"""Bundle the web client's files once, so that copies of a database need not.

A browser test that has to bundle them itself rolls the bundles back with the
rest, and the next one does it again. A bundle holds for files of one age: another
checkout, whose files are the same but newer, bundles again before its tests. Usage:
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


def bundle(env):
    """Bundle what is not there yet; the caller commits.

    :param env: of the superuser
    """
    for name in BUNDLES:
        made = env["ir.qweb"]._get_asset_bundle(name, js=True, css=True)
        made.js()
        made.css()


if __name__ == "__main__":
    with environment(sys.argv[1]) as env:
        bundle(env)
