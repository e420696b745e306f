"""What a database holds, so that two moments can be compared."""

STRUCTURE = """
    SELECT 'relation', relname, relkind::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'column', table_name || '.' || column_name, data_type
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint', conrelid::regclass || '.' || conname, contype::text
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'function', proname, '' FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
"""
# The same in detail: what two databases must share to behave alike. Of the groups of
# rules two fields of core tell, each another deletion: whichever was asked last has it.
SCHEMA = """
    SELECT 'table', relname, relkind::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')
    UNION ALL
    SELECT 'column', table_name || '.' || column_name,
           concat_ws(' ', udt_name, character_maximum_length,
                     CASE is_nullable WHEN 'NO' THEN 'NOT NULL' END)
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint', conrelid::regclass || '.' || conname,
           pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    AND conname <> 'rule_group_rel_group_id_fkey'
    UNION ALL
    SELECT 'index', tablename || '.' || indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public'
"""
COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1, 2
"""
# Written whenever any addon comes or goes: the list of addons, the notice to other
# processes, jobs asked to run soon, and the web client's bundled files.
IGNORED_TABLES = {"ir_module_module", "ir_module_module_dependency", "ir_cron_trigger"}
IGNORED_PREFIX = "orm_signaling"
# Giving a group to the administrator, and taking it, touches their record.
IGNORED_COLUMNS = {"write_date", "write_uid"}
NOT_BUNDLES = "coalesce(url, '') NOT LIKE '/web/assets/%'"


def structure(outside, database):
    """Return the set of all tables, columns, constraints and functions."""
    return {tuple(row) for row in outside.sql(database, STRUCTURE)}


def schema(outside, database):
    """Return the set of tables, columns, constraints and indexes, as defined."""
    return {tuple(row) for row in outside.sql(database, SCHEMA)}


def columns(outside, database):
    """Return {table: [column]} of the tables whose contents matter."""
    found = {}
    for table, column in outside.sql(database, COLUMNS):
        if column in IGNORED_COLUMNS:
            continue
        if table not in IGNORED_TABLES and not table.startswith(IGNORED_PREFIX):
            found.setdefault(table, []).append(column)
    return found


def newest(outside, database, wanted):
    """Return {table: highest id} of those of the wanted tables that have ids."""
    statements = [
        f"SELECT '{table}', coalesce(max(id), 0) FROM \"{table}\""
        for table, names in wanted.items()
        if "id" in names
    ]
    return dict(outside.sql(database, ";\n".join(statements) + ";"))


def contents(outside, database, wanted, until=()):
    """Return {table: [count, checksum]} of the wanted columns of tables.

    :param until: {table: highest id} of rows that count; all where a table has none
    """
    until = dict(until)
    statements = [
        _checksum(table, names, until.get(table)) for table, names in wanted.items()
    ]
    rows = outside.sql(database, ";\n".join(statements) + ";")
    return {row[0]: row[1:] for row in rows}


def _checksum(table, names, until=None):
    conditions = [NOT_BUNDLES] if table == "ir_attachment" else []
    if until is not None:
        conditions.append(f"id <= {until}")
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    row = "row(" + ", ".join(f'"{name}"' for name in names) + ")::text"
    return f"""
        SELECT '{table}', count(*), md5(string_agg(md5({row}), '' ORDER BY md5({row})))
        FROM "{table}" {where}"""
