"""The search index: bigrams in FTS5 on SQLite, in a tsvector on PostgreSQL."""

from django.db import migrations


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE TABLE store_search (kind text NOT NULL, row_id bigint NOT NULL, words tsvector NOT NULL, "
            "PRIMARY KEY (kind, row_id))"
        )
        editor.execute("CREATE INDEX store_search_words ON store_search USING gin (words)")
    else:
        editor.execute(
            "CREATE TABLE store_search (id integer PRIMARY KEY, kind text NOT NULL, row_id integer NOT NULL, "
            "UNIQUE (kind, row_id))"
        )
        editor.execute(
            "CREATE VIRTUAL TABLE store_search_words USING fts5(words, content='', contentless_delete=1, "
            "tokenize='unicode61')"
        )


def drop(apps, editor):
    editor.execute("DROP TABLE store_search")
    if editor.connection.vendor != "postgresql":
        editor.execute("DROP TABLE store_search_words")


class Migration(migrations.Migration):
    dependencies = [("store", "0002_append_only")]
    operations = [migrations.RunPython(make, drop)]
