"""A mail server on this machine that keeps what it gets, and misbehaves as told."""

import asyncio
import email
import email.policy
import socket
import threading
from collections import Counter

from aiosmtpd.controller import Controller


class Sink:
    """A mail server whose behaviour is a set of addresses for each kind of trouble.

    ::

        with Sink() as sink:
            sink.refused.add("nobody@example.com")
            ...
            assert sink.received["somebody@example.com"] == 1

    ``received`` counts what it has had in full, whatever it answered then.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.received = Counter()
        self.messages = {}
        self.refused, self.greylisted = set(), set()
        self.rejected = set()
        self.dies_before, self.dies_after, self.sleeps_after = set(), set(), set()
        self.on_message = None
        self.most_per_connection = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = None

    def start(self):
        """Listen; return the sink."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def stop(self):
        """Listen no more."""
        if self.controller:
            self.controller.stop()
            self.controller = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *error):
        self.stop()

    # -- what the server calls -----------------------------------------------------

    async def handle_MAIL(self, server, session, envelope, address, options):
        session.count = getattr(session, "count", 0) + 1
        if 0 < self.most_per_connection < session.count:
            return "421 4.7.0 That was enough"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 5.1.1 No such user here"
        if address in self.greylisted:
            return "451 4.7.1 Greylisted, come back later"
        if address in self.dies_before:
            server.transport.abort()
            return "421 Gone"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        [address] = envelope.rcpt_tos
        if self.on_message:
            await asyncio.to_thread(self.on_message, address)
        if address in self.rejected:
            return "554 5.7.1 Looks like spam"
        with self.lock:
            self.received[address] += 1
            self.messages[address] = email.message_from_bytes(
                envelope.content, policy=email.policy.default
            )
        if address in self.dies_after:
            server.transport.abort()
        if address in self.sleeps_after:
            await asyncio.sleep(4)
        return "250 OK"
