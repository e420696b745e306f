"""Bundle the web client's files once, so that copies of a database need not.

Usage: ``python -m devtools.inside.assets DATABASE``.
"""

import sys

from devtools.inside.session import environment

if __name__ == "__main__":
    with environment(sys.argv[1]) as env:
        env["ir.qweb"]._pregenerate_assets_bundles()
