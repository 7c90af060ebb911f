"""What a database holds, in a form that two moments can be compared by: its schema and the keys of its rows."""
import psycopg2

SCHEMA = {
    "column": """
        select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
          from information_schema.columns where table_schema = 'public'""",
    "index": "select tablename || ': ' || indexdef from pg_indexes where schemaname = 'public'",
    # Odoo's ir.rule says "restrict" for one key and res.groups "cascade": the one of them that was set up last counts
    "constraint": """
        select conrelid::regclass::text || ': ' || conname || ' ' || pg_get_constraintdef(oid)
          from pg_constraint where connamespace = 'public'::regnamespace and conname <> 'rule_group_rel_group_id_fkey'""",
    "sequence": "select sequencename from pg_sequences where schemaname = 'public'",
    "function": "select proname from pg_proc where pronamespace = 'public'::regnamespace",
    "view": "select viewname from pg_views where schemaname = 'public'",
    "trigger": "select tgrelid::regclass::text || ': ' || tgname from pg_trigger where not tgisinternal",
}

# rows that come and go with any restart or update and say nothing of a module
UNSTEADY = {
    # compiled asset bundles are attachments: recomputed on the next page
    "ir_attachment": "url like '/web/assets/%' or res_model = 'ir.ui.view'",
    "ir_logging": "true",
    "ir_profile": "true",
    "ir_cron_progress": "true",
    "ir_cron_trigger": "true",
    "bus_bus": "true",
    "bus_presence": "true",
    "res_users_log": "true",
    "res_device_log": "true",
    # Odoo reflects the foreign key of a field of another model once more while it drops the column: a row about
    # nothing stays, with any module of Odoo too
    "ir_model_constraint": "type = 'f' and name not in (select conname from pg_constraint)",
    # the list of modules that exist on disk
    "ir_module_module": "true",
    "ir_module_module_dependency": "true",
    "ir_module_module_exclusion": "true",
    "ir_module_category": "true",
    # ... and names of inheritances and of choices that are gone: of maintenance too, since mail and portal name them
    "ir_model_data": """
        name like 'module\\_%' and model in ('ir.module.module', 'ir.module.category')
        or model = 'ir.model.inherit' and res_id not in (select id from ir_model_inherit)
        or model = 'ir.model.fields.selection' and res_id not in (select id from ir_model_fields_selection)""",
}
UNSTEADY_PREFIXES = ("orm_signaling_", "base_registry_signaling", "base_cache_signaling")


def snapshot(dsn):
    """{kind: set of descriptions}; a table's rows are known by their id, or by all columns where there is none."""
    connection = psycopg2.connect(dsn)
    try:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            found = {kind: _column(cursor, query) for kind, query in SCHEMA.items()}
            for table, columns in _tables(cursor).items():
                found[f"row of {table}"] = _rows(cursor, table, columns)
    finally:
        connection.close()
    return found


def _column(cursor, query):
    cursor.execute(query)
    return {value for (value,) in cursor.fetchall()}


def _tables(cursor):
    cursor.execute("""
        select c.table_name, array_agg(c.column_name::text order by c.ordinal_position)
          from information_schema.columns c join pg_tables t on t.tablename = c.table_name and t.schemaname = c.table_schema
         where c.table_schema = 'public' group by 1""")
    return {table: columns for table, columns in cursor.fetchall() if not table.startswith(UNSTEADY_PREFIXES)}


def _rows(cursor, table, columns):
    wanted = [name for name in ("id", "module", "name", "key", "code", "res_model") if name in columns]
    expressions = ", ".join(f"coalesce({name}::text, '')" for name in (wanted if "id" in columns else columns))
    condition = UNSTEADY.get(table)
    where = f" where not coalesce({condition}, false)" if condition else ""
    return _column(cursor, f"select concat_ws(' ', {expressions}) from \"{table}\"{where}")


def difference(before, after):
    """What came and what went, as lines."""
    lines = []
    for kind in sorted(before.keys() | after.keys()):
        old, new = before.get(kind, set()), after.get(kind, set())
        lines += [f"+ {kind}: {entry}" for entry in sorted(new - old)]
        lines += [f"- {kind}: {entry}" for entry in sorted(old - new)]
    return lines
