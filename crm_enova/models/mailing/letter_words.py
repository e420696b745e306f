"""What the engine reports, in words for those who print."""


def install_help(env):
    """Return what to do where letters cannot be drawn.

    :param env: environment
    :return: str
    """
    return env._(
        "Letters are drawn by the Python package plutoprint, which is not installed on"
        " this server. Ask your administrator to run: pip install plutoprint==0.23.0"
        " (Linux x86-64, macOS, Windows), and to restart the server."
    )


def reason(env, error, detail=None):
    """Return why a letter was not drawn, and what to do about it.

    :param env: environment
    :param str error: name of the reason, of the engine
    :param detail: number or text that belongs to it
    :return: str
    """
    texts = {
        "nul": env._(
            "A name or the text holds a character that is none (NUL). Type it again."
        ),
        "large": env._("The text is too large: %s MB. Use smaller pictures.", detail),
        "deep": env._(
            "The text is nested deeper than %s elements. Paste it as plain text.",
            detail,
        ),
        "tables": env._(
            "More than %s tables lie in each other. Use simpler ones.", detail
        ),
        "pixels": env._(
            "A picture has %s million points. Use one of 25 million at most.", detail
        ),
        "wide": env._(
            "Something in the text is wider than the page. Look for indents, letters"
            " or spaces that are too large."
        ),
        "long": env._("It has %s pages; a letter has 100 at most.", detail),
        "enclosure": env._("An enclosure cannot be read: %s", detail),
        "killed": env._(
            "It takes too long or too much memory to draw. Look at its text and at the"
            " pictures in it."
        ),
    }
    return texts.get(error) or env._("It cannot be drawn: %s", error)
