import contextlib
import smtplib
import socket
from email.message import EmailMessage
from threading import Thread

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.mailing.smtp_delivery import as_bytes, deliver, readable

HELLO = "250-sink\r\n250 SIZE 1000000"
HANG_UP = None  # close the connection instead of an answer


class Server:
    """A mail server that answers each command as it was told, and notes what it got.

    :param answers: {first word of a command, or ``TEXT`` for the end of the text:
        answer}; all others get a 250
    """

    def __init__(self, **answers):
        self.answers = {"EHLO": HELLO, "DATA": "354 go on", **answers}
        self.commands, self.texts = [], []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._listener.close()
        self._thread.join(5)

    def _serve(self):
        with contextlib.suppress(OSError):
            client, _address = self._listener.accept()
            with client, client.makefile("rb") as stream:
                self._talk(client, stream)

    def _talk(self, client, stream):
        client.sendall(b"220 sink\r\n")
        while line := stream.readline():
            word = line.decode("ascii", "replace").split()[0].upper()
            self.commands.append(line.decode("utf-8", "replace").strip())
            if not self._answer(client, word):
                return
            if word == "DATA" and self.answers["DATA"].startswith("354"):
                text = b""
                while (line := stream.readline()) not in (b".\r\n", b""):
                    text += line
                self.texts.append(text)
                if not self._answer(client, "TEXT"):
                    return

    def _answer(self, client, word):
        answer = self.answers.get(word, "250 fine")
        if answer is HANG_UP:
            return False
        client.sendall(f"{answer}\r\n".encode())
        return not answer.startswith("421")


