"""Each head says which key signed it: an imported log goes on under the key of its new installation."""

from django.db import migrations, models

ADD = "ALTER TABLE store_treehead ADD COLUMN key varchar(64) NOT NULL DEFAULT ''"
DROP = "ALTER TABLE store_treehead DROP COLUMN key"


class Migration(migrations.Migration):
    dependencies = [("store", "0006_what_waits")]
    operations = [
        # By hand: Django would make the table anew on SQLite, and its append-only triggers would be gone.
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(ADD, DROP)],
            [migrations.AddField("treehead", "key", models.CharField(default="", max_length=64))],
        ),
    ]
