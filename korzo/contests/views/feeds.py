"""What was sent in, for feed readers."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from korzo.community.queries import the_community
from korzo.contests.queries.find import feed_entries
from korzo.contests.queries.get import get_contest_for
from korzo.edge.sharing import shared_page
from korzo.kit import feeds
from korzo.kit.atom import Feed


@require_safe
@shared_page()
def entries(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_contest_for(None, pk)
    community = the_community()
    feed = Feed(
        address=request.path,
        url=one.get_absolute_url(),
        title=f"{one.title} · {community.name}",
        site=community.name,
        entries=feed_entries(one),
        changed_at=one.announcement.at,
        language=one.language,
    )
    return feeds.answer(request, feed)
