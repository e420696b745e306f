"""Start a worker: ``python -I …/letter_engine '["folder", …]'``.

The folders are those in which the packages that draw are found.
"""

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    # the modules of this folder are a package, and shadow nothing
    here = str(Path(__file__).parent)
    sys.path[:] = [path for path in sys.path if path != here]
    sys.path += json.loads(sys.argv[1])
    from letter_engine.worker import main

    main()