def message(text="Dzień dobry"):
    """Return an e-mail with a text."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "a@example.com", "b@example.com"
    mail["Subject"], mail["Message-Id"] = "Oferta", "<1@example.com>"
    mail.set_content(text)
    return mail


@tagged("post_install", "-at_install")
class TestSmtpDelivery(BaseCase):
    """What is known of an e-mail, wherever the talk with a server breaks off."""

    def _deliver(
        self, payload=b"Subject: x\r\n\r\ny", to=("b@example.com",), **answers
    ):
        with Server(**answers) as server:
            connection = smtplib.SMTP("127.0.0.1", server.port, timeout=10)
            try:
                connection.ehlo()
                outcome = deliver(connection, "a@example.com", list(to), payload)
                if outcome.connected:
                    self.assertEqual(connection.noop()[0], 250)
                else:
                    self.assertIsNone(connection.sock)
            finally:
                connection.close()
        return outcome, server

    def test_taken(self):
        outcome, server = self._deliver()
        self.assertEqual((outcome.state, outcome.error), ("sent", ""))
        self.assertEqual(server.texts, [b"Subject: x\r\n\r\ny\r\n"])
        self.assertIn("mail FROM:<a@example.com> size=15", server.commands)

    def test_size_is_told_where_the_server_asks_for_it_alone(self):
        _outcome, server = self._deliver(EHLO="250 sink")
        self.assertIn("mail FROM:<a@example.com>", server.commands)

    def test_refused_by_each_step(self):
        """For good by 5xx, for now by 4xx; of an address refused it is the address."""
        for step, for_good in (
            ("MAIL", "failed"),
            ("RCPT", "bounced"),
            ("DATA", "failed"),
            ("TEXT", "failed"),
        ):
            for code, state in ((550, for_good), (451, "postponed")):
                with self.subTest(step=step, code=code):
                    outcome, server = self._deliver(**{step: f"{code} no, sorry"})
                    self.assertEqual(outcome.state, state)
                    self.assertEqual(outcome.error, f"{code} no, sorry")
                    self.assertTrue(outcome.connected)
                    self.assertTrue(outcome.begun)
                    # the next e-mail over this connection begins afresh
                    self.assertIn("rset", [c.lower() for c in server.commands])
                    self.assertEqual(bool(server.texts), step == "TEXT")

    def test_lost_at_each_step(self):
        """Only after the last dot may the server have taken it."""
        for step, state, begun in (
            ("MAIL", "postponed", False),
            ("RCPT", "postponed", True),
            ("DATA", "postponed", True),
            ("TEXT", "uncertain", True),
        ):
            with self.subTest(step):
                answers = {"DATA": "354 go on", step: HANG_UP}
                if step == "DATA":
                    answers["DATA"] = "421 bye"
                outcome, server = self._deliver(**answers)
                self.assertEqual((outcome.state, outcome.begun), (state, begun))
                self.assertFalse(outcome.connected)
                self.assertTrue(outcome.error)
                self.assertEqual(bool(server.texts), step == "TEXT")

    def test_a_server_that_closes_for_now(self):
        """After so many e-mails, or so long, some end the connection by 421."""
        for step, begun in (("MAIL", False), ("RCPT", True), ("TEXT", True)):
            with self.subTest(step):
                outcome, _server = self._deliver(**{step: "421 too many"})
                self.assertEqual((outcome.state, outcome.begun), ("postponed", begun))
                self.assertFalse(outcome.connected)

    def test_one_of_several_addresses_is_enough(self):
        outcome, server = self._deliver(to=("b@example.com", "c@example.com"))
        self.assertEqual(outcome.state, "sent")
        rcpt = [c for c in server.commands if c.lower().startswith("rcpt")]
        self.assertEqual(len(rcpt), 2)

    def test_a_refusal_after_which_nothing_works(self):
        outcome, _server = self._deliver(RCPT="550 no", RSET=HANG_UP)
        self.assertEqual((outcome.state, outcome.connected), ("bounced", False))

    def test_dots_at_the_beginning_of_lines(self):
        text = b"A: b\r\n\r\n.\r\n..\r\n.hidden\r\nend."
        outcome, server = self._deliver(text)
        self.assertEqual(outcome.state, "sent")
        [raw] = server.texts
        self.assertEqual(raw, b"A: b\r\n\r\n..\r\n...\r\n..hidden\r\nend.\r\n")

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.binary(max_size=30), max_size=8))
    def test_whatever_the_text_holds_one_message_arrives(self, lines):
        """No text ends itself early, or gives the server a command."""
        lines = [line.replace(b"\r", b"").replace(b"\n", b"") for line in lines]
        payload = b"A: b\r\n\r\n" + b"\r\n".join(lines)
        outcome, server = self._deliver(payload)
        self.assertEqual(outcome.state, "sent")
        [raw] = server.texts
        received = [
            line.removeprefix(b".") if line.startswith(b".") else line
            for line in raw.split(b"\r\n")
        ]
        self.assertEqual(
            b"\r\n".join(received).rstrip(b"\r\n"), payload.rstrip(b"\r\n")
        )

    def test_a_message_as_it_goes_over_the_wire(self):
        for text in ("Zażółć gęślą jaźń", "a\nb\r\nc\rd", ".\n", "x" * 5000, ""):
            with self.subTest(text[:10]):
                wire = as_bytes(message(text))
                self.assertFalse(wire.replace(b"\r\n", b"").count(b"\n"))
                self.assertFalse(wire.replace(b"\r\n", b"").count(b"\r"))
                self.assertIn(b"Message-Id: <1@example.com>", wire)

    def test_what_a_server_says_is_one_line(self):
        self.assertEqual(readable(b"no\r\n  such\tuser"), "no such user")
        self.assertEqual(len(readable(b"x" * 5000)), 500)
        self.assertIn("\ufffd", readable(b"\xff\xfe"))
        self.assertEqual(
            readable(ConnectionResetError("gone")), "ConnectionResetError: gone"
        )
        error = smtplib.SMTPResponseException(554, b"5.7.1 not\r\nyou")
        self.assertEqual(readable(error), "554 5.7.1 not you")
