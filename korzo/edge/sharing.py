"""Django's side of the page cache: which views may be stored, and what goes with a page on its way to the edge."""

import base64
import json
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from korzo.edge.recording import reads, recording
from korzo.kit import parts
from korzo.kit.parts import Part

type View = Callable[..., HttpResponse]
type GetResponse = Callable[[HttpRequest], HttpResponseBase]

# The edge and Django run in one process. Nobody outside knows this word, so nobody outside can ask as the edge does.
EDGE_WORD = secrets.token_hex(16)
ASK_HEADER = "X-Korzo-Ask"
PARTS_HEADER = "X-Korzo-Parts"
ASK_SHARED = f"shared {EDGE_WORD}"
ASK_PERSONAL = f"personal {EDGE_WORD}"

# Says nothing to a visitor: this view is not for everybody.
ASK_AGAIN = 204

# What Django tells the edge about an answer; never sent to a visitor: whether it may be kept, and the numbers of what
# it looked at, which also say how long the opposite is true.
KEEP_HEADER = "X-Korzo-Keep"
SEEN_HEADER = "X-Korzo-Seen"
LASTS_HEADER = "X-Korzo-Lasts"


def shared_page(*parameters: str) -> Callable[[View], View]:
    """A view whose page is the same for everybody who may see it, but for its personal parts.

    `parameters` are those of the address that it reads. With any other the page is answered, and not stored.
    """
    known = frozenset(parameters)

    def wrap(view: View) -> View:
        @wraps(view)
        def shared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            cast("Any", response).may_be_shared = known.issuperset(request.GET)
            return response

        cast("Any", shared).is_shared = True
        return shared

    return wrap


def sharing(get_response: GetResponse) -> GetResponse:
    """Stands outermost of those that know the visitor: records what a page reads when the edge asks for it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.headers.get(ASK_HEADER, "") != ASK_SHARED:
            return get_response(request)
        cast("Any", request).asked_by_edge = True
        with recording() as now:
            reads("site")
            response = get_response(request)
        response.headers[SEEN_HEADER] = " ".join(f"{slot}:{number}" for slot, number in now.seen)
        if _may_be_stored(response):
            response.headers[KEEP_HEADER] = "yes"
            if now.good_until != float("inf"):
                response.headers[LASTS_HEADER] = str(now.good_until)
        return response

    return middleware


def _may_be_stored(response: HttpResponseBase) -> bool:
    """Not what greets one person, leaves a cookie, or was refused.

    `Vary: Cookie` does not speak against it: Django says so whenever it looked for a session, and the edge asks with
    none of a visitor's cookies but language and theme.
    """
    control = response.headers.get("Cache-Control", "")
    return (
        getattr(response, "may_be_shared", False)
        and response.status_code == 200
        and not response.cookies
        and not response.streaming
        and "private" not in control
        and "no-store" not in control
    )


def personal_parts(get_response: GetResponse) -> GetResponse:
    return _PersonalParts(get_response)


class _PersonalParts:
    """Stands innermost: puts each visitor's own parts into the page, or answers with the parts alone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.headers.get(ASK_HEADER, "") == ASK_PERSONAL:
            return _parts_alone(request)
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_text(response):
            _fill(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """A view that makes no page for everybody need not run for nobody: the edge asks again, as the visitor did."""
        if getattr(request, "asked_by_edge", False) and not getattr(view, "is_shared", False):
            return HttpResponse(status=ASK_AGAIN)
        return None


def _is_text(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _fill(request: HttpRequest, response: HttpResponse) -> None:
    html = response.content.decode(response.charset)
    if not parts.has_marks(html) and parts.TOKEN_PLACE not in html:
        return
    if not getattr(request, "asked_by_edge", False):
        response.content = parts.resolved(request, html)
        return
    # For the edge, each part goes along as a guest sees it, with its mark before and an end behind.
    pieces, wanted = parts.split(html)
    texts = parts.filled(request, wanted)
    marked = [f"{parts.mark(part.name, part.key)}{text}{END}" for part, text in zip(wanted, texts, strict=True)]
    response.content = parts.join(pieces, marked)


END = f"\x02{EDGE_WORD}\x03"


def _parts_alone(request: HttpRequest) -> HttpResponse:
    listed = json.loads(base64.b64decode(request.headers[PARTS_HEADER]))
    wanted = [Part(name, key) for name, key in listed]
    # Pages of a member are never stored, and their parts least of all.
    private = {"Cache-Control": "no-store"}
    return HttpResponse(json.dumps(parts.differing(request, wanted)), content_type="application/json", headers=private)
