"""Everything that can be done in the house, with somebody of the town who does it: one deed after the other.

`DEEDS` names each public function of the rooms' `actions`; what stands in `NOT_SEEN` cannot change a page of a guest,
for the reason that is told. A test fails where a function stands in neither.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.comments.tests.acts import ACTS, Act
from korzo.community import actions as community
from korzo.contests import actions as contests
from korzo.contests.models import Contest, Entry, Juror
from korzo.contests.tests.scenes import DAY, a_plan, sent
from korzo.discussions import actions as talk
from korzo.discussions.actions import Written
from korzo.discussions.models import Kind, Post, Space, Tag, Topic
from korzo.loyalty import actions as loyalty
from korzo.loyalty.models import Standing
from korzo.media import actions as media
from korzo.media.files import forget_original
from korzo.media.models import Picture
from korzo.media.tests.waves import make_wave
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.members.setup import setup_code
from korzo.polls import actions as polls
from korzo.polls.actions import PollDraft, SurveyWords
from korzo.polls.models import Option
from korzo.reactions import actions as reactions
from korzo.reviews import actions as reviews
from korzo.reviews.models import Review
from korzo.reviews.tests.shelf import a_file
from korzo.shop.actions.connect import connect_shop
from korzo.shop.actions.erase import forget_member as forget_buyer
from korzo.shop.actions.import_files import import_files
from korzo.shop.actions.link import link_customer, link_customers, settle_all_grants, settle_grants
from korzo.shop.actions.match import attach_customers, match_lines
from korzo.shop.actions.pictures import keep_picture, keep_pictures_from
from korzo.shop.actions.save_customers import save_customers
from korzo.shop.actions.save_orders import save_orders
from korzo.shop.actions.save_products import save_products
from korzo.shop.files import Rejected, Terms, read
from korzo.shop.models import Customer, Product, ProductPicture
from korzo.shop.tests.kamzo import write_files
from korzo.trust import actions as trust
from tests.cast import Cast
from tests.town import Town

LABEL = "discussions.post"
FIRST, SECOND = "https://shop.example/1.jpg", "https://shop.example/2.jpg"


@dataclass
class Stage:
    """The town, a folder for files, and what earlier deeds of the same group left for later ones."""

    town: Town
    folder: Path
    picture: Picture | None = None
    post: Post | None = None
    review: Review | None = None

    @property
    def cast(self) -> Cast:
        return self.town.cast

    def fresh(self, post: Post) -> Post:
        return Post.objects.select_related("topic", "removal", "acceptance").get(pk=post.pk)


@dataclass(frozen=True)
class Deed:
    """`name` is a room and a function; `before` lays out what it needs, and is over before any page is looked at."""

    name: str
    act: Callable[[Stage], object]
    before: Callable[[Stage], object] | None = None


def _send_picture(stage: Stage) -> None:
    stage.picture = media.receive_picture(a_file(), owner=stage.cast.tea, alt="A hut")


def _the_picture(stage: Stage) -> Picture:
    assert stage.picture is not None
    return Picture.objects.get(pk=stage.picture.pk)


def _reply_with_picture(stage: Stage) -> None:
    written = Written("Here it is.", picture_ids=[_the_picture(stage).pk])
    stage.post = talk.post_reply(stage.town.topic, actor=stage.cast.tea, written=written, backfilled=True)


def _edit_first(stage: Stage) -> None:
    words = Written("Three days of rain.", picture_ids=[stage.town.picture.pk])
    talk.edit_post(stage.fresh(stage.town.post), actor=stage.cast.tea, written=words)


def _rename(stage: Stage) -> None:
    """With a new title comes a new address, so this is done late."""
    words = Written("Three days of rain.", picture_ids=[stage.town.picture.pk])
    talk.edit_post(stage.fresh(stage.town.post), actor=stage.cast.sara, written=words, title="Which wax for November?")


def _remove_first(stage: Stage) -> None:
    talk.remove_post(stage.fresh(stage.town.post), actor=stage.cast.ivo, reason="Enough said.")


def _talk() -> list[Deed]:
    return [
        Deed("discussions.open_space", lambda on: talk.open_space("Second hand", actor=on.cast.mira)),
        Deed(
            "discussions.start_topic",
            lambda on: talk.start_topic(
                on.town.space, actor=on.cast.ivo, title="Snow on the pass", written=Written("A hand high.")
            ),
        ),
        Deed(
            "discussions.post_reply",
            lambda on: talk.post_reply(on.town.topic, actor=on.cast.ivo, written=Written("Ask @luka instead.")),
        ),
        Deed("discussions.edit_post", _edit_first),
        Deed("discussions.accept_answer", lambda on: talk.accept_answer(on.fresh(on.town.reply), actor=on.cast.tea)),
        Deed(
            "discussions.withdraw_acceptance",
            lambda on: talk.withdraw_acceptance(on.fresh(on.town.reply), actor=on.cast.tea),
        ),
        Deed("discussions.give_heart", lambda on: talk.give_heart(on.fresh(on.town.post), actor=on.cast.luka)),
        Deed(
            "discussions.take_heart_back", lambda on: talk.take_heart_back(on.fresh(on.town.post), actor=on.cast.luka)
        ),
        Deed(
            "reactions.react",
            lambda on: reactions.react(LABEL, on.town.post.pk, actor=on.cast.ivo, author_id=on.cast.tea.pk),
        ),
        Deed(
            "reactions.unreact",
            lambda on: reactions.unreact(LABEL, on.town.post.pk, actor=on.cast.ivo, author_id=on.cast.tea.pk),
        ),
        Deed("reactions.choose_set", lambda on: reactions.choose_set(["heart", "sun"], actor=on.cast.mira)),
        Deed("reactions.forget_member", lambda on: reactions.forget_member(on.cast.tea.pk)),
        Deed(
            "discussions.remove_post",
            lambda on: talk.remove_post(on.fresh(on.town.reply), actor=on.cast.luka, reason="I was wrong."),
        ),
        Deed("discussions.forget_member", lambda on: talk.forget_member(on.cast.luka.pk)),
        Deed("discussions.forget_member", lambda on: talk.forget_member(on.cast.tea.pk)),
        Deed("discussions.edit_post", _rename),
        Deed("discussions.remove_post", _remove_first),
    ]


def _second(stage: Stage) -> Topic:
    found = Topic.objects.filter(title="Snow on the pass").first()
    words = Written("A hand high.")
    return found or talk.start_topic(stage.town.space, actor=stage.cast.ivo, title="Snow on the pass", written=words)


def _idea(stage: Stage, title: str) -> Topic:
    found = Topic.objects.filter(title=title).first()
    words = Written("It would be good.")
    return found or talk.start_topic(
        stage.town.space, actor=stage.cast.ivo, title=title, written=words, kind=Kind.IDEA, backfilled=True
    )


def _ideas(stage: Stage) -> None:
    _idea(stage, "Laces that glow"), _idea(stage, "Glowing laces")


def _hold(stage: Stage) -> None:
    words = Written("Buy these cheap watches.", trap_filled=True)
    stage.post = talk.post_reply(
        stage.town.topic, actor=stage.cast.luka, written=words, at=timezone.now() + timedelta(minutes=1)
    )
    assert not stage.post.is_standing


def _the_post(stage: Stage) -> int:
    assert stage.post is not None
    return stage.post.pk


def _plan(stage: Stage) -> None:
    later = timezone.now() + timedelta(hours=1)
    words = Written("They are here.")
    talk.start_topic(
        stage.town.space, actor=stage.cast.mira, title="New shoes are here", written=words, publish_at=later
    )


def _change_space(stage: Stage) -> None:
    rights = talk.Rights(read_key="role:member")
    talk.change_space(stage.town.space, actor=stage.cast.mira, face=talk.SpaceFace("Trails"), rights=rights)


def _split(stage: Stage) -> None:
    talk.split_topic(stage.town.topic, actor=stage.cast.ivo, post_ids=[stage.town.reply.pk], title="About wax alone")


def _merge(stage: Stage) -> None:
    talk.merge_topics(Topic.objects.get(title="About wax alone"), actor=stage.cast.ivo, into=stage.town.topic)


def _care() -> list[Deed]:
    """What the team does with topics, and what becomes of ideas and of words that wait."""
    return [
        Deed(
            "discussions.close_topic", lambda on: talk.close_topic(on.town.topic, actor=on.cast.ivo, reason="Enough.")
        ),
        Deed("discussions.reopen_topic", lambda on: talk.reopen_topic(on.town.topic, actor=on.cast.ivo)),
        Deed("discussions.pin_topic", lambda on: talk.pin_topic(on.town.topic, actor=on.cast.ivo), before=_second),
        Deed("discussions.unpin_topic", lambda on: talk.unpin_topic(on.town.topic, actor=on.cast.ivo)),
        Deed("discussions.feature_topic", lambda on: talk.feature_topic(on.town.topic, actor=on.cast.ivo)),
        Deed("discussions.unfeature_topic", lambda on: talk.unfeature_topic(on.town.topic, actor=on.cast.ivo)),
        Deed(
            "discussions.tag_topic", lambda on: talk.tag_topic(on.town.topic, actor=on.cast.tea, names=["Wax", "Rain"])
        ),
        Deed(
            "discussions.rename_tag",
            lambda on: talk.rename_tag(Tag.objects.get(slug="rain"), actor=on.cast.mira, name="Wet"),
        ),
        Deed(
            "discussions.merge_tags",
            lambda on: talk.merge_tags(
                Tag.objects.get(slug="wet"), actor=on.cast.mira, into=Tag.objects.get(slug="wax")
            ),
        ),
        Deed(
            "discussions.vote_idea",
            lambda on: talk.vote_idea(_idea(on, "Laces that glow"), actor=on.cast.tea),
            before=_ideas,
        ),
        Deed(
            "discussions.take_vote_back",
            lambda on: talk.take_vote_back(_idea(on, "Laces that glow"), actor=on.cast.tea),
        ),
        Deed(
            "discussions.set_idea_state",
            lambda on: talk.set_idea_state(_idea(on, "Laces that glow"), actor=on.cast.mira, state="planned"),
        ),
        Deed(
            "discussions.merge_ideas",
            lambda on: talk.merge_ideas(
                _idea(on, "Glowing laces"), actor=on.cast.mira, into=_idea(on, "Laces that glow")
            ),
        ),
        *_questions(),
        Deed("discussions.release_post", lambda on: talk.release_post(_the_post(on), actor=on.cast.ivo), before=_hold),
        Deed("discussions.hide_post", lambda on: talk.hide_post(_the_post(on), actor=on.cast.ivo, reason="Spam.")),
        Deed("discussions.show_post", lambda on: talk.show_post(_the_post(on), actor=on.cast.ivo)),
        Deed(
            "discussions.publish_due_topics",
            lambda _on: talk.publish_due_topics(now=timezone.now() + timedelta(hours=2)),
            before=_plan,
        ),
        Deed("discussions.split_topic", _split),
        Deed("discussions.merge_topics", _merge),
        Deed(
            "discussions.move_topic",
            lambda on: talk.move_topic(on.town.topic, actor=on.cast.ivo, to=Space.objects.get(name="Kit and care")),
            before=lambda on: talk.open_space("Kit and care", actor=on.cast.mira),
        ),
        Deed("discussions.change_space", _change_space),
    ]


def _question(stage: Stage, title: str) -> Topic:
    found = Topic.objects.filter(title=title).first()
    words = Written("Nobody could tell me.")
    return found or talk.start_topic(
        stage.town.space, actor=stage.cast.ivo, title=title, written=words, kind=Kind.QUESTION, backfilled=True
    )


def _two_questions(stage: Stage) -> None:
    _question(stage, "Which socks in October?"), _question(stage, "What socks for the autumn?")


def _questions() -> list[Deed]:
    """What becomes of questions besides answers. The promise of the space passes for them as time goes by."""
    first, second = "Which socks in October?", "What socks for the autumn?"
    return [
        Deed(
            "discussions.ask_too",
            lambda on: talk.ask_too(_question(on, first), actor=on.cast.tea),
            before=_two_questions,
        ),
        Deed(
            "discussions.take_same_question_back",
            lambda on: talk.take_same_question_back(_question(on, first), actor=on.cast.tea),
        ),
        Deed(
            "discussions.withdraw_question",
            lambda on: talk.withdraw_question(_question(on, first), actor=on.cast.ivo),
        ),
        Deed("discussions.ask_again", lambda on: talk.ask_again(_question(on, first), actor=on.cast.ivo)),
        Deed(
            "discussions.confirm_duplicate",
            lambda on: talk.confirm_duplicate(_question(on, second), actor=on.cast.sara, of=_question(on, first)),
        ),
        Deed(
            "discussions.take_duplicate_back",
            lambda on: talk.take_duplicate_back(_question(on, second), actor=on.cast.sara),
        ),
        Deed(
            "discussions.look_after_questions",
            lambda _on: talk.look_after_questions(now=timezone.now() + timedelta(days=3)),
        ),
    ]


def _write_review(stage: Stage) -> None:
    stage.review = reviews.write_review(
        stage.town.product, actor=stage.cast.luka, rating=2, body="Too narrow for my feet.", title="Narrow"
    )


def _edit_review(stage: Stage) -> None:
    words = "Wider after a week of walking."
    reviews.edit_review(stage.town.review, actor=stage.cast.tea, rating=4, body=words, title="Wider", fit=2)


def _withdraw_review(stage: Stage) -> None:
    assert stage.review is not None
    reviews.withdraw_review(stage.review, actor=stage.cast.luka)


def _reply_for_shop(stage: Stage, words: str) -> None:
    reviews.reply_for_shop(stage.town.review, actor=stage.cast.sara, body=words)


def _reviews() -> list[Deed]:
    return [
        Deed("reviews.write_review", _write_review),
        Deed("reviews.edit_review", _edit_review),
        Deed("reviews.mark_helpful", lambda on: reviews.mark_helpful(on.town.review, actor=on.cast.ivo)),
        Deed("reviews.unmark_helpful", lambda on: reviews.unmark_helpful(on.town.review, actor=on.cast.ivo)),
        # The mark comes again: recorded once, counted each time.
        Deed("reviews.mark_helpful", lambda on: reviews.mark_helpful(on.town.review, actor=on.cast.ivo)),
        Deed("reviews.reply_for_shop", partial(_reply_for_shop, words="Thank you, Tea.")),
        Deed("reviews.reply_for_shop", partial(_reply_for_shop, words="Thank you very much, Tea.")),
        Deed("reviews.mark_read", lambda on: reviews.mark_read(on.town.review, actor=on.cast.sara)),
        Deed(
            "reviews.hide_review",
            lambda on: reviews.hide_review(on.town.review, actor=on.cast.ivo, reason="off_topic"),
        ),
        Deed("reviews.show_again", lambda on: reviews.show_again(on.town.review, actor=on.cast.ivo)),
        Deed(
            "reviews.take_review_down",
            lambda on: reviews.take_review_down(on.town.review.pk, actor=on.cast.ivo, reason="Rude."),
        ),
        Deed("reviews.put_review_back", lambda on: reviews.put_review_back(on.town.review.pk, actor=on.cast.ivo)),
        Deed("reviews.withdraw_review", _withdraw_review),
        Deed("reviews.forget_member", lambda on: reviews.forget_member(on.cast.luka.pk)),
        Deed("reviews.forget_member", lambda on: reviews.forget_member(on.cast.tea.pk)),
    ]


def _an_option(stage: Stage) -> int:
    return Option.objects.filter(poll=stage.town.poll).earliest("position").pk


def _put_under_post(stage: Stage) -> None:
    words = SurveyWords("How do you wax?", place=f"/talk/posts/{stage.town.post.pk}/")
    polls.change_survey(stage.town.survey, words, actor=stage.cast.mira)


def _poll_deeds() -> list[Deed]:
    other_words = PollDraft("Which evening?", ("Monday", "Friday"), lets_add=True, shows_results="always")
    return [
        Deed(
            "polls.create_poll",
            lambda on: polls.create_poll(
                LABEL, on.town.post.pk, actor=on.cast.tea, draft=PollDraft("Which wax?", ("Bees", "None"))
            ),
        ),
        Deed(
            "polls.cast_ballot",
            lambda on: polls.cast_ballot(on.town.poll, actor=on.cast.tea, option_ids=[_an_option(on)]),
        ),
        Deed("polls.take_back_ballot", lambda on: polls.take_back_ballot(on.town.poll, actor=on.cast.tea)),
        Deed("polls.edit_poll", lambda on: polls.edit_poll(on.town.poll, actor=on.cast.luka, draft=other_words)),
        Deed("polls.add_option", lambda on: polls.add_option(on.town.poll, actor=on.cast.tea, text="Sunday")),
        Deed("polls.forget_member", lambda on: polls.forget_member(on.cast.tea.pk)),
        Deed("polls.close_poll", lambda on: polls.close_poll(on.town.poll, actor=on.cast.luka)),
        Deed("polls.change_survey", _put_under_post),
        Deed("polls.close_survey", lambda on: polls.close_survey(on.town.survey, actor=on.cast.mira)),
    ]


def _coming(stage: Stage) -> Contest:
    """What the team prepares, made once."""
    found = Contest.objects.filter(title="Snow").first()
    plan = a_plan(timezone.now() + DAY, title="Snow")
    return found or contests.make_contest(plan, actor=stage.cast.mira)


def _entry_of_tea(_stage: Stage) -> Entry:
    return Entry.objects.select_related("contest").filter(title__startswith="Tea").latest("pk")


def _enter(stage: Stage, title: str = "Tea in the rain", *, trap_filled: bool = False) -> None:
    words = sent(title, body=f"{title}. {sent().body}", trap_filled=trap_filled)
    contests.enter(stage.town.contest, actor=stage.cast.tea, sent=words)


def _change_contest(stage: Stage) -> None:
    contest = stage.town.contest
    more = contest.entries_until + DAY / 2
    plan = a_plan(contest.opens_at, judging="both", entries_each=2, entries_until=more, story="Fog will do, too.")
    contests.change_contest(contest, plan, actor=stage.cast.mira)


def _end_contest(stage: Stage) -> None:
    contests.keep_time(now=stage.town.contest.results_at)


def _contest_deeds() -> list[Deed]:
    return [
        Deed(
            "contests.announce_contest", lambda on: contests.announce_contest(_coming(on), actor=on.cast.mira), _coming
        ),
        Deed("contests.change_contest", _change_contest),
        Deed(
            "contests.name_juror",
            lambda on: contests.name_juror(on.town.contest, actor=on.cast.mira, handle="sara"),
        ),
        Deed(
            "contests.release_juror",
            lambda on: contests.release_juror(Juror.objects.get(member=on.cast.sara), actor=on.cast.mira),
        ),
        Deed("contests.enter", _enter),
        Deed(
            "contests.edit_entry",
            lambda on: contests.edit_entry(_entry_of_tea(on), actor=on.cast.tea, sent=sent("Tea in the snow")),
        ),
        Deed("contests.hide_entry", lambda on: contests.hide_entry(on.town.entry.pk, actor=on.cast.ivo, reason="No.")),
        Deed("contests.show_entry", lambda on: contests.show_entry(on.town.entry.pk, actor=on.cast.ivo)),
        Deed("contests.withdraw_entry", lambda on: contests.withdraw_entry(_entry_of_tea(on), actor=on.cast.tea)),
        Deed(
            "contests.release_entry",
            lambda on: contests.release_entry(_entry_of_tea(on).pk, actor=on.cast.ivo),
            before=partial(_enter, title="Tea on the pass", trap_filled=True),
        ),
        Deed("contests.forget_member", lambda on: contests.forget_member(on.cast.luka.pk)),
        Deed("contests.keep_time", _end_contest),
        Deed(
            "contests.cancel_contest",
            lambda on: contests.cancel_contest(_coming(on), actor=on.cast.mira, reason="No snow."),
        ),
    ]


def _describe(stage: Stage) -> None:
    media.describe_picture(_the_picture(stage), actor=stage.cast.tea, alt="The hut in the fog", focal_x=10, focal_y=90)


def _discard(stage: Stage) -> None:
    media.discard_picture(_the_picture(stage), actor=stage.cast.tea)


def _lose_picture(stage: Stage) -> None:
    """It waits in a post to be drawn, and its file is gone."""
    _send_picture(stage)
    _reply_with_picture(stage)
    forget_original(_the_picture(stage).key)


def _pictures() -> list[Deed]:
    return [
        Deed("media.receive_picture", _send_picture),
        Deed("discussions.post_reply", _reply_with_picture),
        Deed("media.render_picture", lambda on: media.render_picture(_the_picture(on).pk)),
        Deed("media.describe_picture", _describe),
        Deed("media.render_picture", lambda on: media.render_picture(_the_picture(on).pk), before=_lose_picture),
        Deed(
            "media.describe_picture", lambda on: media.describe_picture(on.town.picture, actor=on.cast.tea, alt="Wax")
        ),
        Deed("media.claim_pictures", lambda on: media.claim_pictures([on.town.picture.pk], actor=on.cast.tea)),
        Deed("media.discard_picture", _discard, before=_send_picture),
        Deed("media.release_pictures", lambda on: media.release_pictures([_the_picture(on).pk]), before=_send_picture),
        Deed(
            "media.forget_abandoned_pictures",
            lambda _on: media.forget_abandoned_pictures(now=timezone.now() + timedelta(days=9)),
        ),
        Deed("media.forget_pictures_of", lambda on: media.forget_pictures_of(on.cast.tea.pk)),
    ]


_CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nGood morning.\n"


def _begin_film(stage: Stage) -> None:
    """The first half of a sound."""
    data = make_wave()
    said = media.Said(size_bytes=len(data), alt="A song of the wind")
    stage.picture = media.begin_film(io.BytesIO(data[:1000]), owner=stage.cast.tea, said=said)


def _end_film(stage: Stage) -> None:
    data = make_wave()
    media.add_piece(_the_picture(stage), io.BytesIO(data[1000:]), actor=stage.cast.tea, offset=1000)


def _captions(stage: Stage) -> None:
    media.keep_captions(_the_picture(stage), io.BytesIO(_CAPTIONS), actor=stage.cast.tea, language="en")


def _films() -> list[Deed]:
    return [
        Deed("media.begin_film", _begin_film),
        Deed("media.add_piece", _end_film),
        Deed("media.prepare_film", lambda on: media.prepare_film(_the_picture(on).pk), before=_reply_with_picture),
        Deed("media.keep_captions", _captions),
        Deed("media.drop_captions", lambda on: media.drop_captions(_the_picture(on), actor=on.cast.tea)),
        Deed(
            "media.change_film_rules",
            lambda on: media.change_film_rules(media.FilmRulesChange(megabytes_max=50), actor=on.cast.mira),
        ),
    ]


def _files(stage: Stage) -> Path:
    folder = stage.folder / "export"
    if not folder.exists():
        folder.mkdir()
        write_files(folder)
    return folder


def _as_in_the_files(stage: Stage) -> None:
    """The town's product is the one that the files tell of."""
    Product.objects.filter(pk=stage.town.product.pk).update(external_id="ridge-3")
    _prove_mail(stage.cast.tea)


