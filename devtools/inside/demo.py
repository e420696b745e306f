"""Load the addon's demo data into a database whose core has none.

The ERP loads an addon's demo data only where all its dependencies have theirs.
This calls the ERP's own loader for one addon. Usage:
``python -m devtools.inside.demo DATABASE ADDON init|update``; ``update`` adds
what is new and leaves what is there.
"""

import sys

from odoo.modules.loading import load_demo
from odoo.modules.module_graph import ModuleGraph

from devtools.inside.session import environment


def load(env, addon, mode):
    """Load one installed addon's demo files; tell whether all went well.

    :param env: environment of the superuser
    :param str addon: name
    :param str mode: init or update
    :return: bool
    """
    installed = env["ir.module.module"].search([("state", "=", "installed")])
    graph = ModuleGraph(env.cr, mode="load")
    graph.extend(installed.mapped("name"))
    package = next(node for node in graph if node.name == addon)
    loaded = load_demo(env, package, {}, mode)
    # What the demo data says is translated too, in every language there is.
    installed.filtered(lambda module: module.name == addon)._update_translations()
    return loaded


if __name__ == "__main__":
    with environment(sys.argv[1]) as erp:
        if not load(erp, sys.argv[2], sys.argv[3]):
            raise SystemExit("the demo data could not be loaded, see above")
