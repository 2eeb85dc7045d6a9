from korzo.discussions.actions import Written, accept_answer, post_reply, remove_post
from korzo.discussions.models import Acceptance, Mention, Post, PostRemoval, Topic
from korzo.discussions.queries import about_members
from korzo.discussions.tests.talk import make_reply
from korzo.members import actions as members
from tests.cast import Cast, let_worker_finish


def test_words_stay_and_the_name_goes(question: Topic, town: Cast) -> None:
    accepted = make_reply(question, town.luka)
    accept_answer(accepted, actor=town.tea)
    remove_post(make_reply(question, town.tea, "Never mind."), actor=town.tea)
    naming = post_reply(question, actor=town.ivo, written=Written("As @Tea said: ask @tea. Not @teapot."))
    members.erase(town.tea)
    let_worker_finish()
    question.refresh_from_db()
    naming.refresh_from_db()
    assert question.author_id is None
    assert not Post.objects.filter(author_id=town.tea.pk).exists()
    assert Acceptance.objects.get().by_id is None
    assert PostRemoval.objects.get().by_id is None
    assert not Mention.objects.exists()
    assert naming.plain == "As @… said: ask @…. Not @teapot."
    assert "Tea" not in naming.html
    assert "<a " not in naming.html


def test_a_person_gets_own_words(question: Topic, town: Cast) -> None:
    make_reply(question, town.luka)
    rows = about_members([town.luka.pk])[town.luka.pk]["talk"]
    assert [(row["topic__title"], row["number"], row["plain"]) for row in rows] == [
        ("Wet feet in October", 2, "Take two pairs of socks.")
    ]