def _records(stage: Stage, kind: str) -> list[Any]:
    found = getattr(read(_files(stage), Terms(now=timezone.now())), kind)()
    return [one for one in found if not isinstance(one, Rejected)]


def _prove_mail(member: Member) -> None:
    EmailAddress.objects.get_or_create(user=member, email=member.email, defaults={"verified": True, "primary": True})


def _link_luka(stage: Stage) -> None:
    """Luka bought as well, as a guest."""
    _prove_mail(stage.cast.luka)
    link_customer(stage.cast.luka)


def _buy_as_guest(stage: Stage) -> None:
    order = stage.town.order
    line = order.lines.get()
    customer = Customer.objects.create(connection=order.connection, external_id="8", email=stage.cast.luka.email)
    order.pk, order.external_id, order.email = None, "1002", stage.cast.luka.email
    order.member, order.customer = None, customer
    order.save(force_insert=True)
    line.pk, line.order = None, order
    line.save(force_insert=True)


def _name_pictures(stage: Stage) -> None:
    for position, src in enumerate((FIRST, SECOND), start=1):
        ProductPicture.objects.create(product=stage.town.product, src=src, position=position)


def _keep_picture(_stage: Stage) -> None:
    keep_picture(ProductPicture.objects.get(src=FIRST), a_file().read())


