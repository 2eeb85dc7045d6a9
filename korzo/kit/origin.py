"""Forms on guest pages carry no token, because the page is the same for everybody; their origin is checked instead.

Browsers send `Origin` (or `Sec-Fetch-Site`) with every POST, and a foreign page cannot forge either.
"""

from django.http import HttpRequest


def is_own(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}"
    referer = request.headers.get("Referer", "")
    return referer.startswith(f"{request.scheme}://{request.get_host()}/")
