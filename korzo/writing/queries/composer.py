"""What a composer has to know to keep drafts, offer products and give hints: for the context of its page."""

from django.urls import reverse


def composer(draft_key: str, *, about: str = "") -> dict[str, object]:
    """Variables of `ui/composer.html`. `about` is what the draft is called in the list of drafts."""
    return {
        "draft_key": draft_key,
        "draft_url": reverse("writing:draft", args=[draft_key]),
        "draft_about": about,
        "products_url": reverse("writing:products"),
        "note_url": reverse("writing:note"),
        "blocks": True,
        "quotes": True,
    }
