"""Find many records by what stands in a file for them, in one query each."""

import re
from collections import defaultdict

from odoo.fields import Domain

EXTERNAL_ID = re.compile(r"^[\w-]+(\.[\w.-]+)?$")
# Where core's import puts the ids that a file gives without a module.
IMPORT_MODULE = "__import__"
CANDIDATES_SHOWN = 5
# How a stored name looks that has more blanks than it needs, or odd ones.
ODD_BLANKS = (("like", "  "), ("like", "\u00a0"), ("=like", " %"), ("=like", "% "))


def squashed(text):
    """Return a name with single blanks between its words and none around them.

    :param str text: as somebody has written it
    :return: str
    """
    return " ".join(text.split())


def records_by_name(records, field, texts, domain=Domain.TRUE):
    """Return the records with these names, whatever blanks stand on either side.

    :param records: an empty recordset, whose user sees what is found
    :param str field: that holds the names
    :param texts: names as somebody has written them
    :param domain: what else must hold
    :return: dict of recordset by text; texts without any are left out
    """
    words = {text: squashed(text) for text in texts}
    names = Domain(field, "in", list({*texts, *words.values()} - {""}))
    names |= Domain.OR(Domain(field, *blanks) for blanks in ODD_BLANKS)
    found = defaultdict(records.browse)
    for record in records.search_fetch(names & domain, [field]):
        found[squashed(record[field])] += record
    return {text: found[word] for text, word in words.items() if word in found}


def records_by_external_id(model, texts):
    """Return the records of a model with these external ids that the user may see.

    :param model: an empty recordset
    :param texts: external ids, with or without a module; anything else is passed over
    :return: dict of a record by text
    """
    names = {
        text: tuple(text.split(".", 1)) if "." in text else (IMPORT_MODULE, text)
        for text in texts
        if EXTERNAL_ID.match(text)
    }
    if not names:
        return {}
    domain = Domain("model", "=", model._name)
    domain &= Domain("module", "in", list({module for module, _ in names.values()}))
    domain &= Domain("name", "in", list({name for _, name in names.values()}))
    # sudo: users may not read external ids; nothing but the record that one means is
    # used, and that only if the user may see it
    data = model.env["ir.model.data"].sudo()
    ids = {
        (row.module, row.name): row.res_id
        for row in data.search_fetch(domain, ["module", "name", "res_id"])
    }
    visible = set(model.search([("id", "in", list(ids.values()))]).ids)
    return {
        text: model.browse(ids[name])
        for text, name in names.items()
        if ids.get(name) in visible
    }


def candidates_shown(records):
    """Return names with ids for a message: the first few, and how many more.

    :param records: recordset that the reader of the message may read
    :return: str
    """
    names = ", ".join(
        f"{record.display_name} (ID {record.id})"
        for record in records[:CANDIDATES_SHOWN]
    )
    more = len(records) - CANDIDATES_SHOWN
    if more > 0:
        return records.env._("%(names)s and %(count)s more", names=names, count=more)
    return names