def _keep_from_folder(stage: Stage) -> None:
    (stage.folder / "2.jpg").write_bytes(a_file(colour="red").read())
    assert keep_pictures_from(stage.folder) == 1


def _lose_product(stage: Stage) -> None:
    """The line knows its product by the title alone."""
    stage.town.order.lines.update(product=None, variant=None)


def _match(stage: Stage) -> None:
    assert match_lines(stage.town.order.connection) == 1


def _shop() -> list[Deed]:
    return [
        Deed(
            "shop.connect_shop",
            lambda _on: connect_shop(name="Kamzo", platform="shopify", product_url="https://shop.example/{handle}"),
        ),
        Deed("shop.keep_picture", _keep_picture, before=_name_pictures),
        Deed("shop.keep_pictures_from", _keep_from_folder),
        Deed("shop.match_lines", _match, before=_lose_product),
        Deed("shop.attach_customers", lambda on: attach_customers(on.town.order.connection)),
        Deed("shop.settle_grants", lambda on: settle_grants([on.cast.tea.pk])),
        Deed("shop.settle_all_grants", lambda _on: settle_all_grants()),
        Deed("shop.link_customer", _link_luka, before=_buy_as_guest),
        Deed("shop.link_customers", lambda _on: link_customers()),
        Deed(
            "shop.save_products",
            lambda on: save_products(on.town.product.connection, _records(on, "products")),
            before=_as_in_the_files,
        ),
        Deed("shop.save_customers", lambda on: save_customers(on.town.product.connection, _records(on, "customers"))),
        Deed("shop.save_orders", lambda on: save_orders(on.town.product.connection, _records(on, "orders"))),
        Deed("shop.import_files", lambda on: import_files(on.town.product.connection, _files(on), actor=on.cast.mira)),
        Deed("shop.forget_member", lambda on: forget_buyer(on.cast.tea.pk)),
    ]


