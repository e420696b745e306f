"""Tell the encoding of a Polish file; no model of its own."""

UTF_8, WINDOWS = "utf-8", "windows-1250"
# With these letters alone, and what a typesetter puts between them, it is Polish.
POLISH_LETTERS = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
# None that a letter of ISO 8859-2 turns into when it is read as Windows-1250.
TYPOGRAPHIC = frozenset("„”“‚‘’–—…•§°€«»©®™×\u00a0")


def polish_encoding(content):
    """Return the encoding of a text that is surely UTF-8 or Polish Windows-1250.

    :param bytes content: of a file
    :return: name of the encoding; ``None`` where it has to be guessed
    """
    if b"\0" in content or content.startswith(b"\xef\xbb\xbf"):
        return None
    try:
        content.decode(UTF_8)
    except UnicodeDecodeError:
        pass
    else:
        return UTF_8
    try:
        text = content.decode(WINDOWS)
    except UnicodeDecodeError:
        return None
    foreign = {letter for letter in text if letter > "\x7f"}
    return WINDOWS if foreign <= POLISH_LETTERS | TYPOGRAPHIC else None
