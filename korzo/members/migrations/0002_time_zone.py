from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_first_tables"),
    ]

    operations = [
        # With a default in the database too, so that hosts that still run the release before can add members.
        migrations.AddField(
            model_name="member",
            name="time_zone",
            field=models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="time zone"),
        ),
    ]
