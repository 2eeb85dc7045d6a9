"""One feed in two formats: the end of its address says which."""

from django.http import HttpRequest, HttpResponse

from korzo.kit import atom, rss

ATOM_END, RSS_END = ".atom", ".rss"


def answer(request: HttpRequest, feed: atom.Feed) -> HttpResponse:
    form = rss if request.path.endswith(RSS_END) else atom
    return HttpResponse(form.rendered(feed), content_type=form.CONTENT_TYPE)
