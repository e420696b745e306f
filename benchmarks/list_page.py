"""The first page of a list, as the web client reads it."""

from lxml import etree

PAGE = 80


def specification(env, model, view):
    """Return what the web client reads for a list: every field of its view.

    :param view: id of a list view
    :return: the specification for ``web_read``, and the order of the list
    """
    views = env[model].get_views([(view, "list"), (False, "search")])
    arch = etree.fromstring(views["views"]["list"]["arch"])
    fields = env[model]._fields
    spec = {}
    for node in arch.iter("field"):
        name = node.get("name")
        spec[name] = {}
        if fields[name].relational:
            spec[name] = {"fields": {"display_name": {}}}
            if node.get("widget") == "many2many_tags":
                spec[name]["fields"]["color"] = {}
    return spec, arch.get("default_order") or env[model]._order


def specification_of(env, model, view, kind):
    """Return what the web client reads for a form or a kanban, lists inside it too.

    :param view: id of the view
    :param str kind: of the view
    :return: the specification for ``web_read``, and the order of the view
    """
    arch = etree.fromstring(env[model].get_view(view, kind)["arch"])
    return _fields_of(env, model, arch), arch.get("default_order") or env[model]._order


def specification_in_steps(env, model, view):
    """Return what the web client reads for a form at once, and what when it stands.

    The view itself says what comes later, to the web client as to us.

    :param view: id of a form
    :return: two specifications for ``web_read``; the second may be empty
    """
    arch = etree.fromstring(env[model].get_view(view, "form")["arch"])
    spec = _fields_of(env, model, arch)
    later = arch.get("enova_later", "").split()
    return spec, {name: spec.pop(name) for name in later if name in spec}


def _fields_of(env, model, arch):
    """Return the specification of a view, and of the views inside it."""
    spec = {}
    for node in arch.iter("field"):
        if any(parent.tag == "field" for parent in _between(node, arch)):
            continue
        field = env[model]._fields[node.get("name")]
        part = spec.setdefault(field.name, {})
        if node.get("invisible") in ("1", "True"):
            # the web client asks for nothing of what never shows
            if field.type in ("many2one", "reference"):
                part.setdefault("fields", {})
            continue
        if field.relational:
            part.setdefault("fields", {}).setdefault("display_name", {})
        for inner in node.findall("list") + node.findall("kanban"):
            part["fields"] = _fields_of(env, field.comodel_name, inner)
            part["limit"] = 40
            break
    return spec


def _between(node, top):
    """Yield what lies between an element and one above it."""
    parent = node.getparent()
    while parent is not None and parent is not top:
        yield parent
        parent = parent.getparent()
