"""Senders of a mail merge that are killed again and again, and two of them at once."""

import random
import signal
import time

from mail_sink import Sink
from mailing_common import EVENTS, Sender, prepare, states

from devtools import databases

KILLS = 50
COUNT = 1000
SHARED = 300  # by two senders
# Small, so that all that a batch goes through is hit.
BATCH = 5
# How long a sender lives at first, at most; by the pace of the machine it becomes more
# or less, so that some batches are finished and some are not.
LONGEST = 0.4

AGAIN = """
events = env["enova.activity"].search([("mailing_state", "=", "uncertain")])
print(len(events))
events.action_send_again()
"""


def test_killed_fifty_times(outside):
    """Nobody gets an e-mail twice, and a kill leaves one uncertain at most."""
    chance = random.Random(50)
    template = databases.addon_template(outside.erp, demo=False)
    with outside.copy_of(template, "killed") as database, Sink() as sink:
        prepare(outside, database, sink, COUNT)
        longest, known = LONGEST, 0
        with Sender(outside, database, BATCH) as sender:
            for _kill in range(KILLS):
                pid = sender.start()
                time.sleep(chance.uniform(0, longest))
                assert sender.kill(pid, signal.SIGKILL), "finished before the kills"
                assert max(sink.received.values(), default=0) <= 1
                sent, known = len(sink.received) - known, len(sink.received)
                longest *= 1.3 if not sent else 1
                longest /= 1.5 if sent > 2 * BATCH else 1
            before = sum(sink.received.values())
            sender.run()
        assert 0 < before < COUNT, "all of the kills fell into the sending"
        assert max(sink.received.values()) == 1
        found = states(outside, database)
        uncertain = found.pop("uncertain", 0)
        assert found == {"sent": COUNT - uncertain}
        assert uncertain <= KILLS
        assert states(outside, database, EVENTS).get("uncertain", 0) == uncertain
        # whoever is not known to have it is not known to be without it
        missing = COUNT - len(sink.received)
        assert missing <= uncertain
        assert outside.sql(database, "SELECT count(*) FROM mail_mail") == [
            [str(uncertain)]
        ]
        _decide(outside, database, sink, uncertain)


def _decide(outside, database, sink, uncertain):
    """A person has them sent again, and they go, with the Message-ID they had."""
    first = {to: message["Message-Id"] for to, message in sink.messages.items()}
    if not uncertain:
        return
    assert outside.python(database, AGAIN).split() == [str(uncertain)]
    with Sender(outside, database) as sender:
        sender.run()
    assert len(sink.received) == COUNT
    twice = [to for to, count in sink.received.items() if count > 1]
    assert len(twice) <= uncertain
    assert all(sink.messages[to]["Message-Id"] == first[to] for to in twice)
    assert states(outside, database, EVENTS) == {"sent": COUNT}


def test_two_at_once(outside):
    """Two senders share the work, and no addressee."""
    template = databases.addon_template(outside.erp, demo=False)
    with outside.copy_of(template, "two") as database, Sink() as sink:
        prepare(outside, database, sink, SHARED)
        with (
            Sender(outside, database, BATCH) as first,
            Sender(outside, database, BATCH) as second,
        ):
            first.start()
            second.start()
            first.finish()
            second.finish()
        assert len(sink.received) == SHARED
        assert set(sink.received.values()) == {1}
        assert states(outside, database) == {"sent": SHARED}
        shares = outside.sql(
            database, "SELECT count(*) FROM enova_mailing_attempt GROUP BY sender"
        )
        assert len(shares) == 2, "each of them has sent some"
