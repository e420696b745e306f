"""Sign in to this checkout's running ERP and take a screenshot."""

from pathlib import Path

from devtools import server, system
from devtools.console import StepFailed, say
from devtools.erp import foreground, ready


def run(options):
    """Take the screenshot that the command line asks for; return the exit code.

    :param options: of the command line
    :return: int
    :raises StepFailed: when no ERP runs and the address names none
    """
    erp = ready(system.BROWSER)
    url, target = options.url, Path(options.file).resolve()
    if not url.startswith("http"):
        port = server.port()
        if not port:
            raise StepFailed("shot", "./dev run, then again", reason="no ERP runs")
        url = f"{server.address(port)}/{url.lstrip('/')}"
    command = [erp.python, "-m", "devtools.inside.shot", url, target]
    for name in ("login", "width", "height", "lang"):
        value = getattr(options, name)
        command += [f"--{name}", value] if value else []
    code = foreground([*command, *(["--dark"] if options.dark else [])], erp.env)
    if not code:
        say(f"✓ {target}")
    return code
