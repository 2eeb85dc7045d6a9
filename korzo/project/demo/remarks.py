"""What is said right below a product: small questions, thanks, a guest who came by, and answers of the shop."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from korzo.comments import actions as comments
from korzo.comments.actions import GuestWords, RulesChange, Written
from korzo.comments.models import Comment
from korzo.comments.queries import the_notice
from korzo.members.models import Member
from korzo.shop.models import Product
from korzo.shop.queries import products_by_handles

PRODUCT = "shop.product"
SEED = 23
# An answer of the shop comes within the afternoon.
ANSWERED_AFTER = timedelta(hours=3)


@dataclass(frozen=True)
class Remark:
    """By a member of the cast, or by a guest, whose name stands in `guest`. `reactions` of the crowd, by key."""

    product: str
    days_ago: int
    body: str
    author: str = ""
    guest: str = ""
    reactions: tuple[str, ...] = ()
    answer_by: str = ""
    answer: str = ""
    answer_reactions: tuple[str, ...] = ()


REMARKS = (
    Remark(
        "ridge-3",
        19,
        "Do the laces come in black as well? Mine were orange, and I am not an orange person.",
        author="harold",
        reactions=("laugh", "laugh", "heart"),
        answer_by="mira",
        answer="They do: write it in the note of your order, and a black pair comes along. Orange ones find a friend.",
        answer_reactions=("heart", "thanks", "heart", "helpful"),
    ),
    Remark(
        "ridge-3",
        11,
        "Wide feet here, 44 in everything else. Half a size up was right, with room for a thick sock.",
        author="jonas",
        reactions=("helpful", "helpful", "thanks"),
        answer_by="giulia",
        answer="The same for me, and they stretch a little in the first fortnight.",
        answer_reactions=("heart",),
    ),
    Remark(
        "ridge-3",
        4,
        "I saw them on a stranger at the Velička hut and asked. She let me try one on. Now I own a pair.",
        guest="Ingrid",
        reactions=("heart", "heart", "wow", "laugh"),
    ),
    Remark(
        "drying-sticks",
        24,
        "After the third winter they still smell of cedar. Sand them lightly once a year.",
        author="eva",
        reactions=("helpful", "heart", "heart"),
    ),
    Remark(
        "drying-sticks",
        9,
        "Would they work in children’s sizes?",
        guest="Pavol",
        answer_by="darius",
        answer="From size 30 on, yes. For smaller feet we are carving something. Ask us again in spring!",
        answer_reactions=("heart", "thanks", "wow"),
    ),
    Remark(
        "drying-sticks",
        2,
        "Gave a pair to my neighbour. The corridor of our house has been a better place since.",
        author="kasia",
        reactions=("laugh", "laugh", "heart", "heart"),
    ),
    Remark(
        "headlamp",
        16,
        "The red light is the reason. Nobody in the hut woke up.",
        author="sam",
        reactions=("heart", "thanks"),
    ),
    Remark(
        "headlamp",
        6,
        "How long does it last at full light, in the cold?",
        author="emma",
        answer_by="darius",
        answer="At ten below zero we measured three hours and a quarter. Keep the battery in your pocket until then.",
        answer_reactions=("helpful", "helpful", "thanks", "heart"),
    ),
)


def load_remarks(cast: dict[str, Member], crowd: list[Member]) -> None:
    """Guests may comment here, so that whoever looks around finds out how that is."""
    comments.change_rules(RulesChange(guests_may=True), actor=cast["mira"])
    chance = random.Random(SEED)
    products = products_by_handles({one.product for one in REMARKS})
    for one in REMARKS:
        at = timezone.now() - timedelta(days=one.days_ago)
        said = _said(products[one.product], one, cast, at)
        _react(said, one.reactions, at, crowd, chance)
        if one.answer:
            later = at + ANSWERED_AFTER
            written = Written(one.answer)
            answer = comments.post_comment(
                PRODUCT,
                products[one.product].pk,
                actor=cast[one.answer_by],
                written=written,
                parent_id=said.pk,
                at=later,
                backfilled=True,
            )
            _react(answer, one.answer_reactions, later, crowd, chance)


def _said(product: Product, one: Remark, cast: dict[str, Member], at: datetime) -> Comment:
    written = Written(one.body)
    if not one.guest:
        return comments.post_comment(
            PRODUCT, product.pk, actor=cast[one.author], written=written, at=at, backfilled=True
        )
    guest = GuestWords(
        name=one.guest,
        mail=f"{one.guest.lower()}@guests.example",
        digest=the_notice().digest,
        language="en",
        address="",
        is_proven=True,
    )
    sent = comments.post_as_guest(PRODUCT, product.pk, guest=guest, written=written, at=at)
    return comments.confirm_comment(sent.pk, at=at + timedelta(minutes=4))


def _react(comment: Comment, given: tuple[str, ...], at: datetime, crowd: list[Member], chance: random.Random) -> None:
    givers = [one for one in chance.sample(crowd, len(given) + 1) if one.pk != comment.author_id]
    for giver, emoji in zip(givers, given, strict=False):
        comments.react_to(comment, actor=giver, emoji=emoji, at=at + timedelta(hours=5), backfilled=True)
