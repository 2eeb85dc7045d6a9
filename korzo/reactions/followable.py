"""What lies below us and can be followed all the same: products and people."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.members.permissions import visible_to as visible_members
from korzo.reactions.subjects import LEVELS_OF_PERSON, LEVELS_OF_PLACE, Seen, Subject
from korzo.shop.models import Product
from korzo.shop.permissions import visible_products

# Whoever muted a space is not told of it because of somebody who writes there.
SPACE = frozenset({"discussions.space"})


def products(person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    rows = visible_products(person).filter(pk__in=ids)
    return {one.pk: Seen(one.title, one.get_absolute_url()) for one in rows}


def people(person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    rows = visible_members(person).filter(pk__in=ids)
    return {one.pk: Seen(one.name, one.get_absolute_url()) for one in rows}


def link_to_product(pk: int) -> str:
    handle = Product.objects.filter(pk=pk).values_list("handle", flat=True).first()
    return reverse("web:product", args=[handle]) if handle else ""


def link_to_person(pk: int) -> str:
    handle = Member.objects.filter(pk=pk, erased_at__isnull=True).values_list("handle", flat=True).first()
    return reverse("web:member", args=[handle]) if handle else ""


SUBJECTS = (
    Subject(
        label="shop.product",
        name=_("Product"),
        plural=_("Products"),
        icon="package",
        shown=products,
        link=link_to_product,
        levels=LEVELS_OF_PLACE,
        follow_words=_("Follow this product"),
        can_be_kept=True,
    ),
    Subject(
        label="members.member",
        name=_("Member"),
        plural=_("Members"),
        icon="user-round",
        shown=people,
        link=link_to_person,
        levels=LEVELS_OF_PERSON,
        follow_words=_("Follow"),
        is_main_button=True,
        yields_to=SPACE,
    ),
)
