"""The feed of one person: their topics and replies that everybody may read."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from korzo.community.queries import the_community
from korzo.discussions.queries import member_entries
from korzo.edge.sharing import shared_page
from korzo.kit import feeds
from korzo.kit.atom import Feed
from korzo.members.queries import get_member_for


@require_safe
@shared_page()
def member(request: HttpRequest, handle: str) -> HttpResponse:
    one = get_member_for(None, handle)
    community = the_community()
    feed = Feed(
        address=request.path,
        url=one.get_absolute_url(),
        title=f"{one.name} · {community.name}",
        site=community.name,
        entries=member_entries(one.pk),
        changed_at=one.joined_at,
    )
    return feeds.answer(request, feed)
