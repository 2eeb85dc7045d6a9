"""What other rooms may ask about the log."""

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from korzo.activity.activities import way
from korzo.activity.models import Activity, Delivery, Outgoing


def oldest_open_delivery_seconds() -> float:
    """Age of the oldest delivery or outgoing row that is still open; 0 when all is done."""
    now = timezone.now()
    times = [
        Delivery.objects.filter(state=Delivery.State.OPEN, not_before__lte=now).aggregate(
            at=Min("activity__recorded_at")
        )["at"],
        Outgoing.objects.filter(state=Outgoing.State.WAITING, not_before__lte=now).aggregate(at=Min("created_at"))[
            "at"
        ],
    ]
    known = [at for at in times if at is not None]
    return (now - min(known)).total_seconds() if known else 0.0


def counts_by_state() -> dict[str, int]:
    """Open and failed deliveries and sendings, for the staff page."""
    deliveries = dict(
        Delivery.objects.exclude(state__in=("done", "dropped")).values_list("state").annotate(n=Count("pk"))
    )
    outgoing = dict(
        Outgoing.objects.exclude(state__in=("sent", "dropped")).values_list("state").annotate(n=Count("pk"))
    )
    return {
        "open": deliveries.get("open", 0),
        "failed": deliveries.get("failed", 0),
        "waiting_to_send": outgoing.get("waiting", 0),
        "not_sent": outgoing.get("failed", 0),
    }


def failed_deliveries() -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=Delivery.State.FAILED).select_related("activity").order_by("-pk")


def failed_outgoing() -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(state=Outgoing.State.FAILED).order_by("-pk")


def failed_by_subscriber() -> dict[str, int]:
    rows = Delivery.objects.filter(state=Delivery.State.FAILED).values_list("subscriber")
    return dict(rows.annotate(number=Count("pk")).order_by("-number"))


def failed_by_sender() -> dict[str, int]:
    rows = Outgoing.objects.filter(state=Outgoing.State.FAILED).values_list("sender")
    return dict(rows.annotate(number=Count("pk")).order_by("-number"))


def sender_title(name: str) -> str:
    """What the room calls this way out of the house, in the reader's language."""
    known = way(name)
    return str(known.title) if known and known.title else name


def about_member(member_id: int) -> QuerySet[Activity]:
    """All that the log knows of a person, for their export."""
    return (Activity.objects.filter(actor_id=member_id) | Activity.objects.filter(member_id=member_id)).order_by("pk")


def latest() -> QuerySet[Activity]:
    return Activity.objects.order_by("-occurred_at", "-pk")
