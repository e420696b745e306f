"""Keys of the context that say something to our own code, and that no client can send.

What arrives by RPC is made of JSON: text, numbers, lists. A token is an object, and is
compared by identity, so a client that sends the same key with any value says nothing.
"""


class ContextToken:
    """A mark that server code puts into the context of its own calls.

    ::

        CALENDAR_SYNC = ContextToken("enova_calendar_sync")
        event.with_context(**CALENDAR_SYNC.on).write(values)
        if CALENDAR_SYNC.is_on(self.env): ...

    It never goes into an action that is returned: it means nothing outside a call.
    """

    def __init__(self, key):
        self.key = key

    @property
    def on(self):
        """Return the keywords for ``with_context``."""
        return {self.key: self}

    @property
    def off(self):
        """Return the keywords for ``with_context`` that take it back."""
        return {self.key: None}

    def is_on(self, env):
        """Tell whether our own code has set it.

        :param env: environment whose context may have it
        :return: bool
        """
        return env.context.get(self.key) is self

    def __copy__(self):
        return self

    def __deepcopy__(self, _memo):
        return self

    def __repr__(self):
        return f"<{self.key}>"


# What is written is the system's own: fields that are read-only for everybody else.
SYSTEM = ContextToken("enova_system")
# The other side of an entry in the calendar knows already.
CALENDAR_SYNC = ContextToken("enova_calendar_sync")
# Whoever is put into an entry now has not been invited by anybody.
UNINVITED = ContextToken("enova_uninvited")
# What is booked for a meeting is brought in line by a caller further up.
MEETING_SYNC = ContextToken("enova_meeting_sync")
# The superuser acts, and whoever is told may know no more than by themselves.
ON_BEHALF = ContextToken("enova_on_behalf")
# The blacklist, or the ledger of consents, knows already.
CONSENT_TOLD = ContextToken("enova_consent_told")
# Partners are brought in line with the periods of their caretakers by the caller.
CARETAKER_LATER = ContextToken("enova_caretaker_later")
# The salesperson that is written follows from the periods.
CARETAKER_APPLIED = ContextToken("enova_caretaker_applied")
# Partners are made for users or own companies, which nobody enters as contractors.
OWN_IDENTITY = ContextToken("enova_own_identity")
# Rows of a file are tried and rolled back.
IMPORT_TEST = ContextToken("enova_import_test")
# An order is cancelled whose parts have been used: they stay what they are.
PARTS_KEPT = ContextToken("enova_parts_kept")
# What was there before is written back: the flow of stages does not bind it.
UNDO = ContextToken("enova_undo")
# The trace of a letter or an e-mail, or its event, knows already.
MAILING_TOLD = ContextToken("enova_mailing_told")
# What has come in was written by a program: nobody has read or answered anything.
AUTOMATIC = ContextToken("enova_automatic")
# The files that are kept hold letters, whose text nobody searches for in them.
UNREAD_FILE = ContextToken("enova_unread_file")
# How many there are is asked: of all, or apart of one's contractors and of the rest.
COUNTING = ContextToken("enova_counting")
COUNTING_CONTRACTORS = ContextToken("enova_counting")
COUNTING_PEOPLE = ContextToken("enova_counting")
# There are few: they are gathered by what the rules name, and then sorted.
GATHERED = ContextToken("enova_gathered")


class Narrowing:
    """The contractors that a search asks about, so that a rule names no others.

    It holds for that search alone: what it finds goes back into the caller's context.
    """

    KEY = "enova_narrowing"

    def __init__(self, contractor_ids):
        self.contractor_ids = contractor_ids
        # which of them are whose own, by id of a user, once somebody has asked
        self.own_ids = {}

    @classmethod
    def of(cls, env):
        """Return what our own code has narrowed a search to, or ``None``.

        :param env: environment whose context may hold it
        :return: Narrowing
        """
        value = env.context.get("enova_narrowing")
        return value if type(value) is cls else None

    @property
    def on(self):
        """Return the keywords for ``with_context``."""
        return {self.KEY: self}


def is_counting(env):
    """Tell whether our own code asks how many there are.

    :param env: environment whose context may say so
    :return: bool
    """
    tokens = (COUNTING, COUNTING_CONTRACTORS, COUNTING_PEOPLE)
    return any(token.is_on(env) for token in tokens)
