import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Concat


def carry_over(apps, schema_editor):
    talk = apps.get_app_config("discussions")
    removed = talk.get_model("PostRemoval").objects.values("post_id")
    talk.get_model("Post").objects.filter(pk__in=removed).update(is_standing=False)
    talk.get_model("Space").objects.update(start_key=Concat(Value("role:"), "start_role"))


def forget(apps, schema_editor):
    """The columns go, and their content with them. Who may begin a topic is a role again: that of every member."""


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0002_flat_pages"),
        ("shop", "0001_first_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # On PostgreSQL a table cannot be filled and given indexes in one transaction.
    atomic = False

    operations = [
        migrations.CreateModel(
            name="IdeaChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("considering", "Being considered"),
                            ("planned", "Planned"),
                            ("done", "Done"),
                            ("declined", "Not planned"),
                            ("merged", "Joined to another"),
                        ],
                        max_length=11,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IdeaMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IdeaVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="PostHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reasons", models.JSONField(default=list)),
                ("stood_before", models.BooleanField(default=False)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refusal", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=30, unique=True)),
                ("name", models.CharField(max_length=30, verbose_name="name")),
            ],
        ),
        migrations.CreateModel(
            name="TopicClosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TopicFeature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="TopicMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TopicMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TopicPin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TopicSchedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("publish_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TopicSplit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TopicTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="post",
            name="is_standing",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="space",
            name="main_kind",
            field=models.CharField(
                choices=[
                    ("discussion", "Discussion"),
                    ("question", "Question"),
                    ("idea", "Idea"),
                    ("showcase", "Showcase"),
                    ("poll", "Poll"),
                    ("announcement", "Announcement"),
                ],
                db_default="discussion",
                default="discussion",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="space",
            name="read_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.AddField(
            model_name="space",
            name="reply_key",
            field=models.CharField(db_default="role:member", default="role:member", max_length=80),
        ),
        migrations.AddField(
            model_name="space",
            name="start_key",
            field=models.CharField(db_default="role:member", default="role:member", max_length=80),
        ),
        migrations.AddField(
            model_name="topic",
            name="has_gaps",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="topic",
            name="idea_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("new", "New"),
                    ("considering", "Being considered"),
                    ("planned", "Planned"),
                    ("done", "Done"),
                    ("declined", "Not planned"),
                    ("merged", "Joined to another"),
                ],
                db_default="",
                default="",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="vote_count",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="topic",
            name="kind",
            field=models.CharField(
                choices=[
                    ("discussion", "Discussion"),
                    ("question", "Question"),
                    ("idea", "Idea"),
                    ("showcase", "Showcase"),
                    ("poll", "Poll"),
                    ("announcement", "Announcement"),
                ],
                default="discussion",
                max_length=12,
            ),
        ),
        migrations.RunPython(carry_over, forget),
        migrations.RemoveField(
            model_name="space",
            name="start_role",
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(
                condition=models.Q(("kind", "idea")),
                fields=["space", "-vote_count", "-id"],
                name="discussions_space_votes",
            ),
        ),
        migrations.AddField(
            model_name="ideachange",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ideachange",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="idea_changes", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="ideamerge",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ideamerge",
            name="into",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="merged_ideas", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="ideamerge",
            name="topic",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="idea_merge", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="ideavote",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ideavote",
            name="topic",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes",
                to="discussions.topic",
            ),
        ),
        migrations.AddField(
            model_name="posthold",
            name="author",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="posthold",
            name="post",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="hold", to="discussions.post"
            ),
        ),
        migrations.AddField(
            model_name="posthold",
            name="refused_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="posthold",
            name="topic",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="tag",
            name="merged_into",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="merged", to="discussions.tag"
            ),
        ),
        migrations.AddField(
            model_name="topicclosure",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="topicclosure",
            name="topic",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="closure", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="topicfeature",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="topicfeature",
            name="topic",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="feature", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="topicmerge",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="topicmerge",
            name="into",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="merged", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="topicmerge",
            name="topic",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="merge", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="topicmove",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="topicmove",
            name="of_space",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="discussions.space"
            ),
        ),
        migrations.AddField(
            model_name="topicmove",
            name="to_space",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="discussions.space"
            ),
        ),
        migrations.AddField(
            model_name="topicmove",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="topicpin",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="topicpin",
            name="topic",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="pin", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="topicpin",
            name="space",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="discussions.space"
            ),
        ),
        migrations.AddField(
            model_name="topicschedule",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="topicschedule",
            name="topic",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="schedule", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="topicsplit",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="topicsplit",
            name="of_topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="topicsplit",
            name="topic",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="split", to="discussions.topic"
            ),
        ),
        migrations.AddField(
            model_name="topictag",
            name="tag",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="topic_tags",
                to="discussions.tag",
            ),
        ),
        migrations.AddField(
            model_name="topictag",
            name="topic",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="topic_tags",
                to="discussions.topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="ideavote",
            constraint=models.UniqueConstraint(fields=("topic", "member"), name="discussions_vote_once"),
        ),
        migrations.AddIndex(
            model_name="posthold",
            index=models.Index(fields=["topic", "author"], name="discussions_held_of"),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="discussions_tag_not_itself",
            ),
        ),
        migrations.AddIndex(
            model_name="topicfeature",
            index=models.Index(fields=["-at", "-id"], name="discussions_featured"),
        ),
        migrations.AddIndex(
            model_name="topicschedule",
            index=models.Index(fields=["publish_at"], name="discussions_due"),
        ),
        migrations.AddIndex(
            model_name="topictag",
            index=models.Index(fields=["tag", "-created_at", "-topic"], name="discussions_tagged"),
        ),
        migrations.AddConstraint(
            model_name="topictag",
            constraint=models.UniqueConstraint(fields=("topic", "tag"), name="discussions_tag_once"),
        ),
    ]
