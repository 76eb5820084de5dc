"""Events queue for their seal, and nothing that is append-only can be replaced."""

import django.db.models.deletion
from django.db import migrations, models

# SQLite fires no DELETE trigger for the row that INSERT OR REPLACE removes unless the connection asks for
# recursive triggers; ours does, another program's does not. So the insert itself is refused.
UNIQUE = {
    "store_event": "id = NEW.id",
    "store_sealedevent": "number = NEW.number OR event_id = NEW.event_id",
    "store_treehead": "size = NEW.size",
}


def forbid(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION luoshi_waits_for_its_seal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "INSERT INTO store_unsealed (event_id) SELECT id FROM new_events; RETURN NULL; END $$",
            None,
        )
        editor.execute(
            "CREATE TRIGGER store_event_waits AFTER INSERT ON store_event REFERENCING NEW TABLE AS new_events "
            "FOR EACH STATEMENT EXECUTE FUNCTION luoshi_waits_for_its_seal()"
        )
    else:
        editor.execute(
            "CREATE TRIGGER store_event_waits AFTER INSERT ON store_event "
            "BEGIN INSERT INTO store_unsealed (event_id) VALUES (NEW.id); END"
        )
        for table, is_there in UNIQUE.items():
            editor.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {is_there}) "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} is never changed'); END"
            )
    editor.execute(
        "INSERT INTO store_unsealed (event_id) SELECT id FROM store_event "
        "WHERE NOT EXISTS (SELECT 1 FROM store_sealedevent WHERE event_id = store_event.id)"
    )


def allow(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER store_event_waits ON store_event")
        editor.execute("DROP FUNCTION luoshi_waits_for_its_seal()")
    else:
        for name in ("store_event_waits", *(f"{table}_no_replace" for table in UNIQUE)):
            editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("store", "0008_limits_counted_from_events")]
    operations = [
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="unsealed",
                        serialize=False,
                        to="store.event",
                    ),
                ),
            ],
        ),
        migrations.RunPython(forbid, allow),
    ]
