"""A square full of talk: `python -m tests.journey.fill_square`. People of each role, polls, an idea, a survey.

Otto is rude, so that there is something to moderate; nobody else is touched by what becomes of him.
"""

from korzo.project.cli.house import open_house

open_house()

from korzo.activity.deliveries import deliver_all  # noqa: E402 (needs Django set up)
from korzo.attention.models import ContactPolicy  # noqa: E402
from korzo.discussions.actions import Written, open_space, post_reply, start_topic  # noqa: E402
from korzo.discussions.models import Space, Topic  # noqa: E402
from korzo.members.models import Member  # noqa: E402
from korzo.polls.actions import (  # noqa: E402
    PollDraft,
    SurveyWords,
    cast_ballot,
    change_pages,
    create_poll,
    create_survey,
    publish_survey,
)
from korzo.polls.content import Condition, Content, Kind, Operator, Page, Question  # noqa: E402
from korzo.polls.models import Option, Poll  # noqa: E402
from tests.journey.fill import member  # noqa: E402
from tests.journey.square import HUTS, IDEA, ORDER, OTTO_WROTE, QUARREL, SECRET, SURVEY  # noqa: E402

CHOICES = ("The pass", "The lake", "The old mill")


def fill() -> None:
    # A journey may walk at night.
    ContactPolicy.objects.create(quiet_from=0, quiet_until=0, community_max=500)
    people = {name: member(name) for name in ("Tea", "Luka", "Ria", "Otto", "Ivo", "Sara")}
    Member.objects.filter(handle="ivo").update(role=Member.Role.MODERATOR)
    Member.objects.filter(handle="sara").update(role=Member.Role.STAFF)
    owner = Member.objects.get(role=Member.Role.OWNER)
    space = open_space("Square", actor=owner, slug="square", description="Everything.", icon="messages-square")
    _polls(space, people, owner)
    _ideas(space, people["Luka"])
    quarrel = _topic(space, people["Luka"], QUARREL, "Are poles worth their weight on a day tour?")
    post_reply(quarrel, actor=people["Otto"], written=Written(OTTO_WROTE))
    post_reply(quarrel, actor=people["Ria"], written=Written("On the way down my knees say yes, every single time."))
    _survey(owner)
    deliver_all()


def _topic(space: Space, author: Member, title: str, words: str, kind: str = Topic.Kind.DISCUSSION) -> Topic:
    return start_topic(space, actor=author, title=title, written=Written(words), kind=kind)


def _polls(space: Space, people: dict[str, Member], owner: Member) -> None:
    luka = people["Luka"]
    _poll(_topic(space, luka, HUTS, "Saturday at nine, by train."), luka, PollDraft("Where to?", CHOICES))
    ranked = PollDraft("In which order?", CHOICES, kind=Poll.Kind.RANKED)
    _poll(_topic(space, people["Ria"], ORDER, "Three walks, one summer."), people["Ria"], ranked)
    hidden = PollDraft("Do you ever skip the stretching?", ("Yes", "No"), is_anonymous=True)
    secret = _poll(_topic(space, people["Sara"], SECRET, "Nobody will know, not even us."), people["Sara"], hidden)
    yes = Option.objects.filter(poll=secret).earliest("position").pk
    # With the fifth ballot the result of an anonymous poll opens.
    for one in (luka, people["Ivo"], people["Sara"], owner):
        cast_ballot(secret, actor=Member.objects.get(pk=one.pk), option_ids=[yes])


def _poll(topic: Topic, author: Member, draft: PollDraft) -> Poll:
    assert topic.first_post is not None
    return create_poll("discussions.post", topic.first_post.pk, actor=author, draft=draft)


def _ideas(space: Space, luka: Member) -> None:
    _topic(space, luka, IDEA, "Ours are worn, and they are hard to find.", Topic.Kind.IDEA)


def _survey(owner: Member) -> None:
    survey = create_survey(SurveyWords(SURVEY, intro="Two minutes."), actor=owner)
    often = Question("q1", "How often do you walk?", Kind.SINGLE, ("Weekly", "Seldom"), is_required=True)
    why = Question("q3", "What keeps you from it?", Kind.TEXT, condition=Condition("q1", Operator.IS, "Seldom"))
    pages = (Page("You", (often,)), Page("Us", (Question("q2", "How do you like our shop?", Kind.RATING), why)))
    change_pages(survey, lambda _old: Content(pages, 4), actor=owner)
    publish_survey(survey, actor=owner)


if __name__ == "__main__":
    fill()
