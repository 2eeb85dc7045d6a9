import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce


def count_what_is_there(apps, schema_editor):
    talk = apps.get_app_config("discussions")
    topics, posts, post_pictures = (talk.get_model(name).objects for name in ("Topic", "Post", "PostPicture"))
    removed = talk.get_model("PostRemoval").objects.filter(post_id=OuterRef("first_post_id"))
    pictured = post_pictures.filter(post_id=OuterRef("first_post_id"))
    written = posts.filter(topic=OuterRef("pk"), removal__isnull=True).order_by().values("topic")
    topics.update(
        is_standing=Q(first_post__isnull=False) & ~Exists(removed),
        is_pictured=Exists(pictured),
        writer_count=Coalesce(Subquery(written.annotate(n=Count("author", distinct=True)).values("n")), 0),
    )
    standing = topics.filter(space=OuterRef("pk"), is_standing=True).order_by().values("space")
    talk.get_model("Space").objects.update(
        topic_count=Coalesce(Subquery(standing.annotate(n=Count("pk")).values("n")), 0)
    )
    topic = posts.filter(pk=OuterRef("post_id")).values("topic_id")
    post_pictures.update(topic_id=Subquery(topic))


def forget(apps, schema_editor):
    """The columns go, and their content with them."""


class Migration(migrations.Migration):
    dependencies = [("discussions", "0001_first_tables"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    # On PostgreSQL a table cannot be filled and given indexes in one transaction.
    atomic = False

    operations = [
        migrations.AddField("space", "topic_count", models.PositiveIntegerField(default=0)),
        migrations.AddField("topic", "is_standing", models.BooleanField(default=False)),
        migrations.AddField("topic", "is_pictured", models.BooleanField(default=False)),
        migrations.AddField("topic", "writer_count", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "postpicture",
            "topic",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="discussions.topic",
            ),
        ),
        migrations.AddIndex("post", models.Index(fields=["topic", "author"], name="discussions_writers")),
        migrations.RunPython(count_what_is_there, forget),
        migrations.AlterField(
            "postpicture",
            "topic",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="discussions.topic"
            ),
        ),
        migrations.AlterField(
            "post",
            "topic",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="posts",
                to="discussions.topic",
            ),
        ),
        migrations.RemoveIndex("post", "discussions_posts_of"),
        migrations.AddIndex(
            "post", models.Index(fields=["author", "-created_at", "number"], name="discussions_posts_of")
        ),
        migrations.AddIndex(
            "postpicture", models.Index(fields=["topic", "post", "position"], name="discussions_pictures_in")
        ),
        migrations.AddIndex("topic", models.Index(fields=["-last_post_at", "-id"], name="discussions_lively")),
        migrations.AddIndex(
            "topic",
            models.Index(
                fields=["space", "-created_at", "-id"],
                condition=Q(kind="question", reply_count=0),
                name="discussions_space_waiting",
            ),
        ),
        migrations.AddIndex(
            "topic",
            models.Index(fields=["-created_at", "-id"], condition=Q(is_pictured=True), name="discussions_pictured"),
        ),
        migrations.AddIndex(
            "topic",
            models.Index(
                fields=["space", "-created_at", "-id"],
                condition=Q(is_pictured=True),
                name="discussions_space_pictured",
            ),
        ),
    ]
