"""Which fields of a form may be read after it stands."""

import re

from lxml import etree

# Attribute of a form: the names of its fields that are read in a second step.
LATER = "enova_later"
# Classes of what shows them: blank until then, and those that no column holds.
LATER_CLASS = "o_enova_later"
COUNTED_CLASS = "o_enova_counted"
ALWAYS = ("1", "True")


def mark_later(form, fields):
    """Write on a form which of its fields come later, and which are never seen.

    A field comes later when reading it is more than reading a column, and nothing that
    shows at once names it: neither the head nor the page that opens. The button box
    does not count, for it waits as a whole. Nobody can edit what is blank, so lists
    and fields with an inverse may come later, too; what has to have a value may not.

    :param form: the root of a form, as the web client gets it
    :param dict fields: of the model of the form, by name
    """
    nodes = _nodes_by_name(form)
    for node in (node for group in nodes.values() for node in group):
        if any(_is_hidden(parent) for parent in node.iterancestors()):
            # of what stands in something hidden nobody needs a display name
            node.set("invisible", "True")
    at_once = set(re.findall(r"\w+", " ".join(_seen_at_once(form))))
    # the title; and without their definition no properties can be edited
    at_once |= {"display_name", *_definition_records(fields[name] for name in nodes)}
    later = [
        name
        for name, group in nodes.items()
        if name not in at_once
        and _is_costly(fields[name])
        and not fields[name].required
        and not any(node.get("required") for node in group)
    ]
    form.set(LATER, " ".join(later))
    for name in later:
        marks = LATER_CLASS if fields[name].store else f"{LATER_CLASS} {COUNTED_CLASS}"
        for node in nodes[name]:
            node.set("class", f"{node.get('class', '')} {marks}".strip())


def _nodes_by_name(form):
    """Return the fields of the form itself, without those of lists inside it."""
    nodes = {}
    for node in form.iter("field"):
        if not any(parent.tag == "field" for parent in node.iterancestors()):
            nodes.setdefault(node.get("name"), []).append(node)
    return nodes


def _seen_at_once(node):
    """Yield whatever the attributes say of what shows before a click on a page."""
    yield from node.attrib.values()
    for child in node.iterchildren(etree.Element):
        if _is_hidden(child) or child.get("name") == "button_box":
            continue
        if child.tag == "page" and child is not _open_page(node):
            # of a page that is not open, its tab
            yield from child.attrib.values()
        else:
            yield from _seen_at_once(child)


def _open_page(notebook):
    """Return the page that the web client opens: the last that asks for it."""
    pages = notebook.findall("page")
    asking = [page for page in pages if page.get("autofocus")]
    return asking[-1] if asking else pages[0]


def _is_hidden(node):
    return node.get("invisible") in ALWAYS


def _is_costly(field):
    return not (field.store and field.column_type)


def _definition_records(fields):
    return {field.definition_record for field in fields if field.type == "properties"}
