"""Sign in to a running ERP and write a screenshot of one page.

Usage: ``python -m devtools.inside.shot URL FILE --login … --width … --height …
[--dark] [--lang …]``.
"""

import argparse
import base64
import contextlib
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

from devtools.inside.browser import browser

SIGN_IN = """
    document.querySelector("input[name=login]").value = {login};
    document.querySelector("input[name=password]").value = {login};
    document.querySelector(".oe_login_form").submit();
"""
CALL = """
    fetch({path}, {{
        method: "POST",
        headers: {{"Content-Type": "application/json"}},
        body: JSON.stringify({{params: {params}}}),
    }}).then((answer) => answer.json()).then((answer) => {{
        if (answer.error) {{ throw new Error(answer.error.data.message); }}
        return answer.result;
    }})
"""
LIGHT, DARK = "web.assets_web.min.css", "web.assets_web_dark.min.css"


def main(options):
    """Take the screenshot that the options ask for.

    :param options: of the command line
    """
    parts = urlsplit(options.url)
    base = f"{parts.scheme}://{parts.netloc}"
    with browser(options.width, options.height) as page:
        sign_in(page, base, options.login)
        with language(page, base, options.login, options.lang):
            if options.dark:
                darken(page, base)
            page.open(options.url)
            picture = page.call("Page.captureScreenshot", format="png")
    target = Path(options.file)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(base64.b64decode(picture["data"]))


def sign_in(page, base, login):
    """Sign in as a user whose password is the same as the login.

    :param Browser page: the browser's page
    :param str base: address of the ERP, without a path
    :param str login: of the user
    """
    page.open(f"{base}/web/login")
    page.evaluate(SIGN_IN.format(login=json.dumps(login)))
    page.wait_until_quiet()
    if "/web/login" in page.evaluate("location.pathname"):
        raise SystemExit(f"{login} cannot sign in with the password {login}")


def darken(page, base):
    """Show the ERP's dark style, which its Community edition has but never picks.

    :param Browser page: the browser's page
    :param str base: address of the ERP, without a path
    """
    page.call("Network.setCookie", name="color_scheme", value="dark", url=base)
    # Signing in has shown the light style already.
    page.call("Network.setCacheDisabled", cacheDisabled=True)
    page.on_paused = _swap_style
    page.call("Fetch.enable", patterns=[{"urlPattern": f"*{LIGHT}*"}])


def _swap_style(page, paused):
    parts = urlsplit(paused["request"]["url"])
    url = f"{parts.scheme}://{parts.netloc}/web/assets/any/{DARK}"
    page.send("Fetch.continueRequest", requestId=paused["requestId"], url=url)


@contextlib.contextmanager
def language(page, base, login, code):
    """Give the user who is signed in another language for a while.

    :param Browser page: the browser's page
    :param str base: address of the ERP, without a path
    :param str login: of the user
    :param code: such as ``pl_PL``; nothing changes without one
    """
    if not code:
        yield
        return
    user = _call(page, "/web/session/get_session_info")["uid"]
    before = _users(page, "read", [user], ["lang"])[0]["lang"]
    try:
        _users(page, "write", [user], {"lang": code})
        # A session keeps the language it began with.
        page.open(f"{base}/web/session/logout")
        sign_in(page, base, login)
        yield
    finally:
        _users(page, "write", [user], {"lang": before})


def _users(page, method, *arguments):
    """Call a method of the ERP's users as the one who is signed in."""
    parameters = {"model": "res.users", "method": method, "args": arguments}
    path = f"/web/dataset/call_kw/res.users/{method}"
    return _call(page, path, parameters | {"kwargs": {}})


def _call(page, path, parameters=None):
    path, params = json.dumps(path), json.dumps(parameters or {})
    return page.evaluate(CALL.format(path=path, params=params))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("file")
    parser.add_argument("--login", required=True)
    parser.add_argument("--width", type=int, required=True)
    parser.add_argument("--height", type=int, required=True)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--lang")
    sys.exit(main(parser.parse_args()))
