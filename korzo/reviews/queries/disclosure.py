"""The box beside a list of reviews: where they come from, how they are checked and counted.

Generated from the rows and never typed, because the law asks whether it is true.
"""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from korzo.edge.recording import reads
from korzo.kit import formats, slots
from korzo.reviews.models import Hiding, HidingReason, Review
from korzo.reviews.queries.rating import Rating
from korzo.shop.models import Product


@dataclass(frozen=True)
class NotShown:
    reason: str
    label: str
    count: int


@dataclass(frozen=True)
class Disclosure:
    """The numbers of one product, and the sentences made of them."""

    published: int
    verified: int
    own: int
    imported: int
    not_shown: list[NotShown]
    rewards: list[str]

    @property
    def unverified(self) -> int:
        return self.published - self.verified

    @property
    def not_shown_count(self) -> int:
        return sum(one.count for one in self.not_shown)

    @property
    def sentences(self) -> list[str]:
        return [self._sources(), self._checks(), self._publishing(), *self.rewards, self._average()]

    def _sources(self) -> str:
        if not self.imported:
            return _("Reviews come from members of this community, who wrote them here (%(own)s).") % {
                "own": _number(self.own)
            }
        return _(
            "Reviews come from members of this community, who wrote them here (%(own)s), and from another review "
            "system (%(imported)s)."
        ) % {"own": _number(self.own), "imported": _number(self.imported)}

    def _checks(self) -> str:
        return _(
            "We compare each author with the orders of the shop: %(verified)s bought the product, for %(unverified)s "
            "we do not know. Nobody can set the mark “Verified buyer” by hand."
        ) % {"verified": _number(self.verified), "unverified": _number(self.unverified)}

    def _publishing(self) -> str:
        rule = _(
            "Reviews appear at once, whatever their stars; what looks like an advertisement waits for a person first. "
            "One is hidden only for a reason from a fixed list."
        )
        if not self.not_shown:
            all_shown = _("All are shown.")
            return f"{rule} {all_shown}"
        count = self.not_shown_count
        told = ngettext("%(count)s is not shown: %(reasons)s.", "%(count)s are not shown: %(reasons)s.", count)
        # Each part carries its own words, so no grammar joins them.
        reasons = "; ".join(f"{one.label} ({_number(one.count)})" for one in self.not_shown)
        return f"{rule} {told % {'count': _number(count), 'reasons': reasons}}"

    def _average(self) -> str:
        return _("The average counts all published reviews the same.")


def disclosure(product: Product, rating: Rating | None) -> Disclosure:
    """`rating` is the product's, which stands beside the box."""
    reads(f"reviews:{product.pk}")
    origins = _by_origin(product)
    own = origins.pop("korzo", 0)
    return Disclosure(
        published=rating.count if rating else 0,
        verified=rating.verified_count if rating else 0,
        own=own,
        imported=sum(origins.values()),
        not_shown=_not_shown(product),
        rewards=slots.collect("reviews.rewards", [product.pk])[product.pk],
    )


def _by_origin(product: Product) -> dict[str, int]:
    published = Review.objects.published().filter(product=product)
    return dict(published.order_by().values_list("origin").annotate(n=Count("pk")))


def _not_shown(product: Product) -> list[NotShown]:
    hidden = Hiding.objects.filter(review__product=product, review__state=Review.State.HIDDEN, lifted_at__isnull=True)
    counts = dict(hidden.order_by().values_list("reason").annotate(n=Count("pk")))
    return [NotShown(one.value, str(one.label), counts[one.value]) for one in HidingReason if one.value in counts]


def _number(count: int) -> str:
    return formats.number(count, get_language())
