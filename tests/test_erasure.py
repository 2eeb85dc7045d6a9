"""A person leaves: whatever room kept something about them, nothing that names them is left in any table.

The table below names every column about a member. A new one is not finished before it stands here, with what becomes of
it, and with something in it in the town that this test erases Tea from.
"""

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken
from wagtail.users.models import UserProfile

from korzo.activity.models import Activity
from korzo.attention.actions import choose_limits
from korzo.comments.tests.leaving import leave_comments
from korzo.contests.tests.traces import leave_contest_traces
from korzo.discussions.actions import Written, accept_answer, post_reply, remove_post, start_topic
from korzo.discussions.tests.leaving import leave_talk_traces
from korzo.exchange.tests.traces import leave_moves
from korzo.members.actions import consent, erase, grant, mute_member
from korzo.members.models import Member
from korzo.moderation.actions import Submission, weigh
from korzo.moderation.tests.leaving import leave_moderation_traces
from korzo.notifications import kinds
from korzo.notifications.actions import Wish, choose, choose_manner
from korzo.notifications.incoming.tests.traces import leave_letters
from korzo.notifications.models import Device, Letter
from korzo.polls.tests.traces import leave_ballots
from korzo.reactions.actions import keep_bookmark
from korzo.reviews.actions import hide_review, mark_helpful, mark_read, reply_for_shop, show_again, write_review
from korzo.reviews.models import Hiding
from korzo.shop.models import Product
from korzo.trust.actions import give_level
from korzo.writing.actions import Words, hide_revision, keep_revision, save_draft
from tests.cast import PASSWORD, Cast, let_worker_finish, signed_in
from tests.town import Town, make_town


class Fate(StrEnum):
    GONE = "the row goes with the person"
    NOBODY = "the row stays and points at nobody"
    NUMBER = "a number among others, which leads to a nameless account"
    UNUSED = "Wagtail's own: we write none of these"


