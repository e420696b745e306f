"""Tell what a person has written from what a program answers by itself.

Programs say so in the headers of their answers (RFC 3834), and in those that were usual
before. ``X-Auto-Response-Suppress`` alone says nothing: people's programs send it, too,
so that no other program answers them.
"""

# Present in what a program has sent; some write "no" into what a person has.
FLAGS = ("Auto-Submitted", "X-Autoreply", "X-Autorespond")
PRECEDENCES = ("auto_reply", "bulk", "junk")
# Who tells that an e-mail has not arrived.
SERVERS = ("mailer-daemon", "postmaster")


def is_automatic(message):
    """Tell whether no person has written a message.

    :param message: ``EmailMessage``, as it came
    :return: bool
    """
    for name in FLAGS:
        if any(_word(value) not in ("", "no") for value in message.get_all(name, ())):
            return True
    return _word(message.get("Precedence")) in PRECEDENCES


def is_absence(message, sender):
    """Tell whether a message says that somebody is away, and not that none arrives.

    Both are automatic, and come to the address for returned e-mails, as RFC 3834 wants.

    :param message: ``EmailMessage``, as it came
    :param str sender: its address
    :return: bool
    """
    local_part = (sender or "").partition("@")[0].lower()
    return (
        local_part not in SERVERS
        and message.get_content_type() != "multipart/report"
        and is_automatic(message)
    )


def _word(value):
    """Return the first word of a header, without parameters and comments."""
    return str(value or "").partition(";")[0].partition("(")[0].strip().lower()