KIND = "Kind to newcomers."
IN_A_YEAR = timezone.now() + timedelta(days=365)


def _point(stage: Stage) -> loyalty.Claim:
    return loyalty.Claim(
        stage.cast.luka.pk, "answer.accepted", "discussions.answer_accepted", LABEL, stage.town.reply.pk, lambda: True
    )


def _award(stage: Stage) -> None:
    assert loyalty.award(_point(stage), cause=Activity.objects.latest("pk")) is not None


def _reverse(stage: Stage) -> None:
    claim = _point(stage)
    gone = loyalty.Claim(
        claim.member_id, claim.rule_key, claim.on, claim.subject_label, claim.subject_id, lambda: False
    )
    assert loyalty.reverse(gone, cause=Activity.objects.latest("pk")) is not None


def _miscount(stage: Stage) -> None:
    Standing.objects.filter(pk=stage.cast.tea.pk).update(points=999, level=5)


def _rebuild(_stage: Stage) -> None:
    assert loyalty.rebuild_standings() == 1


def _erase(stage: Stage, name: str) -> None:
    members.erase(Member.objects.get(pk=getattr(stage.cast, name).pk))


def _become_owner(_stage: Stage) -> None:
    members.become_owner(code=setup_code(), email="eva@example.com", name="Eva", password="promenade", language="en")


