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
    if _decoded(content, UTF_8) is not None:
        return UTF_8
    text = _decoded(content, WINDOWS)
    if text is None:
        return None
    foreign = {letter for letter in text if letter > "\x7f"}
    return WINDOWS if foreign <= POLISH_LETTERS | TYPOGRAPHIC else None


def _decoded(content, encoding):
    """Return the text of a content, or ``None`` where it is in no such encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
