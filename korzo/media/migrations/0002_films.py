import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0001_first_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="captions",
            field=models.CharField(blank=True, db_default="", default="", max_length=22),
        ),
        migrations.AddField(
            model_name="picture",
            name="captions_language",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            model_name="picture",
            name="ending",
            field=models.CharField(blank=True, db_default="", default="", max_length=4),
        ),
        migrations.AddField(
            model_name="picture",
            name="kind",
            field=models.CharField(
                choices=[("picture", "Picture"), ("film", "Film"), ("sound", "Sound")],
                db_default="picture",
                default="picture",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="seconds",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="picture",
            name="state",
            field=models.CharField(
                choices=[
                    ("arriving", "On its way"),
                    ("received", "Being prepared"),
                    ("ready", "Ready"),
                    ("failed", "Could not be read"),
                ],
                default="received",
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="arrival",
                        serialize=False,
                        to="media.picture",
                    ),
                ),
                ("container", models.CharField(max_length=4)),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("received_bytes", models.PositiveBigIntegerField(default=0)),
                ("pieces", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("received_bytes__lte", models.F("size_bytes"))),
                        name="media_no_more_than_said",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FilmRules",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                (
                    "are_welcome",
                    models.BooleanField(default=True, verbose_name="members may send films and sounds"),
                ),
                ("megabytes_max", models.PositiveIntegerField(default=200, verbose_name="largest file, in MB")),
                ("minutes_max", models.PositiveIntegerField(default=10, verbose_name="longest film, in minutes")),
                ("per_day_max", models.PositiveIntegerField(default=10, verbose_name="films of one member in a day")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "film rules",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="media_film_rules_only_one")
                ],
            },
        ),
    ]
