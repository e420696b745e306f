"""Mail servers that refuse, put off, break down and do not answer."""

import pytest
from mail_sink import Sink
from mailing_common import EVENTS, STATES, Sender, prepare, states

from devtools import databases

QUEUED = "SELECT state, count(*) FROM mail_mail GROUP BY 1 ORDER BY 1"
CLAIM = "SELECT state FROM enova_mailing_attempt WHERE email = '{}'"
OF_ONE = """
SELECT attempt.state, event.mailing_state, coalesce(event.mailing_error, ''),
       coalesce(mail.state, 'deleted'), partner.message_bounce
  FROM enova_mailing_attempt AS attempt
  JOIN enova_activity AS event ON event.id = attempt.activity_id
  JOIN res_partner AS partner ON partner.id = event.partner_id
  LEFT JOIN mail_mail AS mail ON mail.id = attempt.mail_id
 WHERE partner.email = '{}' ORDER BY attempt.id
"""
NOW = "UPDATE mail_mail SET scheduled_date = now() AT TIME ZONE 'UTC'"


@pytest.fixture
def database(outside):
    template = databases.addon_template(outside.erp, demo=False)
    with outside.copy_of(template, "smtp") as name:
        yield name


def test_a_server_that_misbehaves(outside, database):
    """What is known is told; what may be tried again is; what is unknown is not."""
    refused, later, before, after, slow, spam = (
        # apart from each other: three breaks in a row, and the server is left alone
        f"a{n:05}@example.com"
        for n in range(0, 18, 3)
    )
    with Sink() as sink:
        sink.refused.add(refused)
        sink.greylisted.add(later)
        sink.dies_before.add(before)
        sink.dies_after.add(after)
        sink.sleeps_after.add(slow)
        sink.rejected.add(spam)
        prepare(outside, database, sink, 20)
        with Sender(outside, database) as sender:
            sender.run()
            assert states(outside, database) == {
                "bounced": 1,
                "failed": 1,
                "postponed": 2,
                "sent": 14,
                "uncertain": 2,
            }
            sink.dies_before.clear()
            sink.greylisted.clear()
            sender.run()
            assert states(outside, database)["sent"] == 14, "they wait"
            outside.sql(database, NOW)
            sender.run()
        assert states(outside, database)["sent"] == 16
        assert max(sink.received.values()) == 1

    def of(email):
        return outside.sql(database, OF_ONE.format(email))

    [[state, event, error, _mail, bounces]] = of(refused)
    assert (state, event, bounces) == ("bounced", "bounced", "1")
    assert "No such user here" in error
    [[state, event, error, mail, bounces]] = of(spam)
    assert (state, event, mail, bounces) == ("failed", "left_out", "exception", "0")
    assert "Looks like spam" in error
    for email in (after, slow):
        [[state, event, error, mail, _bounces]] = of(email)
        assert (state, event, mail) == ("uncertain", "uncertain", "exception")
        assert error
    for email in (later, before):
        first, second = of(email)
        assert first[0] == "postponed"
        assert second[:2] == ["sent", "sent"]


def test_a_server_that_is_not_there(outside, database):
    """Nothing is lost, the mailing says why it waits, and somebody comes back."""
    with Sink() as sink:
        prepare(outside, database, sink, 60)
        sink.stop()
        with Sender(outside, database) as sender:
            sender.run()
            assert states(outside, database) == {}
            assert states(outside, database, QUEUED) == {"outgoing": 60}
            [[error, triggers]] = outside.sql(
                database,
                "SELECT mailing.sending_error, (SELECT count(*) FROM ir_cron_trigger"
                " WHERE call_at > now() AT TIME ZONE 'UTC' + interval '4 min'"
                "   AND cron_id = (SELECT res_id FROM ir_model_data"
                "       WHERE name = 'enova_mailing_cron_send'))"
                " FROM mailing_mailing AS mailing",
            )
            assert "refused" in error.lower()
            assert int(triggers) == 1
            sink.start()
            sender.run()
        assert states(outside, database) == {"sent": 60}
        assert states(outside, database, EVENTS) == {"sent": 60}
        assert outside.sql(
            database, "SELECT coalesce(sending_error, '') FROM mailing_mailing"
        ) == [[""]]


def test_a_server_that_has_enough_of_a_connection(outside, database):
    """Nobody waits because a server takes so many over one connection."""
    with Sink() as sink:
        sink.most_per_connection = 7
        prepare(outside, database, sink, 40)
        with Sender(outside, database) as sender:
            sender.run()
    assert states(outside, database) == {"sent": 40}
    assert set(sink.received.values()) == {1}


def test_dots_and_other_scripts(outside, database):
    """A line of a dot ends no e-mail, and every letter arrives as it was written."""
    body = "<pre>one\n.\n.two\n..three</pre><p>Zażółć gęślą jaźń, שלום</p>"
    with Sink() as sink:
        prepare(outside, database, sink, 1, body=body)
        with Sender(outside, database) as sender:
            sender.run()
    [message] = sink.messages.values()
    html = message.get_body(["html"]).get_content()
    assert "one\n.\n.two\n..three" in html.replace("\r\n", "\n")
    assert "Zażółć gęślą jaźń, שלום" in html
    text = message.get_body(["plain"]).get_content()
    assert "Zażółć gęślą jaźń" in text


def test_claimed_before_it_leaves(outside, database):
    """While the server reads an e-mail, its claim is there for all to see."""
    seen = []

    def look(address):
        seen.append(outside.sql(database, CLAIM.format(address)))

    with Sink() as sink:
        sink.on_message = look
        prepare(outside, database, sink, 3)
        with Sender(outside, database) as sender:
            sender.run()
    assert seen == [[["claimed"]]] * 3
    assert states(outside, database, STATES) == {"sent": 3}
