"""What lists and pages read instead of counting stays equal to what counting would find."""

from korzo.discussions.actions import Written, edit_post, forget_member, post_reply, remove_post
from korzo.discussions.models import Post, PostPicture, PostRemoval, Space, Topic
from korzo.discussions.tests.talk import make_picture, make_reply, make_topic
from tests.cast import Cast


def check_counts() -> None:
    for topic in Topic.objects.all():
        standing = Post.objects.filter(topic=topic, removal__isnull=True)
        assert topic.first_post
        shown = PostPicture.objects.filter(post=topic.first_post)
        writers = set(standing.exclude(author=None).values_list("author_id", flat=True))
        assert topic.is_standing is not PostRemoval.objects.filter(post=topic.first_post).exists()
        assert topic.is_pictured is shown.exists()
        assert topic.writer_count == len(writers)
        assert topic.highest_number == Post.objects.filter(topic=topic).count()
    for space in Space.objects.all():
        assert space.topic_count == Topic.objects.standing().filter(space=space).count()
    for row in PostPicture.objects.select_related("post"):
        assert row.topic_id == row.post.topic_id


def test_it_counts_writers_once(question: Topic, town: Cast) -> None:
    for author in (town.ivo, town.ivo, town.tea, town.sara):
        post_reply(question, actor=author, written=Written(f"By {author.handle}"), backfilled=True)
    question.refresh_from_db()
    assert question.writer_count == 3
    check_counts()


def test_it_follows_what_is_taken_away(question: Topic, space: Space, town: Cast) -> None:
    reply = make_reply(question, town.ivo)
    make_reply(question, town.sara, "Try wool.")
    remove_post(reply, actor=town.ivo)
    check_counts()
    other = make_topic(space, town.tea)
    assert other.first_post
    remove_post(other.first_post, actor=town.ivo, reason="Twice.")
    space.refresh_from_db()
    assert space.topic_count == 1
    check_counts()


def test_it_counts_somebody_who_writes_again(question: Topic, town: Cast) -> None:
    remove_post(make_reply(question, town.ivo), actor=town.ivo)
    make_reply(question, town.ivo, "Said better.")
    question.refresh_from_db()
    assert question.writer_count == 2
    check_counts()


def test_it_follows_pictures(question: Topic, town: Cast) -> None:
    assert question.first_post
    picture = make_picture(town.tea)
    edit_post(question.first_post, actor=town.tea, written=Written("Like this.", picture_ids=[picture.pk]))
    question.refresh_from_db()
    assert question.is_pictured
    check_counts()
    edit_post(question.first_post, actor=town.tea, written=Written("Like that."))
    assert not Topic.objects.pictured().exists()
    check_counts()


def test_it_forgets_writers(question: Topic, town: Cast) -> None:
    make_reply(question, town.ivo)
    forget_member(town.ivo.pk)
    forget_member(town.tea.pk)
    question.refresh_from_db()
    assert question.writer_count == 0
    check_counts()
