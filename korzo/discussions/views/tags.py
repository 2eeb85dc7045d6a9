"""The page of a tag: its topics from all spaces that everybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from korzo.discussions.cursor import parse_cursor
from korzo.discussions.page_heads import tag_head
from korzo.discussions.queries import get_tag, topics_tagged
from korzo.discussions.views.spaces import all_spaces
from korzo.edge.sharing import shared_page
from korzo.kit.fragments import vary, wants_fragment
from korzo.reactions.queries import follow_key


@require_safe
@shared_page("before")
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_tag(slug)
    if one.merged_into is not None:
        return redirect(one.merged_into, permanent=True)
    page = topics_tagged(one, before=parse_cursor(request.GET.get("before", "")))
    context = {
        "tag": one,
        "page": page,
        "head": tag_head(one, page, is_plain="before" not in request.GET),
        "next_url": f"{one.get_absolute_url()}?before={page.before}" if page.before else "",
        "follow_key": follow_key([("discussions.tag", one.pk)]),
        "crumbs": [all_spaces()],
    }
    template = "discussions/_tagged.html" if wants_fragment(request) else "discussions/tag.html"
    return vary(render(request, template, context))
