"""What the picture beside a shared link shows of a topic."""

from dataclasses import dataclass
from io import BytesIO

from django.core.files.storage import default_storage
from PIL import Image

from korzo.discussions.models import PostPicture, Topic
from korzo.kit.errors import Refused
from korzo.kit.pictures import open_picture
from korzo.media.models import Picture
from korzo.shop.models import ProductPicture

# The smallest rendition that fills its part of the picture.
WIDTH_WANTED = 640


@dataclass(frozen=True)
class SharedPicture:
    """`path` in the storage; `focal` in percent."""

    path: str
    focal: tuple[int, int] = (50, 50)


def shared_picture(topic: Topic) -> SharedPicture | None:
    """What whoever began the topic put first, else the product that it is about."""
    ready = PostPicture.objects.filter(post__topic=topic, post__number=1, picture__state=Picture.State.READY)
    row = ready.select_related("picture").order_by("position").first()
    if row is not None and row.picture.widths:
        picture = row.picture
        width = min((one for one in picture.widths if one >= WIDTH_WANTED), default=max(picture.widths))
        return SharedPicture(picture.path(width), (picture.focal_x, picture.focal_y))
    if topic.product_id is None:
        return None
    rows_of_product = ProductPicture.objects.filter(product_id=topic.product_id).exclude(file="")
    path = rows_of_product.values_list("file", flat=True).first()
    return SharedPicture(path) if path else None


def picture_at(path: str) -> Image.Image | None:
    """None where the file is gone or cannot be read: the words are shared all the same."""
    try:
        with default_storage.open(path) as file:
            return open_picture(BytesIO(file.read()), name="")
    except (OSError, Refused):
        return None
