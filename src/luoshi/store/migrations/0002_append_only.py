"""Events, seals and heads are append-only: the database itself refuses to change or remove one."""

from django.db import migrations

TABLES = ("store_event", "store_sealedevent", "store_treehead")


def forbid(apps, editor):
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION luoshi_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'append-only: % is never changed', TG_TABLE_NAME; END $$",
            None,
        )
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_no_{act.lower()}"
            if vendor == "postgresql":
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION luoshi_append_only()"
                )
            else:
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} is never changed'); END"
                )
        if vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION luoshi_append_only()"
            )


def allow(apps, editor):
    on = {"postgresql": " ON {table}"}.get(editor.connection.vendor, "")
    for table in TABLES:
        acts = ("update", "delete", "truncate") if on else ("update", "delete")
        for act in acts:
            editor.execute(f"DROP TRIGGER {table}_no_{act}{on.format(table=table)}")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(forbid, allow)]
