"""All that the talk can know about somebody, for the test that nothing is left of them."""

from datetime import timedelta

from django.utils import timezone

from korzo.discussions import actions as talk
from korzo.discussions.actions import Rights, Written
from korzo.discussions.models import EVERYONE, MEMBERS, AnswerRequest, IdeaState, QuestionWait, Space
from korzo.discussions.tests.talk import make_idea, make_reply, make_topic
from korzo.members.models import Member


def leave_talk_traces(tea: Member, luka: Member, space: Space) -> None:
    """Tea as a member, and for a while as the owner."""
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.OWNER)
    tea.refresh_from_db()
    _care(tea, luka, space)
    _decide(tea, luka, space)
    _ask(tea, luka, space)
    waiting = talk.post_reply(
        make_topic(space, luka, title="Watches for all"),
        actor=luka,
        written=Written("Buy these cheap watches.", trap_filled=True),
        at=timezone.now() + timedelta(minutes=1),
    )
    talk.refuse_post(waiting.pk, actor=tea, reason="An advertisement.")
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.MEMBER)
    tea.refresh_from_db()
    talk.vote_idea(make_idea(space, luka, "Soles that sing"), actor=tea)
    talk.note_page_read(make_topic(space, luka, title="Read to the end").pk, actor=tea, until=1)
    talk.post_reply(
        make_topic(space, luka, title="More watches"),
        actor=tea,
        written=Written("Buy even cheaper watches.", trap_filled=True),
        at=timezone.now() + timedelta(minutes=2),
    )


def _care(tea: Member, luka: Member, space: Space) -> None:
    rights = Rights(read_key=EVERYONE, start_key=MEMBERS, reply_key=MEMBERS)
    other = talk.open_space("Elsewhere", actor=tea, rights=rights)
    topic = make_topic(space, luka, title="A topic cared for")
    reply = make_reply(topic, luka)
    talk.pin_topic(topic, actor=tea)
    talk.feature_topic(topic, actor=tea)
    talk.split_topic(topic, actor=tea, post_ids=[reply.pk], title="A topic of its own")
    talk.close_topic(topic, actor=tea, reason="Said and done.")
    talk.move_topic(make_topic(space, luka, title="A topic that moved"), actor=tea, to=other)
    talk.merge_topics(
        make_topic(space, luka, title="A topic that joined"),
        actor=tea,
        into=make_topic(space, luka, title="The topic it joined"),
    )
    later = timezone.now() + timedelta(days=1)
    talk.start_topic(
        space, actor=tea, title="Tomorrow morning", written=Written("It comes out tomorrow."), publish_at=later
    )


def _ask(tea: Member, luka: Member, space: Space) -> None:
    asked = [make_topic(space, luka, question=True, title=f"Where is hut number {n}?") for n in range(3)]
    talk.ask_too(asked[0], actor=tea)
    talk.confirm_duplicate(asked[1], actor=tea, of=asked[0])
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.MEMBER)
    tea.refresh_from_db()
    talk.propose_duplicate(asked[2], actor=tea, of=asked[0])
    talk.withdraw_question(make_topic(space, tea, question=True, title="Where is my hut?"), actor=tea)
    AnswerRequest.objects.create(topic=asked[2], member=tea, is_owner=True)
    QuestionWait.objects.create(topic=asked[2], stage=QuestionWait.Stage.ASKED, owners_asked=1)
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.OWNER)
    tea.refresh_from_db()


def _decide(tea: Member, luka: Member, space: Space) -> None:
    one, other = make_idea(space, luka), make_idea(space, luka, "Glowing laces")
    talk.set_idea_state(one, actor=tea, state=IdeaState.PLANNED)
    talk.merge_ideas(other, actor=tea, into=one)
