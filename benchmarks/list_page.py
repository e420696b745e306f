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
