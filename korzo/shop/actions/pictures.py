"""Our own copies of the shop's pictures: drawn anew, so that no page of a member asks the shop for anything."""

import io
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from korzo.kit.generations import bump_on_commit
from korzo.kit.http import PICTURE, FetchFailed, fetch
from korzo.kit.pictures import BadPicture, dominant_tone, encode_webp, open_picture
from korzo.shop.models import ProductPicture

# As wide as the page of a product shows it on a dense screen.
PICTURE_WIDTH = 1200
FETCHES_AT_A_TIME = 20
FETCH_ATTEMPTS_MAX = 5


def keep_picture(picture: ProductPicture, data: bytes) -> None:
    """Keep a copy; BadPicture where the bytes are no picture."""
    image = open_picture(io.BytesIO(data), name="")
    width = min(image.width, PICTURE_WIDTH)
    path = default_storage.save(f"products/{token_hex(12)}.webp", ContentFile(encode_webp(image, PICTURE_WIDTH)))
    former = picture.file
    ProductPicture.objects.filter(pk=picture.pk).update(
        file=path, width=width, height=round(image.height * width / image.width), tone=dominant_tone(image)
    )
    bump_on_commit(f"product:{picture.product_id}")
    if former:
        transaction.on_commit(lambda: default_storage.delete(former))


def keep_pictures_from(folder: Path) -> int:
    """Pictures that lie in a folder under the last part of their address: the demo, and shops that send them along."""
    kept = 0
    for picture in ProductPicture.objects.filter(file="").order_by("pk"):
        path = folder / Path(urlsplit(picture.src).path).name
        if path.is_file():
            keep_picture(picture, path.read_bytes())
            kept += 1
    return kept


def fetch_pictures() -> int:
    """Fetch some that are missing, outside any transaction. Returns how many came; 0: none is left, or none answers."""
    kept = 0
    waiting = ProductPicture.objects.filter(file="", fetch_attempts__lt=FETCH_ATTEMPTS_MAX)
    pictures = list(waiting.order_by("fetch_attempts", "pk")[:FETCHES_AT_A_TIME])
    for picture in pictures:
        ProductPicture.objects.filter(pk=picture.pk).update(fetch_attempts=F("fetch_attempts") + 1)
        try:
            answer = fetch(picture.src, profile=PICTURE)
            if answer.ok:
                keep_picture(picture, answer.body)
                kept += 1
        except (FetchFailed, BadPicture):
            # It stays away from the page, and the rest of the product is there all the same.
            continue
    return kept
