"""Run a script of Python on a database, with ``env`` at hand.

Usage: ``python -m devtools.inside.seed DATABASE FILE``.
"""

import sys
from pathlib import Path

from devtools.inside.session import environment

if __name__ == "__main__":
    with environment(sys.argv[1]) as erp:
        path = Path(sys.argv[2])
        exec(compile(path.read_text(), path, "exec"), {"env": erp})
