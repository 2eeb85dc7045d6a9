"""Products lie below us, so they are ours to register."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from korzo.comments.subjects import Seen, Subject
from korzo.members.permissions import Person
from korzo.shop.permissions import visible_products

PRODUCT = "shop.product"


def products(person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    """A product stays on its shelf for years, so its comments never close by themselves."""
    rows = visible_products(person).filter(pk__in=ids)
    return {one.pk: Seen(one.title, one.get_absolute_url()) for one in rows}


PRODUCTS = Subject(PRODUCT, _("Product"), _("Products"), products)
