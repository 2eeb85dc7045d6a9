"""The picture beside a shared link, drawn once for whatever it shows."""

from dataclasses import replace
from functools import partial
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from korzo.community.queries import the_community
from korzo.discussions.page_heads import replies_told
from korzo.discussions.queries import get_topic_for
from korzo.discussions.queries.sharing import SharedPicture, picture_at, shared_picture
from korzo.kit.kept_files import KeptFiles, TooBusy
from korzo.members.queries import byline
from korzo.ui.share_picture import VERSION, Sharing, share_picture

# In 256 folders: about ten thousand pictures of 60 kB.
PICTURES = KeptFiles("share-pictures", files_in_folder_max=40)
# The address holds a word that changes with the picture; without it, only the few minutes of a page.
FOR_EVER, FOR_A_WHILE = "public, max-age=31536000, immutable", "public, max-age=300"
RETRY_SECONDS = 5


@require_safe
def topic_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Of what everybody may read alone, whoever asks: the picture is meant to be passed on."""
    topic = get_topic_for(None, pk)
    community = the_community()
    face = byline(topic.author, {})
    avatar = topic.author.avatar if topic.author and not face.gone else ""
    told = Sharing(
        title=topic.title,
        place=topic.space.name,
        site=community.name,
        author=face.name,
        count=replies_told(topic.reply_count),
        brand=community.brand,
        accent=community.accent,
    )
    picture = shared_picture(topic)
    name = blake2b(repr((VERSION, settings.KORZO_URL, pk, told, avatar, picture)).encode(), digest_size=20).hexdigest()
    try:
        data = PICTURES.get(name, partial(_drawn, told, picture, avatar))
    except TooBusy:
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    control = FOR_EVER if request.GET.get("v") else FOR_A_WHILE
    return HttpResponse(data, content_type="image/jpeg", headers={"Cache-Control": control})


def _drawn(told: Sharing, picture: SharedPicture | None, avatar: str) -> bytes:
    """Files are only read when something is drawn."""
    face = picture_at(avatar) if avatar else None
    if picture is None:
        return share_picture(replace(told, face=face))
    return share_picture(replace(told, face=face, photo=picture_at(picture.path), focal=picture.focal))
