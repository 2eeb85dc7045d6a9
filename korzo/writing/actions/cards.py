"""Cards of links: asked for when a text is saved, made by a job."""

import hashlib
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from korzo.jobs.actions import enqueue_on_commit
from korzo.kit.errors import Refused
from korzo.kit.generations import bump_on_commit
from korzo.kit.http import MIB, FetchFailed, Neighbour, Profile, fetch
from korzo.kit.pictures import dominant_tone, encode_webp, open_picture
from korzo.writing import tasks
from korzo.writing.models import URL_LENGTH_MAX, LinkCard
from korzo.writing.providers import oembed_address
from korzo.writing.reading_pages import Told, read_oembed, read_page

CARDS_MAX = 10
GOOD_FOR, FAILED_FOR = timedelta(days=1), timedelta(hours=1)
# A page that is read by nobody for so long is not worth its picture.
KEPT = timedelta(days=400)
FORGET_BATCH = 200
# Two columns of a wide screen; the card is narrower.
PHOTO_WIDTH_MAX = 640
TAG = "link"
SAVED = (
    "state", "title", "text", "site", "author", "photo", "photo_width", "photo_height", "tone", "good_until",
)  # fmt: skip

_HTML = ("text/html", "application/xhtml+xml")
PAGE = Profile("card", MIB, _HTML, total_seconds=5.0)
OEMBED = Profile("card", MIB, ("application/json", "text/json"), total_seconds=5.0)
PHOTO = Profile("card picture", 5 * MIB, ("image/",), total_seconds=5.0)


@dataclass(frozen=True)
class Photo:
    path: str
    width: int
    height: int
    tone: str


def want_cards(urls: Sequence[str], *, at: datetime | None = None) -> dict[str, LinkCard]:
    """By address, in the transaction of the text that holds them; a job looks at those that are not known well."""
    now = at or timezone.now()
    wanted = list(dict.fromkeys(url for url in urls if url.startswith("https://") and len(url) <= URL_LENGTH_MAX))
    by_hash = {hash_of(url): url for url in wanted[:CARDS_MAX]}
    if not by_hash:
        return {}
    with transaction.atomic():
        new = [LinkCard(url_hash=key, url=url, good_until=now) for key, url in by_hash.items()]
        LinkCard.objects.bulk_create(new, ignore_conflicts=True)
        found = {card.url: card for card in LinkCard.objects.filter(url_hash__in=by_hash)}
        for card in found.values():
            if card.good_until <= now:
                enqueue_on_commit(tasks.fetch_card, card_id=card.pk)
    return found


def hash_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def fetch_card(card_id: int, *, neighbours: Sequence[Neighbour] = (), at: datetime | None = None) -> LinkCard | None:
    """Look at the address. Safe to run again; what was known stays where the other side is away."""
    now = at or timezone.now()
    card = LinkCard.objects.filter(pk=card_id).first()
    if card is None or card.good_until > now:
        return card
    told = _ask(card.url, neighbours)
    if told is None or not told.title:
        return _save(card, LinkCard.State.READY if card.title else LinkCard.State.FAILED, now + FAILED_FOR)
    former = card.photo
    photo = _photo(told.picture_url, neighbours)
    card.title, card.text, card.site, card.author = told.title, told.text, told.site, told.author
    if photo is not None:
        card.photo, card.photo_width, card.photo_height, card.tone = photo.path, photo.width, photo.height, photo.tone
    saved = _save(card, LinkCard.State.READY, now + GOOD_FOR)
    if photo is not None and former:
        default_storage.delete(former)
    return saved


def _ask(url: str, neighbours: Sequence[Neighbour]) -> Told | None:
    asked = oembed_address(url)
    try:
        if asked:
            answer = fetch(asked, profile=OEMBED, neighbours=neighbours, headers={"accept": "application/json"})
            told = read_oembed(answer.json(), url=url) if answer.ok else Told()
            if told.title:
                return told
        page = fetch(url, profile=PAGE, neighbours=neighbours, headers={"accept": ", ".join(_HTML)})
    except FetchFailed:
        return None
    if not page.ok:
        return None
    return read_page(page.body, content_type=page.headers.get("content-type", ""), url=page.url)


def _photo(url: str, neighbours: Sequence[Neighbour]) -> Photo | None:
    """Drawn anew from its pixels; a card without one is a card all the same."""
    if not url:
        return None
    try:
        answer = fetch(url, profile=PHOTO, neighbours=neighbours, headers={"accept": "image/*"})
        if not answer.ok:
            return None
        image = open_picture(io.BytesIO(answer.body), name="")
    except (Refused, FetchFailed):
        return None
    drawn = encode_webp(image, PHOTO_WIDTH_MAX)
    width = min(image.width, PHOTO_WIDTH_MAX)
    path = default_storage.save(f"cards/{secrets.token_hex(16)}.webp", ContentFile(drawn))
    return Photo(path, width, max(1, round(image.height * width / image.width)), dominant_tone(image))


def _save(card: LinkCard, state: str, good_until: datetime) -> LinkCard:
    card.state, card.good_until = state, good_until
    with transaction.atomic():
        card.save(update_fields=SAVED)
        bump_on_commit(f"{TAG}:{card.pk}")
    return card


def forget_old_cards(*, now: datetime | None = None) -> int:
    """Those that nobody linked to for more than a year: the links themselves stay in their texts."""
    before = (now or timezone.now()) - KEPT
    old = list(LinkCard.objects.filter(good_until__lt=before).order_by("good_until")[:FORGET_BATCH])
    for card in old:
        with transaction.atomic():
            LinkCard.objects.filter(pk=card.pk).delete()
            bump_on_commit(f"{TAG}:{card.pk}")
        if card.photo:
            default_storage.delete(card.photo)
    return len(old)
