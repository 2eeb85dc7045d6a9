"""The letter of a day or a week: what waits for its reader, and the best of what they follow."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from korzo.activity.activities import sender
from korzo.activity.models import Outgoing
from korzo.attention.actions import hand_over, let_go
from korzo.attention.models import Channel, Purpose
from korzo.community.queries import the_community
from korzo.discussions.models import Topic
from korzo.kit.formats import isolated, number
from korzo.members.models import Member
from korzo.members.queries import bylines
from korzo.notifications.actions.letters import LETTER_IS_NEWS_FOR, letter_sent, letter_source
from korzo.notifications.actions.planning import LETTER_SENDER, go_or_wait
from korzo.notifications.actions.wishing import LETTER
from korzo.notifications.envelope import absolute, from_address, headers, one_line, unsubscribe_link
from korzo.notifications.gathering import Content, still_so
from korzo.notifications.incoming.ways_back import address_back
from korzo.notifications.models import Letter, Manner, Notice
from korzo.notifications.queries import show


@dataclass(frozen=True)
class Line:
    """A topic in the letter."""

    title: str
    link: str
    lang: str
    excerpt: str = ""
    byline: str = ""


@dataclass(frozen=True)
class Sheet:
    """What the templates of the letter get."""

    notices: Sequence[Line]
    questions: Sequence[Line]
    topics: Sequence[Line]
    settings_link: str
    sent_link: str
    unsubscribe_link: str
    community: str
    name: str
    language: str
    direction: str


@sender(LETTER_SENDER, title=gettext_lazy("Letters of the day or week"))
def send_letter(outgoing: Outgoing) -> None:
    """What was answered, removed or read since the planning is left out; a letter without anything is none."""
    letter = Letter.objects.select_related("member").filter(pk=outgoing.payload.get("letter_id")).first()
    if letter is None or letter.sent_at is not None:
        return
    member: Member = letter.member
    content = still_so(letter, member)
    reason = "empty" if content.is_empty else "" if _is_wanted(member) else "unwanted"
    if reason:
        let_go(member.pk, source=letter_source(letter), channel=Channel.MAIL, rule=reason)
        return
    with translation.override(member.language):
        message = _message(letter, member, content)
    now = timezone.now()
    decision = hand_over(
        message,
        member=member,
        purpose=Purpose.COMMUNITY,
        source=letter_source(letter),
        at=now,
        expires=outgoing.created_at + LETTER_IS_NEWS_FOR,
    )
    if go_or_wait(outgoing, decision):
        letter_sent(letter, at=now)


def _is_wanted(member: Member) -> bool:
    return Manner.objects.filter(member=member).exclude(rhythm=Manner.Rhythm.NEVER).exists()


def _message(letter: Letter, member: Member, content: Content) -> EmailMultiAlternatives:
    way_out = unsubscribe_link(member.pk, LETTER)
    sheet = Sheet(
        notices=_notice_lines(content.notice_ids),
        questions=_topic_lines(content.question_ids),
        topics=_topic_lines(content.topic_ids),
        settings_link=absolute(reverse("notifications:settings")),
        sent_link=absolute(reverse("attention:sent")),
        unsubscribe_link=way_out,
        community=the_community().name,
        name=member.name,
        language=member.language,
        direction="rtl" if translation.get_language_bidi() else "ltr",
    )
    message = EmailMultiAlternatives(
        subject=one_line(_subject(sheet)),
        body=render_to_string("notifications/mail/letter.txt", {"sheet": sheet}),
        from_email=from_address(sheet.community),
        to=[member.email],
        headers=headers(message_id=f"letter-{letter.pk}", list_name="letter", way_out=way_out),
    )
    address_back(message, member_id=member.pk)
    message.attach_alternative(render_to_string("notifications/mail/letter.html", {"sheet": sheet}), "text/html")
    return message


def _subject(sheet: Sheet) -> str:
    """Names the first thing in it, so that nobody opens it to find out."""
    first = next(iter([*sheet.questions, *sheet.topics, *sheet.notices]))
    others = len(sheet.questions) + len(sheet.topics) + len(sheet.notices) - 1
    if not others:
        return first.title
    words = ngettext("%(first)s, and %(others)s more", "%(first)s, and %(others)s more", others)
    return words % {"first": isolated(first.title), "others": number(others, translation.get_language())}


def _notice_lines(ids: list[int]) -> list[Line]:
    rows = Notice.objects.in_bulk(ids)
    shown = show([rows[pk] for pk in ids if pk in rows])
    link = absolute(reverse("notifications:list"))
    return [Line(one.sentence, absolute(one.link) if one.link else link, "") for one in shown]


def _topic_lines(ids: list[int]) -> list[Line]:
    rows = Topic.objects.select_related("space").in_bulk(ids)
    found = [rows[pk] for pk in ids if pk in rows]
    people = bylines(one.author_id for one in found)
    return [
        Line(
            title=one.title,
            link=absolute(one.get_absolute_url()),
            lang=one.language,
            excerpt=one.excerpt,
            byline=_("%(name)s in %(space)s")
            % {"name": isolated(people[one.author_id].name or _("a former member")), "space": isolated(one.space.name)},
        )
        for one in found
    ]
