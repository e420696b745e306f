"""Find many records by what stands in a file for them, in one query each."""

import re

from odoo.fields import Domain

EXTERNAL_ID = re.compile(r"^[\w-]+(\.[\w.-]+)?$")
# Where core's import puts the ids that a file gives without a module.
IMPORT_MODULE = "__import__"
CANDIDATES_SHOWN = 5


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