COLUMNS = {
    "account.emailaddress.user": Fate.GONE,
    "activity.activity.actor_id": Fate.NOBODY,
    "activity.activity.member_id": Fate.NOBODY,
    "activity.outgoing.member_id": Fate.NOBODY,
    "attention.contactlog.member": Fate.GONE,
    "attention.contactwish.member": Fate.GONE,
    "contests.announcement.by": Fate.NOBODY,
    "contests.cancellation.by": Fate.NOBODY,
    "contests.contest.made_by": Fate.NOBODY,
    "contests.entry.author": Fate.NOBODY,
    "contests.entryhiding.by": Fate.NOBODY,
    "contests.entryhold.refused_by": Fate.NOBODY,
    "contests.juror.member": Fate.NOBODY,
    "contests.juror.named_by": Fate.NOBODY,
    "contests.vote.member": Fate.NOBODY,
    "contests.voteruling.by": Fate.NOBODY,
    "comments.comment.author": Fate.NOBODY,
    "comments.commenthold.refused_by": Fate.NOBODY,
    "comments.commentmention.member": Fate.GONE,
    "comments.commentremoval.by": Fate.NOBODY,
    "discussions.acceptance.by": Fate.NOBODY,
    "discussions.answerrequest.member": Fate.GONE,
    "discussions.duplicateproposal.by": Fate.NOBODY,
    "discussions.ideachange.by": Fate.NOBODY,
    "discussions.ideamerge.by": Fate.NOBODY,
    "discussions.ideavote.member": Fate.GONE,
    "discussions.mention.member": Fate.GONE,
    "discussions.post.author": Fate.NOBODY,
    "discussions.posthold.author": Fate.NOBODY,
    "discussions.posthold.refused_by": Fate.NOBODY,
    "discussions.postremoval.by": Fate.NOBODY,
    "discussions.questionduplicate.by": Fate.NOBODY,
    "discussions.questionwithdrawal.by": Fate.NOBODY,
    "discussions.samequestion.member": Fate.GONE,
    "discussions.reader.member": Fate.GONE,
    "discussions.topic.author": Fate.NOBODY,
    "discussions.topicclosure.by": Fate.NOBODY,
    "discussions.topicfeature.by": Fate.NOBODY,
    "discussions.topicmerge.by": Fate.NOBODY,
    "discussions.topicmove.by": Fate.NOBODY,
    "discussions.topicpin.by": Fate.NOBODY,
    "discussions.topicschedule.by": Fate.NOBODY,
    "discussions.topicsplit.by": Fate.NOBODY,
    "exchange.export.sender": Fate.NOBODY,
    "exchange.import.sender": Fate.NOBODY,
    "groups.groupmember.member": Fate.GONE,
    "groups.grouprequest.member": Fate.GONE,
    "loyalty.capcount.member": Fate.GONE,
    "loyalty.pointentry.member": Fate.GONE,
    "loyalty.standing.member": Fate.GONE,
    "media.picture.owner": Fate.NOBODY,
    "members.consent.member": Fate.GONE,
    "members.grant.member": Fate.GONE,
    "members.mute.member": Fate.GONE,
    "members.mute.other": Fate.GONE,
    "members.member.groups": Fate.UNUSED,
    "members.member.user_permissions": Fate.UNUSED,
    "members.member_groups.member": Fate.UNUSED,
    "members.member_user_permissions.member": Fate.UNUSED,
    "mfa.authenticator.user": Fate.GONE,
    "moderation.appeal.member": Fate.NOBODY,
    "moderation.decision.by": Fate.NOBODY,
    "moderation.decision.undone_by": Fate.NOBODY,
    "moderation.entry.actor": Fate.NOBODY,
    "moderation.entry.member": Fate.NOBODY,
    "moderation.flag.member": Fate.NOBODY,
    "moderation.item.author": Fate.NOBODY,
    "moderation.item.claimed_by": Fate.NOBODY,
    "moderation.legalnotice.member": Fate.NOBODY,
    "moderation.membernote.by": Fate.NOBODY,
    "moderation.membernote.member": Fate.GONE,
    "moderation.sanction.by": Fate.NOBODY,
    "moderation.sanction.confirmed_by": Fate.NOBODY,
    "moderation.sanction.lifted_by": Fate.NOBODY,
    "moderation.sanction.member": Fate.GONE,
    "moderation.statement.by": Fate.NOBODY,
    "moderation.statement.member": Fate.NOBODY,
    "moderation.statementwithdrawal.by": Fate.NOBODY,
    "moderation.sweep.by": Fate.NOBODY,
    "moderation.sweep.member": Fate.NOBODY,
    "moderation.sweep.undone_by": Fate.NOBODY,
    "moderation.origin.member": Fate.GONE,
    "moderation.trace.author": Fate.GONE,
    "notifications.device.member": Fate.GONE,
    "notifications.incomingmail.decided_by": Fate.NOBODY,
    "notifications.incomingmail.member": Fate.GONE,
    "notifications.letter.member": Fate.GONE,
    "notifications.mailtrouble.member": Fate.GONE,
    "notifications.manner.member": Fate.GONE,
    "notifications.notice.actor_ids": Fate.NUMBER,
    "notifications.notice.member": Fate.GONE,
    "notifications.preference.member": Fate.GONE,
    "polls.ballot.member": Fate.NOBODY,
    "polls.opinion.member": Fate.NOBODY,
    "polls.option.added_by": Fate.NOBODY,
    "polls.poll.author": Fate.NOBODY,
    "polls.pollclosure.by": Fate.NOBODY,
    "polls.sheet.member": Fate.NOBODY,
    "polls.surveyclosure.by": Fate.NOBODY,
    "reactions.bookmark.member": Fate.GONE,
    "reactions.follow.member": Fate.GONE,
    "reactions.reaction.member": Fate.GONE,
    "reviews.helpful.member": Fate.GONE,
    "reviews.hiding.by": Fate.NOBODY,
    "reviews.hiding.lifted_by": Fate.NOBODY,
    "reviews.review.author": Fate.NOBODY,
    "reviews.reviewreading.by": Fate.NOBODY,
    "reviews.shopreply.author": Fate.NOBODY,
    "shop.customer.member": Fate.NOBODY,
    "shop.order.member": Fate.NOBODY,
    "usersessions.usersession.user": Fate.GONE,
    "wagtailcore.apitoken.user": Fate.GONE,
    "writing.draft.member": Fate.GONE,
    "writing.revision.by": Fate.GONE,
    "writing.revisionhiding.by": Fate.NOBODY,
    "writing.revisionnaming.member": Fate.GONE,
    "trust.decision.by": Fate.NOBODY,
    "trust.decision.member": Fate.GONE,
    "trust.standing.member": Fate.GONE,
    "wagtailusers.userprofile.user": Fate.GONE,
    **dict.fromkeys(
        [
            "wagtailadmin.editingsession.user", "wagtailadmin.formstate.user", "wagtailcore.comment.resolved_by",
            "wagtailcore.comment.user", "wagtailcore.commentreply.user", "wagtailcore.modellogentry.user",
            "wagtailcore.page.locked_by", "wagtailcore.page.owner", "wagtailcore.pagelogentry.user",
            "wagtailcore.pagesubscription.user", "wagtailcore.revision.user", "wagtailcore.taskstate.finished_by",
            "wagtailcore.uploadedfile.uploaded_by_user", "wagtailcore.workflowstate.requested_by",
            "wagtaildocs.document.uploaded_by_user", "wagtailimages.image.uploaded_by_user",
        ],
        Fate.UNUSED,
    ),
}  # fmt: skip
# How a column about a person is called where it cannot be a foreign key.
NAMES = re.compile(r"(^|_)(member|actor|user|owner|author)_ids?$")
# In words of their own: "team" and "steam" name nobody.
TRACES = re.compile(r"\btea\b|kamensk|tea@example\.com|\+421900111222|taken at home", re.IGNORECASE)


