"""What the edge needs to know of who asks: language, theme, and whether there is a session."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote_plus

from django.conf import settings
from django.http import parse_cookie

from korzo.edge.incoming import Headers
from korzo.edge.sessions import is_genuine
from korzo.kit.tongue import wanted_language

THEMES = frozenset({"light", "dark"})
# What newsletters and advertisements add to an address. No page of ours reads them.
TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "mc_cid", "mc_eid", "igshid", "twclid", "ttclid"}
)
TRACKING_PREFIX = "utm_"
# A form of ours has fewer fields than this.
PARAMETERS_MAX = 50
# Cookies of many sites on one domain reach this length; beyond it a visitor is taken for a guest and Django decides.
COOKIE_LENGTH_MAX = 8_000


@dataclass(frozen=True)
class Visitor:
    language: str
    theme: str
    has_session: bool


def visitor_of(cookie: bytes, accept_language: bytes) -> Visitor:
    cookies = parse_cookie(cookie[:COOKIE_LENGTH_MAX].decode("latin-1"))
    theme = cookies.get(settings.THEME_COOKIE_NAME, "")
    return Visitor(
        wanted_language(cookies.get(settings.LANGUAGE_COOKIE_NAME, ""), accept_language.decode("latin-1")),
        theme if theme in THEMES else "",
        is_genuine(cookies.get(settings.SESSION_COOKIE_NAME, "")),
    )


def plain_query(query: bytes) -> str:
    """One spelling for each set of parameters: sorted, without empty ones, without what advertisements add."""
    if not query:
        return ""
    pairs = parse_qsl(query.decode("ascii"), max_num_fields=PARAMETERS_MAX)
    kept = sorted(
        (name, value) for name, value in pairs if name not in TRACKING and not name.startswith(TRACKING_PREFIX)
    )
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in kept)


def guest_headers(headers: Headers, visitor: Visitor, *, is_fragment: bool) -> Headers:
    """What Django hears when it renders for everybody: nothing that one visitor could choose, but for the variants."""
    cookies = [f"{settings.LANGUAGE_COOKIE_NAME}={visitor.language}"]
    if visitor.theme:
        cookies.append(f"{settings.THEME_COOKIE_NAME}={visitor.theme}")
    kept = [(name, value) for name, value in headers if name in {b"host", b"x-forwarded-proto"}]
    if is_fragment:
        kept.append((b"hx-request", b"true"))
    return [*kept, (b"cookie", "; ".join(cookies).encode("ascii"))]
