"""What a loop must not do: grow a recordset, which copies all of it each time.

Only what is surely a recordset is refused: a name that was given one by ``browse``,
``search`` or ``env[…]`` before the loop, and that the loop adds to.
"""

import ast

RECORDSETS = {"browse", "search", "search_fetch"}
SAME_MODEL = {"sudo", "with_context", "with_env", "with_user", "with_company"}


def grown_recordsets(name, text):
    """Return a mistake for each recordset that a loop of a file adds to.

    :param str name: of the file
    :param str text: of the file
    :return: list of str
    """
    lines = {}
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for node, variable in _grown(function):
                lines[node.lineno] = (
                    f"{name}:{node.lineno}: {variable} is copied in each turn of the"
                    " loop; gather ids, and unite once"
                )
    return [lines[number] for number in sorted(lines)]


def _grown(function):
    """Yield (node, name) of what loops of a function add to recordsets from before."""
    given = list(_assigned(function))
    for loop in ast.walk(function):
        if isinstance(loop, (ast.For, ast.AsyncFor, ast.While)):
            inside = {id(node) for part in loop.body for node in ast.walk(part)}
            before = [pair for pair in given if id(pair[0]) not in inside]
            records = {
                target.id
                for target, value in before
                if target.lineno <= loop.lineno and _is_recordset(value)
            }
            reset = {target.id for target, _value in given if id(target) in inside}
            for part in loop.body:
                for node in ast.walk(part):
                    variable = _added_to(node)
                    if variable in records and variable not in reset:
                        yield node, variable


def _added_to(node):
    """Return the name that a statement adds something to, or ``None``."""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.BitOr, ast.Add)):
        return getattr(node.target, "id", None)
    return None


def _assigned(function):
    """Yield (target, value) of each name that a function gives a value to."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _pairs(target, node.value)


def _pairs(target, value):
    if isinstance(target, ast.Name):
        yield target, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        if len(target.elts) == len(value.elts):
            for one_target, one_value in zip(target.elts, value.elts, strict=True):
                yield from _pairs(one_target, one_value)


def _is_recordset(node):
    """Tell whether an expression can be nothing but a recordset."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "env"
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    if node.func.attr in SAME_MODEL:
        return _is_recordset(node.func.value)
    # re.search and the like are asked of modules and of patterns
    found = node.func.attr == "browse" or _is_recordset(node.func.value)
    return found and node.func.attr in RECORDSETS