def about_members() -> Iterator[tuple[str, type[Model], str]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy:
            continue
        for field in model._meta.get_fields():
            if field.auto_created and not field.concrete:
                continue
            is_own = model is Member and field.many_to_many
            if field.related_model is Member or is_own or (field.concrete and NAMES.search(field.name)):
                yield f"{model._meta.label_lower}.{field.name}", model, field.name


def rows_about(member_id: int, model: type[Model], name: str) -> int:
    """How many rows of a column point at this person."""
    if isinstance(model._meta.get_field(name), models.JSONField):
        return sum(member_id in value for value in model._base_manager.values_list(name, flat=True))
    return model._base_manager.filter(**{name: member_id}).count()


def all_texts() -> Iterator[tuple[str, str]]:
    """Every text of every table, as somebody with the database would read it; sessions opened."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        texts = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
        ]
        for row in model._base_manager.values("pk", *texts).iterator():
            for name in texts:
                value = row[name]
                yield f"{model._meta.label_lower}.{name}", value if isinstance(value, str) else json.dumps(value)
    for session in Session.objects.all():
        yield "sessions.session.session_data", json.dumps(session.get_decoded())


def leave_traces(town: Town) -> None:
    """Tea does all that a member can, and for a while what one of the team can, and others speak of her."""
    cast, tea = town.cast, town.cast.tea
    Member.objects.filter(pk=tea.pk).update(name="Tea Kamenská", town="Kamenská Vieska", bio="I am Tea.")
    EmailAddress.objects.create(user=tea, email=tea.email, verified=True, primary=True)
    for agent in ("Phone of Tea", "Desk of Tea"):
        browser = Client(headers={"user-agent": agent})
        browser.post("/accounts/login/", {"login": tea.email, "password": PASSWORD})
        assert browser.session["_auth_user_id"] == str(tea.pk)
    Authenticator.objects.create(user=tea, type=Authenticator.Type.TOTP, data={"secret": "of tea"})
    APIToken.objects.create(user=tea, name="Tea", key_hash="x", prefix="x")
    UserProfile.objects.create(user=tea)
    consent(tea, purpose="newsletter", given=True, text="Yes, says Tea.")
    grant(tea.pk, key="owns:9", source="shop")
    choose_manner("letter", actor=tea)
    choose({kinds.all_kinds()[0].verb: Wish(on_site=True, by_mail=False)}, actor=tea)
    choose_limits(actor=tea, quiet_from=22, quiet_until=7)
    Letter.objects.create(member=tea, period="2026-W01", since=tea.joined_at, until=tea.joined_at)
    Device.objects.create(member=tea, endpoint="https://push.example/tea", digest="x", label="Phone of Tea")

    mute_member(cast.luka, actor=tea)
    mute_member(tea, actor=cast.ivo)
    walk_words = "We went up to the hut on Saturday, and the wax held through two days of rain and mud."
    weigh(Submission("discussions.post", tea, "", walk_words, "", "en", timezone.now(), address="192.0.2.7"))
    keep_bookmark("discussions.post", town.reply.pk, actor=tea, note="Ask Tea again.")
    accept_answer(town.reply, actor=tea)
    leave_ballots(cast, town.post.pk, town.poll, town.survey)
    own = post_reply(town.topic, actor=tea, written=Written("Beeswax, twice, and time to dry."))
    remove_post(own, actor=tea)
    walk = start_topic(
        town.space,
        actor=cast.luka,
        title="A walk with company",
        written=Written("Is @Tea coming, or @tea's friend? @tea!"),
    )
    post_reply(walk, actor=tea, written=Written("I am in, if it rains."))
    lamp = Product.objects.create(connection=town.product.connection, external_id="2", handle="lamp-1", title="Lamp 1")
    review = write_review(lamp, actor=cast.luka, rating=3, body="It shines, more or less, for a while.")
    mark_helpful(review, actor=tea)
    save_draft("topic:1", actor=tea, words=Words(body="Tea was here", window="w", turn=1))
    keep_revision("discussions.post", town.post.pk, version=1, html="", plain="I, Tea, say so.", by=tea)
    keep_revision("discussions.post", walk.pk, version=1, html="", plain="Ask @tea!", by=cast.luka)
    let_worker_finish()
    _as_staff(tea, town, review)
    leave_talk_traces(tea, cast.luka, town.space)
    leave_moderation_traces(tea, cast.luka)
    leave_contest_traces(cast)
    leave_letters(tea, cast.luka)
    leave_moves(tea)
    leave_comments(tea, cast.luka, town.product)
    give_level(tea, level=2, actor=cast.mira, reason="Tea helps everybody.")
    let_worker_finish()


def _as_staff(tea: Member, town: Town, review: Any) -> None:
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.STAFF)
    staff = Member.objects.get(pk=tea.pk)
    mark_read(review, actor=staff)
    reply_for_shop(review, actor=staff, body="We send you a new battery.")
    hide_review(review, actor=staff, reason="off_topic")
    show_again(review, actor=staff)
    words = keep_revision("discussions.post", town.reply.pk, version=1, html="", plain="Ask around.", by=town.cast.luka)
    hide_revision(words, actor=staff, reason="A private number")
    give_level(town.cast.luka, level=1, actor=staff, reason="Kind to newcomers.")
    assert Hiding.objects.filter(by=staff, lifted_by=staff).exists()
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.MEMBER)


def test_every_column_about_a_member_is_named_here() -> None:
    found = {column for column, _model, _name in about_members()}
    assert (sorted(found - COLUMNS.keys()), sorted(COLUMNS.keys() - found)) == ([], [])


@pytest.fixture
def town(cast: Cast, settings: Any, tmp_path: Any) -> Town:
    settings.KORZO_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    town = make_town(cast)
    leave_traces(town)
    return town


def test_the_town_has_something_in_every_column(town: Town) -> None:
    empty = [
        column
        for column, model, name in about_members()
        if COLUMNS[column] is not Fate.UNUSED and not rows_about(town.cast.tea.pk, model, name)
    ]
    assert empty == []
    used = [
        column
        for column, model, name in about_members()
        if COLUMNS[column] is Fate.UNUSED and rows_about(town.cast.tea.pk, model, name)
    ]
    assert used == []


def test_nothing_that_names_her_is_left(town: Town) -> None:
    tea = town.cast.tea
    named = {place for place, text in all_texts() if TRACES.search(text)}
    # Else this test would look past what it looks for.
    assert {
        "members.member.name",
        "account.emailaddress.email",
        "shop.customer.email",
        "discussions.post.html",
    } <= named

    counts = {
        column: model._base_manager.count()
        for column, model, _name in about_members()
        if COLUMNS[column] in {Fate.NOBODY, Fate.NUMBER}
    }
    signed_in(tea).post("/members/privacy/erasure/", {"password": PASSWORD})
    let_worker_finish()

    assert sorted({f"{place}: {text[:200]}" for place, text in all_texts() if TRACES.search(text)}) == []
    for column, model, name in about_members():
        if COLUMNS[column] is not Fate.NUMBER:
            assert rows_about(tea.pk, model, name) == 0, column
    after = {column: model._base_manager.count() for column, model, _name in about_members() if column in counts}
    # The log has grown by her going, and her words of which nobody sees a trace went with her.
    assert after.pop("activity.activity.actor_id") == counts.pop("activity.activity.actor_id") + 1
    assert after.pop("activity.activity.member_id") == counts.pop("activity.activity.member_id") + 1
    assert {column: (counts[column], left) for column, left in after.items() if left > counts[column]} == {}
    for column in ("discussions.post.author", "reviews.review.author", "shop.order.member"):
        assert after[column] == counts[column], column


def test_she_is_not_written_about_any_more(town: Town) -> None:
    """What others do with her words afterwards makes no new row about her, and no error."""
    tea = town.cast.tea
    erase(tea)
    let_worker_finish()
    for row in (town.review, town.topic):
        row.refresh_from_db()
    mark_helpful(town.review, actor=town.cast.ivo)
    post_reply(town.topic, actor=town.cast.ivo, written=Written("And what does @tea say to that?"))
    let_worker_finish()
    for column, model, name in about_members():
        if COLUMNS[column] is not Fate.NUMBER:
            assert rows_about(tea.pk, model, name) == 0, column
    assert not Activity.objects.filter(deliveries__state="failed").exists()
    assert not Activity.objects.filter(deliveries__attempts__gt=1).exists()


def test_pages_with_her_words_are_read_as_before(town: Town) -> None:
    erase(town.cast.tea)
    let_worker_finish()
    for person in town.cast.by_role().values():
        if person == town.cast.tea:
            continue
        for path in (
            "/",
            town.topic.get_absolute_url(),
            town.review.get_absolute_url(),
            "/products/ridge-3/",
            "/talk/",
        ):
            answer = signed_in(person).get(path)
            assert answer.status_code == 200, path
            shown = re.sub(r"<[^>]*>", " ", answer.content.decode())
            assert not TRACES.search(shown), path
    assert Member.objects.get(pk=town.cast.tea.pk).erased_at is not None
    assert timezone.now() >= Member.objects.get(pk=town.cast.tea.pk).erased_at  # type: ignore[operator]
