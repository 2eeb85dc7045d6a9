import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0003_kinds_rights_states"),
        ("members", "0004_standing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reader",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reader",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remembers",
                    models.BooleanField(db_default=True, default=True, verbose_name="remember where I stopped"),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                ("last_visit_at", models.DateTimeField(null=True)),
                ("all_read_at", models.DateTimeField(null=True)),
                ("first_unread_at", models.DateTimeField(null=True)),
                ("counted_until", models.DateTimeField(null=True)),
                ("beats_since", models.DateTimeField(null=True)),
                ("beats", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("earlier_days", models.PositiveIntegerField(db_default=0, default=0)),
                ("earlier_topics", models.PositiveIntegerField(db_default=0, default=0)),
                ("earlier_posts", models.PositiveIntegerField(db_default=0, default=0)),
                ("earlier_seconds", models.PositiveBigIntegerField(db_default=0, default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["seen_at"], name="discussions_readers_seen")],
            },
        ),
        migrations.CreateModel(
            name="ReadingDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("topics_entered", models.PositiveIntegerField(default=0)),
                ("posts_read", models.PositiveIntegerField(default=0)),
                ("seconds", models.PositiveIntegerField(default=0)),
                (
                    "reader",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="discussions.reader",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["day"], name="discussions_reading_days")],
                "constraints": [models.UniqueConstraint(fields=("reader", "day"), name="discussions_reading_day_once")],
            },
        ),
        migrations.CreateModel(
            name="TopicReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_read_number", models.PositiveIntegerField(default=0)),
                ("last_read_at", models.DateTimeField(null=True)),
                ("highest_seen", models.PositiveIntegerField(default=0)),
                ("seen_before", models.PositiveIntegerField(default=0)),
                ("visited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seconds", models.PositiveIntegerField(db_default=0, default=0)),
                (
                    "reader",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topics",
                        to="discussions.reader",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="discussions.topic",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["topic", "reader", "last_read_number"], name="discussions_readings_in"),
                    models.Index(fields=["visited_at"], name="discussions_readings_by_age"),
                ],
                "constraints": [models.UniqueConstraint(fields=("reader", "topic"), name="discussions_reading_once")],
            },
        ),
    ]
