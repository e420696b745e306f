from odoo.fields import Domain


def search_under_rules(name):
    """Make the search method of an x2many that keeps the secrets of its comodel.

    Searching an x2many for given records, or for being empty, does not ask the
    framework's record rules: whoever can read a quotation could ask whether it is tied
    to task 7, or to any, and learn of other people's private ones. This asks them.

    :param str name: the field
    :return: a function to pass as the field's ``search``

    Example: ``fields.Many2many("m", search=search_under_rules("m_ids"))``
    """

    def search(records, operator, value):
        if records.env.su or operator not in ("in", "not in"):
            return Domain(name, operator, value)
        comodel = records.env[records._fields[name].comodel_name]
        comodel = comodel.with_context(active_test=False)
        ids = [item for item in value if item]
        domain = Domain.FALSE
        if ids:
            # a query, for a domain on ids would be turned back into the operator "in"
            domain |= Domain(name, "any", comodel._search([("id", "in", ids)]))
        if len(ids) < len(value):
            domain |= Domain(name, "not any", comodel._search(Domain.TRUE))
        return domain if operator == "in" else ~domain

    return search