def _people() -> list[Deed]:
    return [
        Deed(
            "community.change_community", lambda on: community.change_community(actor_id=on.cast.mira.pk, name="Klub")
        ),
        Deed("community.show_contests", lambda _on: community.show_contests(is_on=True)),
        Deed("community.set_up", lambda on: community.set_up(actor_id=on.cast.mira.pk, is_demo=True)),
        Deed("members.join", lambda _on: members.join(email="zoe@example.com", name="Zoe", handle="zoe")),
        Deed(
            "members.describe_oneself",
            lambda on: members.describe_oneself(on.cast.tea, name="Tea Kamen", town="Nitra", bio="I walk."),
        ),
        Deed(
            "members.show_face", lambda on: members.show_face(on.cast.tea, file=ContentFile(a_file().read(), "me.jpg"))
        ),
        Deed("members.choose_time_zone", lambda on: members.choose_time_zone(on.cast.tea, time_zone="Asia/Kolkata")),
        Deed("members.change_language", lambda on: members.change_language(on.cast.tea, language="sk")),
        Deed(
            "members.change_role",
            lambda on: members.change_role(on.cast.luka, actor=on.cast.mira, role=Member.Role.STAFF),
        ),
        Deed("members.grant", lambda on: members.grant(on.cast.luka.pk, key="owns:1", source="test")),
        Deed("members.withdraw", lambda on: members.withdraw(on.cast.luka.pk, key="owns:1", source="test")),
        Deed(
            "members.consent",
            lambda on: members.consent(on.cast.tea, purpose="letters", given=True, text="Yes, write to me."),
        ),
        Deed("members.confirm_mail", lambda on: members.confirm_mail(on.cast.luka)),
        Deed("loyalty.award", _award),
        Deed("loyalty.reverse", _reverse),
        Deed("loyalty.rebuild_standings", _rebuild, before=_miscount),
        Deed("trust.give_level", lambda on: trust.give_level(on.cast.tea, level=3, actor=on.cast.sara, reason=KIND)),
        Deed("trust.mark_quiet", lambda on: trust.mark_quiet([on.cast.tea.pk], at=IN_A_YEAR)),
        Deed("trust.take_level", lambda on: trust.take_level(on.cast.tea, level=1, actor=on.cast.sara, reason=KIND)),
        Deed("trust.recount", lambda on: trust.recount([on.cast.luka.pk])),
        Deed("trust.forget_member", lambda on: trust.forget_member(on.cast.tea.pk)),
        Deed("loyalty.forget_member", lambda on: loyalty.forget_member(on.cast.tea.pk)),
        Deed("members.erase", partial(_erase, name="tea")),
        Deed("members.erase", partial(_erase, name="luka")),
        Deed("members.erase", partial(_erase, name="mira")),
        Deed("members.become_owner", _become_owner),
    ]


