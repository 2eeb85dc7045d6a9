"""Every deed and page of the talk that looks after something, as every role."""

from collections.abc import Callable

import pytest

from korzo.discussions import actions as talk
from korzo.discussions.models import Post, Space, Tag, Topic
from korzo.discussions.tests.talk import make_idea, make_reply, make_space, make_topic, verbs
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person
from tests.cast import Cast, signed_in

ROLES = ("outsider", "member", "moderator", "staff", "owner")
NOBODY_BUT_TEAM = {"moderator", "staff", "owner"}
STAFF = {"staff", "owner"}


class Scene:
    """Luka's question with an answer, two of his ideas, and a second space."""

    def __init__(self, cast: Cast) -> None:
        self.space, self.other = make_space(cast), make_space(cast, "Kit and care")
        self.topic = make_topic(self.space, cast.luka, question=True)
        self.second = make_topic(self.space, cast.luka, title="Another question")
        self.reply = make_reply(self.topic, cast.ivo)
        self.idea, self.same = make_idea(self.space, cast.luka), make_idea(self.space, cast.luka, "Glowing laces")
        self.tag, self.wrong = (Tag.objects.create(slug=slug, name=slug) for slug in ("wax", "waks"))


type Deed = Callable[[Scene, Person], object]

# Deeds whose actor may be None where the house acts by itself stand below, without the outsider.
DEEDS: dict[str, tuple[Deed, set[str]]] = {
    "close": (lambda on, who: talk.close_topic(on.topic, actor=who, reason="Enough."), NOBODY_BUT_TEAM),
    "reopen": (lambda on, who: talk.reopen_topic(on.topic, actor=who), NOBODY_BUT_TEAM),
    "pin": (lambda on, who: talk.pin_topic(on.topic, actor=who), NOBODY_BUT_TEAM),
    "unpin": (lambda on, who: talk.unpin_topic(on.topic, actor=who), NOBODY_BUT_TEAM),
    "feature": (lambda on, who: talk.feature_topic(on.topic, actor=who), NOBODY_BUT_TEAM),
    "unfeature": (lambda on, who: talk.unfeature_topic(on.topic, actor=who), NOBODY_BUT_TEAM),
    "move": (lambda on, who: talk.move_topic(on.topic, actor=who, to=on.other), NOBODY_BUT_TEAM),
    "merge": (lambda on, who: talk.merge_topics(on.topic, actor=who, into=on.second), NOBODY_BUT_TEAM),
    "split": (
        lambda on, who: talk.split_topic(on.topic, actor=who, post_ids=[on.reply.pk], title="About wax alone"),
        NOBODY_BUT_TEAM,
    ),
    "tag": (lambda on, who: talk.tag_topic(on.topic, actor=who, names=["wax"]), NOBODY_BUT_TEAM),
    "merge_tags": (lambda on, who: talk.merge_tags(on.wrong, actor=who, into=on.tag), STAFF),
    "rename_tag": (lambda on, who: talk.rename_tag(on.wrong, actor=who, name="Candle"), STAFF),
    "vote": (lambda on, who: talk.vote_idea(on.idea, actor=who), {"member", *NOBODY_BUT_TEAM}),
    "take_vote_back": (lambda on, who: talk.take_vote_back(on.idea, actor=who), {"member", *NOBODY_BUT_TEAM}),
    "decide": (lambda on, who: talk.set_idea_state(on.idea, actor=who, state="done"), STAFF),
    "same": (lambda on, who: talk.merge_ideas(on.same, actor=who, into=on.idea), STAFF),
}
OF_THE_HOUSE: dict[str, Callable[[Scene, Member], object]] = {
    "hide": lambda on, who: talk.hide_post(on.reply.pk, actor=who, reason="Off topic."),
    "show": lambda on, who: talk.show_post(on.reply.pk, actor=who),
    "release": lambda on, who: talk.release_post(on.reply.pk, actor=who),
    "refuse": lambda on, who: talk.refuse_post(on.reply.pk, actor=who, reason="No."),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_each_role(town: Cast, deed: str) -> None:
    act, allowed = DEEDS[deed]
    for role, person in town.by_role().items():
        Topic.objects.update(first_post=None)
        for rows in (Post, Topic, Tag, Space):
            rows.objects.all().delete()
        scene = Scene(town)
        before = verbs()
        if role in allowed:
            act(scene, person)
        else:
            with pytest.raises(Refused):
                act(scene, person)
            assert verbs() == before, role


@pytest.mark.parametrize("deed", OF_THE_HOUSE)
def test_members_do_not_moderate(town: Cast, deed: str) -> None:
    scene = Scene(town)
    before = verbs()
    with pytest.raises(Refused):
        OF_THE_HOUSE[deed](scene, town.tea)
    assert verbs() == before
    OF_THE_HOUSE[deed](scene, town.ivo)


# What a GET, or a POST of an empty form, answers in the order of the roles.
PAGES = {
    "t/{topic}/care/": ("get", (403, 403, 200, 200, 200)),
    "t/{topic}/care/closure/": ("post", (403, 403, 422, 422, 422)),
    "t/{topic}/care/pin/": ("post", (403, 403, 302, 302, 302)),
    "t/{topic}/care/feature/": ("post", (403, 403, 302, 302, 302)),
    "t/{topic}/care/move/": ("post", (403, 403, 404, 404, 404)),
    "t/{topic}/care/merge/": ("post", (403, 403, 422, 422, 422)),
    "t/{topic}/care/split/": ("post", (403, 403, 422, 422, 422)),
    "t/{topic}/care/schedule/": ("post", (403, 403, 422, 422, 422)),
    "t/{topic}/care/tags/": ("post", (403, 403, 302, 302, 302)),
    "t/{idea}/care/idea/": ("post", (403, 403, 403, 404, 404)),
    "t/{idea}/care/merge/": ("post", (403, 403, 403, 422, 422)),
    "t/{idea}/vote/": ("post", (403, 302, 302, 302, 302)),
}


@pytest.mark.parametrize("page", PAGES)
def test_each_page(town: Cast, page: str) -> None:
    scene = Scene(town)
    path = "/talk/" + page.format(topic=scene.topic.pk, idea=scene.idea.pk)
    method, statuses = PAGES[page]
    answers = [getattr(signed_in(person), method)(path).status_code for person in town.by_role().values()]
    # A guest may be led to the sign-in instead of being refused.
    assert answers[1:] == list(statuses[1:])
    assert answers[0] in {302, statuses[0]}
    secret = make_topic(make_space(town, "Workshop", read="role:owner"), town.mira, title="Secret plans")
    hidden = "/talk/" + page.format(topic=secret.pk, idea=secret.pk)
    for person in (town.nada, town.tea, town.ivo, town.sara):
        assert getattr(signed_in(person), method)(hidden).status_code in {302, 404}
