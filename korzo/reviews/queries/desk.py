"""What the team has not read yet, and why a review is hidden."""

from datetime import timedelta

from django.utils import timezone

from korzo.reviews.models import Hiding, Review, ReviewQuerySet

# What is older was read by everybody else; the list is for news.
NEWS_FOR = timedelta(days=7)


def to_read() -> ReviewQuerySet:
    """Published lately and read by nobody of the team; the oldest first, so that nobody waits longest."""
    fresh = Review.objects.published().filter(published_at__gt=timezone.now() - NEWS_FOR)
    return fresh.filter(reading__isnull=True).select_related("product", "author").order_by("published_at", "pk")


def hidden() -> ReviewQuerySet:
    rows = Review.objects.filter(state=Review.State.HIDDEN).select_related("product", "author")
    return rows.order_by("-published_at", "-pk")


def get_hiding_of(review: Review) -> Hiding | None:
    """The open one, with its reason for the author and its evidence for the team."""
    return Hiding.objects.filter(review=review, lifted_at__isnull=True).select_related("by").first()
