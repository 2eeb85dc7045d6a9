"""Who may see what of the shop. Products are open; an order is between its buyer and the team."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can
from korzo.shop.models import Order, Product, ProductQuerySet

SEE_ORDERS = ability("shop.see_orders", Member.Role.STAFF)
IMPORT = ability("shop.import", Member.Role.STAFF)


def visible_products(person: Person) -> ProductQuerySet:
    """Everybody sees what is on sale; the team also sees drafts and what is gone."""
    return Product.objects.all() if can(person, IMPORT) else Product.objects.on_sale()


def check_sees_product(person: Person, product: Product) -> None:
    is_shown = product.state == Product.State.ACTIVE and product.gone_at is None
    if not is_shown and not can(person, IMPORT):
        raise Refused(_("This product is not in the shop any more."))


def visible_orders(person: Person) -> QuerySet[Order]:
    if can(person, SEE_ORDERS):
        return Order.objects.all()
    if person is None or not person.is_active:
        return Order.objects.none()
    return Order.objects.filter(member=person)


def check_sees_order(person: Person, order: Order) -> None:
    is_buyer = person is not None and person.is_active and order.member_id == person.pk
    if not is_buyer and not can(person, SEE_ORDERS):
        raise Refused(_("An order is shown only to the person who placed it."))
