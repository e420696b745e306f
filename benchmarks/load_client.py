"""One of the people of load.py: what they do in a browser, as requests to the server.

Each request has a connection of its own, as behind a reverse proxy.
"""

import json
import random
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from http.cookiejar import CookieJar

from filling import PASSWORD

TIMEOUT = 60
CLASHES = ("UserError", "ValidationError")
FIRST_HOUR = datetime(2040, 1, 1)
# So many hours of so many vans that bookings meet now and then.
HOURS = 400


class Refused(Exception):
    """The server says no, as it should where two want the same."""


class Client:
    """Somebody who is signed in, and how long each of their calls took."""

    def __init__(self, address, database, login, places):
        self.address, self.places = address, places
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.random = random.Random(login)
        self.seconds, self.clashes, self.errors = {}, 0, []
        values = {"db": database, "login": login, "password": PASSWORD}
        self.uid = self.post("/web/session/authenticate", values)["uid"]
        assert self.uid, login

    def post(self, path, params):
        """Call the server; return its result, or raise what it says."""
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        request = urllib.request.Request(
            self.address + path,
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with self.opener.open(request, timeout=TIMEOUT) as answer:
            said = json.load(answer)
        error = said.get("error")
        if error:
            name = error["data"]["name"].rpartition(".")[2]
            text = f"{path}: {name}: {error['data']['message']}"
            raise Refused(text) if name in CLASHES else RuntimeError(text)
        return said.get("result")

    def call(self, model, method, *arguments, **options):
        """Call a method of a model, as the web client does."""
        context = {"lang": "en_US", "tz": "Europe/Warsaw", "uid": self.uid}
        params = {
            "model": model,
            "method": method,
            "args": arguments,
            "kwargs": options | {"context": context | {"allowed_company_ids": [1]}},
        }
        return self.post(f"/web/dataset/call_kw/{model}/{method}", params)

    def timed(self, name, work):
        """Do something, and note how long it took or what went wrong."""
        start = time.perf_counter()
        try:
            result = work()
        except Refused as refusal:
            if "book" not in name:
                self.errors.append(f"{name}: {refusal}")
            self.clashes += 1
            result = None
        except (RuntimeError, OSError, ValueError, urllib.error.URLError) as error:
            self.errors.append(f"{name}: {error}")
            result = None
        self.seconds.setdefault(name, []).append(time.perf_counter() - start)
        return result

    def work_until(self, deadline):
        """Do what there is to do, ours and core's by turns, until the time is up.

        :param deadline: of ``time.monotonic``
        """
        steps = (self.lists, self.history, self.log, self.done, self.book)
        while time.monotonic() < deadline:
            for step in self.random.sample(steps, len(steps)):
                if time.monotonic() > deadline:
                    break
                step()

    # -- ours, then the same of core's own models ----------------------------------

    def lists(self):
        """The first page of tasks and events; of contacts."""
        for name, model in (("ours", "enova.activity"), ("core", "res.partner")):
            spec, order = self.places[model]
            options = {"limit": 80, "order": order, "count_limit": 10_001}
            self.timed(
                f"{name}: list",
                lambda m=model, s=spec, o=options: self.call(
                    m, "web_search_read", [], s, **o
                ),
            )

    def history(self):
        """The first page of all that happened; the first messages of the chatter."""
        partner = self.places["big"]
        self.timed(
            "ours: history",
            lambda: self.call("res.partner", "enova_timeline", [partner]),
        )
        params = {"thread_model": "res.partner", "thread_id": partner}
        self.timed(
            "core: history",
            lambda: self.post("/mail/thread/messages", params | {"fetch_params": {}}),
        )

    def log(self):
        """A call that has been made; a note in the chatter."""
        partner = self.a_partner()
        values = {"partner_id": partner, "name": "Call", "result": "They will think"}
        values |= {"type_id": self.places["event_type"]}
        self.timed(
            "ours: log", lambda: self.call("enova.activity", "quick_log", values)
        )
        params = {
            "thread_model": "res.partner",
            "thread_id": partner,
            "post_data": {
                "body": "They will think",
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_note",
            },
        }
        self.timed("core: log", lambda: self.post("/mail/message/post", params))

    def done(self):
        """A task, and its end; a to-do, and its end."""
        partner = self.a_partner()
        values = {"partner_id": partner, "name": "Send the prices"}
        values |= {"type_id": self.places["task_type"]}
        task = self.timed(
            "ours: new task", lambda: self.call("enova.activity", "create", [values])
        )
        if task:
            self.timed(
                "ours: done",
                lambda: self.call("enova.activity", "action_done", task, "Sent"),
            )
        values = {"res_id": partner, "summary": "Send the prices"}
        values |= {"res_model_id": self.places["partner_model"]}
        values |= {"activity_type_id": self.places["todo"]}
        todo = self.timed(
            "core: new task", lambda: self.call("mail.activity", "create", [values])
        )
        if todo:
            self.timed(
                "core: done",
                lambda: self.call("mail.activity", "action_feedback", todo, "Sent"),
            )

    def book(self):
        """An hour of a van; a meeting in the calendar."""
        start = FIRST_HOUR + timedelta(hours=self.random.randrange(HOURS))
        hour = {"start": str(start), "stop": str(start + timedelta(hours=1))}
        van = {"resource_id": self.random.choice(self.places["vans"])}
        self.timed(
            "ours: book", lambda: self.call("enova.reservation", "create", [hour | van])
        )
        meeting = hour | {"name": "A van"}
        self.timed(
            "core: book", lambda: self.call("calendar.event", "create", [meeting])
        )

    def a_partner(self):
        """Return a contractor, any of the first thousand."""
        return self.places["big"] + self.random.randrange(1000)