def _comment_deeds() -> list[Deed]:
    def on_product(act: Act) -> Callable[[Stage], object]:
        return lambda on: act(on.cast, on.town.product)

    return [
        Deed(f"comments.{name}", on_product(act), before=on_product(before) if before else None)
        for name, act, before in ACTS
    ]


DEEDS: dict[str, list[Deed]] = {
    "comments": _comment_deeds(),
    "talk": _talk(),
    "care": _care(),
    "reviews": _reviews(),
    "pictures": _pictures(),
    "films": _films(),
    "shop": _shop(),
    "people": _people(),
    "polls": _poll_deeds(),
    "contests": _contest_deeds(),
}

_PART = "part of another action, which is here"
_QUESTION = "asks or reckons, and writes nothing"
_OWN = "what one person alone sees"
_UNSEEN = "writes what no page of a guest shows"
_ROOM = "the hiding and showing are deeds of the room whose thing it is"

# Whole rooms: their rows stand on no page that is kept.
ROOMS_NOT_SEEN = {
    "attention": _OWN,
    "activity": "the log; each fact makes its own pages stale, which all deeds here prove",
    "exchange": "whole communities at once; its own tests hold each batch against the tags that it makes stale",
    "groups": "members alone see them, on pages that are never kept",
    "jobs": "background work, shown to the team alone",
    "live": "what is told to those who listen; nothing of it is in a page",
    "notifications": _OWN,
    "search": "the index; results are never kept",
}
NOT_SEEN = {
    "comments.add": _PART,
    "comments.check_mail_pace": _QUESTION,
    "comments.check_pace": _QUESTION,
    "comments.forget_guests": "blanks addresses, and drops what nobody saw",
    "comments.hold_comment": "holds a row",
    "comments.hold_subject": "holds a row",
    "comments.keep_mentions": _PART,
    "comments.look_at": _QUESTION,
    "comments.look_at_guest": _QUESTION,
    "comments.make_ready": _PART,
    "comments.next_number": _PART,
    "comments.offer_comments": _OWN,
    "comments.parent_of": _QUESTION,
    "comments.post_as_guest": "nobody sees it before its mail is confirmed",
    "comments.refuse_comment": _OWN,
    "comments.settle": _PART,
    "comments.state_of": _QUESTION,
    "comments.tell_comment": _PART,
    "comments.tell_followers": _OWN,
    "comments.tell_mentioned": _OWN,
    "comments.write_letter": "a letter to a guest",
    "contests.cast_vote": _OWN,
    "contests.check_results": _UNSEEN,
    "contests.draft_key": _QUESTION,
    "contests.given_to": _QUESTION,
    "contests.hold_contest": "holds a row",
    "contests.hold_entry": "holds a row",
    "contests.keep_pictures": _PART,
    "contests.make_contest": _UNSEEN,
    "contests.make_ready": _QUESTION,
    "contests.mark_entry": _OWN,
    "contests.publish_results": _PART,
    "contests.refuse_entry": _OWN,
    "contests.rights_text": _QUESTION,
    "contests.rule_votes": _UNSEEN,
    "contests.settle": _PART,
    "contests.take_vote_back": _OWN,
    "contests.tell_published": _PART,
    "contests.weight_of_jury": _QUESTION,
    "discussions.add_post": _PART,
    "discussions.add_to_space": _PART,
    "discussions.addresses_of_groups": _QUESTION,
    "discussions.called_in": _QUESTION,
    "discussions.groups_called": _QUESTION,
    "discussions.keep_calls": _PART,
    "discussions.tell_called": _PART,
    "discussions.check_pace": _QUESTION,
    "discussions.asked_by": _QUESTION,
    "discussions.carry_questions": _PART,
    "discussions.checked_title": _QUESTION,
    "discussions.decline_duplicate": _OWN,
    "discussions.forget_questions": _PART,
    "discussions.helpers_for": _QUESTION,
    "discussions.leave_out": _QUESTION,
    "discussions.plan_reminder": _OWN,
    "discussions.propose_duplicate": "seen by those who decide; of them it is the deed that is above",
    "discussions.remind_askers": _OWN,
    "discussions.settle_questions": _PART,
    "discussions.tell_solved": _OWN,
    "discussions.weigh_all": _PART,
    "discussions.weigh_answers": _PART,
    "discussions.weigh_post": "what a reaction brings about, which is a deed of its own",
    "discussions.wilson": _QUESTION,
    "discussions.excerpt_of": _QUESTION,
    "discussions.count_reply": _PART,
    "discussions.hold_post": "holds a row",
    "discussions.hold_topic": "holds a row",
    "discussions.hold_topics": "holds rows",
    "discussions.keep_mentions": _PART,
    "discussions.keep_pictures": _PART,
    "discussions.look_at": _QUESTION,
    "discussions.make_ready": _PART,
    "discussions.mark_all_read": _OWN,
    "discussions.note_page_read": _OWN,
    "discussions.note_reading": _OWN,
    "discussions.note_visit": _OWN,
    "discussions.readers_to_settle": _QUESTION,
    "discussions.remember_reading": _OWN,
    "discussions.settle_first_unread": _OWN,
    "discussions.thin_reading": _OWN,
    "discussions.put_tags": _PART,
    "discussions.recount": _PART,
    "discussions.refuse_post": _OWN,
    "discussions.schedule_topic": "when a topic comes out that nobody reads yet",
    "discussions.settle": _PART,
    "discussions.slug_of_tag": _QUESTION,
    "discussions.tag_name": _QUESTION,
    "discussions.tell_mentioned": _OWN,
    "discussions.tell_reply": _PART,
    "discussions.tell_topic": _PART,
    "discussions.tell_voters": _OWN,
    "discussions.when_read": "only registers who is told",
    "discussions.slug_of": _QUESTION,
    "discussions.take_acceptance": _PART,
    "loyalty.award_key": _QUESTION,
    "trust.put_at": _PART,
    "trust.reached": _QUESTION,
    "trust.tell_reached": _PART,
    "trust.change_thresholds": "the page that names them is never kept",
    "trust.free_level": "what may grow later shows nowhere yet",
    "trust.recount_everybody": "many recounts, each a deed of its own",
    "trust.recount_newcomers": "many recounts, each a deed of its own",
    "trust.recount_soon": "a recount, or nothing",
    "media.bump_pages_with": _PART,
    "media.check_film_quota": _QUESTION,
    "media.check_focal": _QUESTION,
    "media.check_quota": _QUESTION,
    "media.check_welcome": _QUESTION,
    "media.checked_alt": _QUESTION,
    "media.fail": _PART,
    "media.finish": _PART,
    "media.preview_width": _QUESTION,
    "media.receive_ready_picture": "a picture that stands nowhere yet",
    "media.receive_ready_pictures": "pictures that stand nowhere yet",
    "members.forget_when_seen": _OWN,
    "members.guess_time_zone": _OWN,
    "members.hold_handles": "holds a row",
    "members.take_handle": _PART,
    "members.bar_mail": _OWN,
    "members.forget_barred_mails": _UNSEEN,
    "members.project_standing": _OWN,
    "members.seen": _OWN,
    "members.unbar_mail": _OWN,
    "members.joined": "part of joining and of confirming a mail",
    "members.block_member": _OWN,
    "members.mute_member": _OWN,
    "members.unblock_member": _OWN,
    "members.unmute_member": _OWN,
    "members.lay_out_setup_code": "writes a file for the owner",
    "moderation.ask_outside": _UNSEEN,
    "moderation.check_links_of_newcomer": _QUESTION,
    "moderation.check_not_twice": _QUESTION,
    "moderation.check_writing_pace": _QUESTION,
    "moderation.forget_frozen": _UNSEEN,
    "moderation.hold_writer": "holds a row",
    "moderation.look_at": _QUESTION,
    "moderation.name_frozen": _UNSEEN,
    "moderation.of_team": _QUESTION,
    "moderation.one_line": _QUESTION,
    "moderation.answer_appeal": _ROOM,
    "moderation.appeal": _UNSEEN,
    "moderation.ask_akismet": _UNSEEN,
    "moderation.block_of": _QUESTION,
    "moderation.carry_to_akismet": "asks outside; the hiding is a deed of the room whose thing it is",
    "moderation.change_policy": _UNSEEN,
    "moderation.change_spam_rules": _UNSEEN,
    "moderation.check_why": _QUESTION,
    "moderation.claim": _UNSEEN,
    "moderation.confirm_ban": _ROOM,
    "moderation.decide": _ROOM,
    "moderation.drop_word_list": _UNSEEN,
    "moderation.flag": _ROOM,
    "moderation.forget_member": _UNSEEN,
    "moderation.forget_old_traces": _UNSEEN,
    "moderation.forget_origins": _UNSEEN,
    "moderation.forget_rates": _UNSEEN,
    "moderation.forget_traces_of": _UNSEEN,
    "moderation.freeze_again": _PART,
    "moderation.frozen": _QUESTION,
    "moderation.hide_traces": _ROOM,
    "moderation.hold": _UNSEEN,
    "moderation.is_new": _QUESTION,
    "moderation.keep_reason": _UNSEEN,
    "moderation.keyed": _QUESTION,
    "moderation.learn": _UNSEEN,
    "moderation.learn_from_decision": _UNSEEN,
    "moderation.learn_from_sweep": _UNSEEN,
    "moderation.learn_from_taking_down": _UNSEEN,
    "moderation.let_go": _UNSEEN,
    "moderation.lift": _OWN,
    "moderation.line_of": _QUESTION,
    "moderation.note_origin": _UNSEEN,
    "moderation.project": _OWN,
    "moderation.propose_ban": _UNSEEN,
    "moderation.put_back": _ROOM,
    "moderation.read_warning": _OWN,
    "moderation.receive_notice": _UNSEEN,
    "moderation.remind_team": _UNSEEN,
    "moderation.retire_reason": _UNSEEN,
    "moderation.save_word_list": _UNSEEN,
    "moderation.sentence_for_author": _QUESTION,
    "moderation.show_traces": _ROOM,
    "moderation.silence": _OWN,
    "moderation.state_about": _PART,
    "moderation.state_reasons": _OWN,
    "moderation.submission_of": _QUESTION,
    "moderation.suspend": _OWN,
    "moderation.sweep": _UNSEEN,
    "moderation.take_down": _ROOM,
    "moderation.take_turn": _UNSEEN,
    "moderation.take_turn_from": _UNSEEN,
    "moderation.tell_decision": _OWN,
    "moderation.tell_reasons": _OWN,
    "moderation.undo_decision": _ROOM,
    "moderation.undo_sweep": _UNSEEN,
    "moderation.unlearn": _UNSEEN,
    "moderation.unlearn_from_putting_back": _UNSEEN,
    "moderation.warn": _OWN,
    "moderation.weigh": _UNSEEN,
    "moderation.withdraw_statement": _OWN,
    "moderation.write_entry": _UNSEEN,
    "moderation.write_note": _UNSEEN,
    "polls.change_pages": _UNSEEN,
    "polls.check_answer": _QUESTION,
    "polls.check_closing": _QUESTION,
    "polls.close_due_polls": "closes as close_poll does, and pages by themselves last until that moment",
    "polls.close_due_surveys": "closes as close_survey does",
    "polls.create_survey": _UNSEEN,
    "polls.finish_survey": _OWN,
    "polls.give_opinion": _OWN,
    "polls.hold_poll": "holds a row",
    "polls.hold_survey": "holds a row",
    "polls.keep_answers": _OWN,
    "polls.publish_survey": "bumps the place as change_survey does",
    "polls.put_in": _PART,
    "polls.put_sheet_in": _PART,
    "polls.write_options": _PART,
    "reactions.change_bookmark": _OWN,
    "reactions.drop_bookmark": _OWN,
    "reactions.follow": _OWN,
    "reactions.follow_by_itself": _OWN,
    "reactions.keep_bookmark": _OWN,
    "reactions.move_followers": _OWN,
    "reactions.remind_due": _OWN,
    "reactions.unfollow": _OWN,
    "reactions.stop_following_by_itself": _OWN,
    "writing.addresses_of": _QUESTION,
    "writing.named_in": _QUESTION,
    "writing.with_links": _QUESTION,
    "writing.without_name": _QUESTION,
    "writing.drop_draft": _OWN,
    "writing.fetch_card": "asks outside; its own tests see the text that shows it change",
    "writing.forget_member": _UNSEEN,
    "writing.forget_old_cards": "of links that nobody set for a year; the bare link stays",
    "writing.forget_old_drafts": _OWN,
    "writing.forget_revisions": _UNSEEN,
    "writing.hash_of": _UNSEEN,
    "writing.hide_revision": _UNSEEN,
    "writing.is_silent": _UNSEEN,
    "writing.keep_change": "a part of changing the text, which is a deed of the room whose text it is",
    "writing.keep_revision": "a part of changing the text, which is a deed of the room whose text it is",
    "writing.prepare": "a part of writing the text, which is a deed of the room whose text it is",
    "writing.save_draft": _OWN,
    "writing.show_revision": _UNSEEN,
    "writing.want_cards": "a part of writing the text, which is a deed of the room whose text it is",
    "reviews.change": _PART,
    "reviews.count_in": _PART,
    "reviews.count_out": _PART,
    "reviews.check_may_write_unless": _QUESTION,
    "reviews.hold_back": _PART,
    "reviews.look_at": _QUESTION,
    "reviews.put_into_view": _PART,
    "reviews.put_out_of_view": _PART,
    "reviews.tell_published": _PART,
    "reviews.hold": "holds a row",
    "reviews.hold_of": "holds a row",
    "reviews.keep_pictures": _PART,
    "reviews.keep_version": _PART,
    "reviews.make_ready": _PART,
    "reviews.purchase_of": _QUESTION,
    "reviews.stars_of": _QUESTION,
    "shop.content_hash": _QUESTION,
    "shop.erased_among": _QUESTION,
    "shop.erased_key": _QUESTION,
    "shop.fetch_pictures": "fetches from the network, and keeps each picture as keep_picture does",
    "shop.forget_rejected_rows": _UNSEEN,
    "shop.latest_by_id": _QUESTION,
    "shop.mail_digest": _QUESTION,
    "shop.nameless": _QUESTION,
    "shop.tally": _QUESTION,
}
