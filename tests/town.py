"""A small town with something of everything in it: one thing for each kind of page."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from korzo.comments.actions import Written as CommentWords
from korzo.comments.actions import post_comment
from korzo.comments.models import Comment
from korzo.community.actions import change_community, set_up
from korzo.contests.actions import name_juror
from korzo.contests.models import Contest, Entry
from korzo.contests.tests.scenes import a_contest, an_entry
from korzo.discussions.actions import Written, give_heart, open_space, post_reply, start_topic
from korzo.discussions.models import Post, Space, Tag, Topic
from korzo.groups import actions as groups
from korzo.groups.models import Group, GroupRequest
from korzo.media.models import Picture, new_key
from korzo.members.models import Member
from korzo.notifications.models import Notice
from korzo.polls.actions import (
    PollDraft,
    SurveyWords,
    cast_ballot,
    change_pages,
    create_poll,
    create_survey,
    publish_survey,
)
from korzo.polls.content import Content, Kind, Page, Question
from korzo.polls.models import Option, Poll, Survey
from korzo.reviews.actions import mark_helpful, write_review
from korzo.reviews.models import Review
from korzo.shop.models import Connection, Customer, ImportReject, ImportRun, Order, OrderLine, Product, Variant
from tests.cast import Cast, let_worker_finish


@dataclass(frozen=True)
class Town:
    cast: Cast
    space: Space
    topic: Topic
    post: Post
    reply: Post
    picture: Picture
    product: Product
    order: Order
    review: Review
    run: ImportRun
    notice: Notice
    poll: Poll
    survey: Survey
    contest: Contest
    entry: Entry
    comment: Comment
    group: Group

    @property
    def tag_id(self) -> int:
        return Tag.objects.get(slug="wax").pk

    def values(self) -> dict[str, object]:
        """What stands in the addresses of these things."""
        return {
            "handle": self.product.handle, "members/<handle>": self.cast.tea.handle, "slug": self.space.slug,
            "talk/t/<pk>": self.topic.pk, f"talk/t/{self.topic.pk}/<slug>": self.topic.slug,
            "staff/talk/spaces/<pk>": self.space.pk, "staff/talk/tags/<pk>": self.tag_id, "tags/<slug>": "wax",
            "talk/posts/<pk>": self.reply.pk, "reviews/<pk>": self.review.pk,
            "media/pictures/<pk>": self.picture.pk, "media/films/<pk>": self.picture.pk, "notices/<pk>": self.notice.pk,
            "staff/trust/members/<pk>": self.cast.luka.pk,
            "groups/<handle>": self.group.handle, "staff/members/groups/<pk>": self.group.pk,
            "staff/members/<pk>": self.cast.luka.pk, "staff/reviews/<pk>": self.review.pk,
            "staff/moderation/members/<pk>": self.cast.luka.pk,
            "staff/orders/<pk>": self.order.pk, "staff/imports/<pk>": self.run.pk,
            "staff/jobs/<job_id>": "00000000-0000-0000-0000-000000000001",
            "staff/users/edit/<pk>": self.cast.luka.pk, "section": "topics", "path": "brand/nothing.css",
            "staff/mail/<name>": "nothing", "token": "nothing", "app_label": "wagtailcore", "model_name": "page",
            "content_type_app_name": "wagtailcore", "content_type_model_name": "page", "filter_spec": "width-100",
            "job_id": "00000000-0000-0000-0000-000000000001",
            "polls/<pk>": self.poll.pk, "surveys/<slug>": self.survey.slug, "surveys/by-id/<pk>": self.survey.pk,
            "staff/surveys/<pk>": self.survey.pk, "place": 0, "key": "new",
            "label": "discussions.post", "writing/history/discussions.post/<pk>": self.reply.pk,
            "report/discussions.post/<pk>": self.reply.pk,
            "reactions/below/discussions.post/<pk>": self.reply.pk, "writing/drafts/<key>": "topic:1",
            "comments/<pk>": self.comment.pk, "comments/on/<label>": "shop.product",
            "comments/on/shop.product/<pk>": self.product.pk,
            "contests/<pk>": self.contest.pk, "contests/entries/<pk>": self.entry.pk,
            "staff/contests/<pk>": self.contest.pk, "juror_id": self.contest.jurors.get().pk,
        }  # fmt: skip


def make_town(cast: Cast) -> Town:
    change_community(actor_id=cast.mira.pk, name="Klub KAMZO")
    set_up(actor_id=cast.mira.pk)
    Member.objects.filter(pk=cast.tea.pk).update(joined_at=timezone.now() - timedelta(days=100))
    cast.tea.refresh_from_db()
    space = open_space("Trail talk", actor=cast.mira)
    product, order = _buy(cast.tea)
    picture = Picture.objects.create(
        key=new_key(), owner=cast.tea, width=900, height=600, widths=[320], state=Picture.State.READY
    )
    topic = start_topic(
        space,
        actor=cast.tea,
        title="Which wax for October?",
        written=Written("Two days of rain, one hut.", picture_ids=[picture.pk]),
        kind=Topic.Kind.QUESTION,
        product=product,
        tags=["Wax"],
    )
    reply = post_reply(topic, actor=cast.luka, written=Written("Ask @tea, she knows all about wax."))
    give_heart(reply, actor=cast.tea)
    review = write_review(product, actor=cast.tea, rating=5, body="Dry on the longest day of the year.", title="Dry")
    mark_helpful(review, actor=cast.luka)
    words = CommentWords("They dry by the stove in an hour.")
    comment = post_comment("shop.product", product.pk, actor=cast.tea, written=words)
    let_worker_finish()
    first = topic.first_post
    assert first is not None
    notice = Notice.objects.filter(member=cast.tea).earliest("pk")
    run = ImportRun.objects.create(connection=product.connection, fingerprint="x", state=ImportRun.State.FINISHED)
    ImportReject.objects.create(run=run, file="orders.csv", line=7, reason="No total", row="Tea;tea@example.com")
    poll, survey = _ask(cast, reply)
    # For the jury and the members, in its entry phase, with Ivo as a juror.
    contest = a_contest(cast, judging="both", entries_each=2)
    name_juror(contest, actor=cast.mira, handle="ivo")
    entry = an_entry(contest, cast.luka, "Mud and smiles")
    return Town(
        *(cast, space, topic, first, reply, picture, product, order, review, run, notice, poll, survey),
        contest,
        entry,
        comment,
        _belong(cast),
    )


def _belong(cast: Cast) -> Group:
    """Tea is in a group that anybody may join, and asks to come into another one."""
    face = groups.Face("Wax circle", "Who waxes, and how.")
    group = groups.open_group("wax-circle", actor=cast.mira, face=face, backfilled=True)
    groups.join_group(group, actor=cast.tea, backfilled=True)
    ways = groups.Ways(entry=Group.Entry.REQUEST)
    testers = groups.open_group("testers", actor=cast.mira, face=groups.Face("Testers"), ways=ways, backfilled=True)
    GroupRequest.objects.create(group=testers, member=cast.tea)
    return group


def _ask(cast: Cast, reply: Post) -> tuple[Poll, Survey]:
    """Luka asks below his reply, and the team asks everybody."""
    draft = PollDraft("Which day suits you?", ("Monday", "Friday"), shows_results=Poll.Results.ALWAYS, lets_add=True)
    poll = create_poll("discussions.post", reply.pk, actor=cast.luka, draft=draft)
    cast_ballot(poll, actor=cast.ivo, option_ids=[Option.objects.filter(poll=poll).latest("position").pk])
    survey = create_survey(SurveyWords("How do you wax?"), actor=cast.mira)
    pages = Content((Page("", (Question("q1", "With what?", Kind.TEXT),)),), 2)
    change_pages(survey, lambda _old: pages, actor=cast.mira)
    publish_survey(survey, actor=cast.mira)
    return poll, survey


def _buy(member: Member) -> tuple[Product, Order]:
    connection = Connection.objects.create(name="Kamzo", platform="shopify")
    product = Product.objects.create(connection=connection, external_id="1", handle="ridge-3", title="Ridge 3")
    variant = Variant.objects.create(
        connection=connection, product=product, external_id="1-42", price=Decimal(99), currency="EUR"
    )
    customer = Customer.objects.create(
        connection=connection, external_id="7", email=member.email, name="Tea Kamenská", phone="+421900111222",
        city="Nitra", member=member, linked_at=timezone.now(),
    )  # fmt: skip
    order = Order.objects.create(
        connection=connection, external_id="1001", number="K-1001", email=member.email, customer=customer,
        member=member, currency="EUR", subtotal=99, shipping=0, tax=0, total=99, placed_at=timezone.now(),
        financial_status=Order.FinancialStatus.PAID, fulfillment_status=Order.FulfillmentStatus.FULFILLED,
    )  # fmt: skip
    OrderLine.objects.create(order=order, position=1, title="Ridge 3", quantity=1, product=product, variant=variant)
    return product, order
