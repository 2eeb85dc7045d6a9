"""A notice as a letter, in the language of who receives it."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import sender
from korzo.activity.models import Outgoing
from korzo.attention.actions import hand_over, let_go
from korzo.attention.models import Channel
from korzo.community.queries import the_community
from korzo.discussions.models import Post
from korzo.discussions.permissions import posts_visible_to
from korzo.discussions.queries import has_read
from korzo.members.models import Member
from korzo.notifications.actions.planning import MAIL_IS_NEWS_FOR, MAIL_SENDER, go_or_wait, is_at_once, source_of
from korzo.notifications.envelope import absolute, from_address, headers, one_line, unsubscribe_link
from korzo.notifications.incoming.ways_back import address_back, marker
from korzo.notifications.kinds import purpose_of
from korzo.notifications.models import Notice
from korzo.notifications.queries import show
from korzo.notifications.wishes import wish_of

# Ten minutes that every mail waits belong to its planning and not to its age.
PLANNED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Letter:
    """What the templates of a letter get."""

    sentence: str
    link: str
    settings_link: str
    sent_link: str
    unsubscribe_link: str
    community: str
    name: str
    language: str
    direction: str
    marker: str = ""


@sender(MAIL_SENDER, title=_("Mail about a notice"))
def send_notice(outgoing: Outgoing) -> None:
    """Not sent when it was read meanwhile, taken back, or no longer wished for; not yet when the gate says so."""
    activity_id = int(outgoing.payload["activity_id"])
    notice_id = int(outgoing.payload["notice_id"])
    notice = Notice.objects.select_related("member").filter(pk=notice_id).first()
    reason = "taken_back" if notice is None else why_not(notice, wish_of(notice.member_id, notice.kind).by_mail)
    if notice is None or reason:
        if outgoing.member_id is not None:
            source = f"notice:{notice_id}.{activity_id}"
            let_go(outgoing.member_id, source=source, channel=Channel.MAIL, rule=reason)
        return
    with translation.override(notice.member.language):
        message = _message(notice, activity_id)
    notice_source = source_of(notice, activity_id)
    decision = hand_over(
        message,
        member=notice.member,
        purpose=purpose_of(notice.kind),
        source=notice_source,
        at=timezone.now(),
        expires=outgoing.created_at + MAIL_IS_NEWS_FOR + PLANNED_WITHIN,
        urgent=is_at_once(),
    )
    go_or_wait(outgoing, decision)


def why_not(notice: Notice, is_wanted: bool) -> str:
    """Why this notice is not told outside any more, in the gate's words; empty while it is news."""
    member: Member = notice.member
    if not member.is_active or member.erased_at is not None or not is_wanted:
        return "unwanted"
    if notice.read_at is not None and notice.on_site:
        return "read"
    post_id = notice.params.get("post_id")
    post = posts_visible_to(member).filter(pk=post_id).first() if post_id else None
    if post_id and post is None:
        return "unseen"
    if post is not None and has_read([member.pk], post):
        return "read"
    return ""


def _message(notice: Notice, activity_id: int) -> EmailMultiAlternatives:
    member: Member = notice.member
    (shown,) = show([notice])
    way_out = unsubscribe_link(member.pk, notice.kind)
    letter = Letter(
        sentence=shown.sentence,
        link=absolute(notice.link or reverse("notifications:list")),
        settings_link=absolute(reverse("notifications:settings")),
        sent_link=absolute(reverse("attention:sent")),
        unsubscribe_link=way_out,
        community=the_community().name,
        name=member.name,
        language=member.language,
        direction="rtl" if translation.get_language_bidi() else "ltr",
        marker=marker(notice.params.get("topic_id")),
    )
    message = EmailMultiAlternatives(
        subject=one_line(shown.sentence),
        body=render_to_string("notifications/mail/notice.txt", {"letter": letter}),
        from_email=from_address(letter.community),
        to=[member.email],
        headers=headers(
            message_id=_message_id(notice, activity_id),
            list_name="notices",
            way_out=way_out,
            topic_id=notice.params.get("topic_id"),
        ),
    )
    address_back(message, member_id=member.pk, topic_id=notice.params.get("topic_id"))
    message.attach_alternative(render_to_string("notifications/mail/notice.html", {"letter": letter}), "text/html")
    return message


def _message_id(notice: Notice, activity_id: int) -> str:
    """The same each time it is tried, so that a mail server that got it twice may show it once."""
    post_id = notice.params.get("post_id")
    version = Post.objects.filter(pk=post_id).values_list("version", flat=True).first() if post_id else None
    about = f"post-{post_id}.v{version}." if version else ""
    return f"{about}notice-{notice.pk}.{activity_id}"
