"""The reply form with a quotation in it, for whoever has no scripts: `?quote=12`."""

from django.http import HttpRequest

from korzo.discussions.models import Topic
from korzo.discussions.permissions import check_reply
from korzo.discussions.queries import get_post_for
from korzo.discussions.quotable import KIND
from korzo.discussions.views.forms import Form
from korzo.kit.errors import Missing, Refused
from korzo.kit.html import clean, excerpt
from korzo.members.permissions import person_of
from korzo.writing.queries import for_editor

# A quotation reminds of what was said; the whole stands above it.
QUOTE_LENGTH_MAX = 600


def quoting_form(request: HttpRequest, topic: Topic) -> Form | None:
    """None for everybody who did not ask for one, or may not reply: they get the page as it is."""
    wanted, person = request.GET.get("quote", ""), person_of(request)
    if person is None or not wanted.isdecimal() or len(wanted) > 18:
        return None
    try:
        check_reply(person, topic)
        post = get_post_for(person, int(wanted))
    except (Refused, Missing):
        return None
    if post.topic_id != topic.pk or not post.is_standing:
        return None
    words = excerpt(post.plain, QUOTE_LENGTH_MAX).removesuffix("…").strip()
    typed = f"> #{KIND}.{post.pk}.{post.version}\n> {words}\n\n"
    return Form(value=typed, value_html=for_editor(clean(typed, rich=False).html))
