"""Domains as people and the domain editor write them, read without running them.

``safe_eval`` keeps a text from reaching the system, not from waiting
(``time.sleep(10**9)``) or from filling the memory (``"x" * 10**9``). Whoever writes a
rule that the lists of others evaluate could stop a server. So only what a domain needs
is allowed: literals, the reader's day and hour, and steps in time.
"""

import ast

from odoo.tools.safe_eval import safe_eval

LONGEST = 10_000
NODES = (
    ast.Expression,
    ast.Constant,
    ast.List,
    ast.Tuple,
    ast.Load,
    ast.Name,
    ast.UnaryOp,
    ast.USub,
    ast.Not,
    ast.BinOp,
    ast.Add,
    ast.Sub,
    ast.Call,
    ast.Attribute,
    ast.keyword,
)
# What may be called: of the names given, and of a moment.
METHODS = {"strftime", "date", "replace", "combine", "timedelta", "datetime", "time"}


def read_domain(text, names):
    """Return the domain that a text stands for.

    :param str text: as the domain editor writes it; nothing is the empty domain
    :param dict names: what the text may name besides literals
    :return: list, the domain
    :raises ValueError: where the text asks for more than that
    """
    text = text or "[]"
    if len(text) > LONGEST:
        raise ValueError(f"A domain has at most {LONGEST} characters.")
    for node in ast.walk(ast.parse(text.strip(), mode="eval")):
        if not isinstance(node, NODES):
            raise ValueError(f"A domain has no {type(node).__name__}.")
        if isinstance(node, ast.Name) and node.id not in names:
            raise ValueError(f"A domain knows no {node.id}.")
        if isinstance(node, ast.Attribute) and node.attr not in METHODS:
            raise ValueError(f"A domain knows no {node.attr}.")
    return safe_eval(text, dict(names))
