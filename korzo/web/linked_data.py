"""Pages that bring several rooms together, as search engines read them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.kit.page_head import CONTEXT, absolute, breadcrumbs
from korzo.members.models import Member
from korzo.shop.models import Product


def profile(member: Member, *, written: int) -> dict[str, Any]:
    """A member's page: only what stands on it. `written` are their topics, replies and reviews."""
    person: dict[str, Any] = {
        "@type": "Person",
        "name": member.name,
        "alternateName": f"@{member.handle}",
        "url": absolute(member.get_absolute_url()),
        "agentInteractionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": f"{CONTEXT}/WriteAction",
            "userInteractionCount": written,
        },
    }
    if member.avatar_url:
        person["image"] = absolute(member.avatar_url)
    if member.bio:
        person["description"] = member.bio
    return {
        "@context": CONTEXT,
        "@type": "ProfilePage",
        "url": absolute(member.get_absolute_url()),
        "dateCreated": member.joined_at.isoformat(timespec="seconds"),
        "mainEntity": person,
    }


def product_places(product: Product) -> dict[str, Any]:
    """Where a product's page stands; the product itself is told by its own graph."""
    places = [
        (_("Home"), reverse("web:home")),
        (_("Products"), reverse("web:products")),
        (product.title, product.get_absolute_url()),
    ]
    return {"@context": CONTEXT, **breadcrumbs(places)}
