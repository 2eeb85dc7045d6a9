"""Asking Akismet, a spam check outside this site, in the form that it documents. Off until an owner has a key.

What leaves the house is a text that was posted, its author's name and the address it came from; never a mail address.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.conf import settings

from korzo.kit.errors import SendingFailed
from korzo.kit.http import KIB, Fetched, Profile, fetch

# An answer is one word. Whoever sends us elsewhere is not Akismet.
AKISMET = Profile("akismet", 16 * KIB, redirects_max=0, total_seconds=8.0)
CONTENT_LENGTH_MAX = 20_000
_HINT_LENGTH_MAX = 200
_KEY_IN_WORDS = re.compile(r"[0-9a-zA-Z]{12,}")


@dataclass(frozen=True)
class Question:
    """A text as Akismet wants to see it. `address` and `agent` are those of the browser that sent it."""

    content: str
    author_name: str
    permalink: str
    language: str
    at: datetime
    address: str
    agent: str = ""
    is_reply: bool = True

    def fields(self) -> dict[str, str]:
        return {
            "api_key": settings.KORZO_AKISMET_KEY,
            "blog": settings.KORZO_URL,
            "user_ip": self.address,
            "user_agent": self.agent,
            "permalink": self.permalink,
            "comment_type": "reply" if self.is_reply else "forum-post",
            "comment_author": self.author_name,
            "comment_content": self.content[:CONTENT_LENGTH_MAX],
            "comment_date_gmt": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "blog_lang": self.language,
            "blog_charset": "UTF-8",
        }


def has_key() -> bool:
    return bool(settings.KORZO_AKISMET_KEY)


def is_spam(question: Question) -> bool:
    """SendingFailed where there is no clear answer; permanent where asking again would bring none either."""
    answer = fetch(
        f"{settings.KORZO_AKISMET_URL.rstrip('/')}/comment-check",
        profile=AKISMET,
        method="POST",
        headers={"content-type": "application/x-www-form-urlencoded", "accept": "*/*"},
        content=urlencode(question.fields()).encode(),
    )
    if not answer.ok:
        # Akismet answers 4xx where the question or the key is wrong, but for "too many".
        lasting = 400 <= answer.status < 500 and answer.status not in {408, 425, 429}
        raise SendingFailed(f"Akismet answered {answer.status}. {_hint(answer)}".strip(), permanent=lasting)
    match answer.body.strip():
        case b"true":
            return True
        case b"false":
            return False
        case b"invalid":
            raise SendingFailed(f"Akismet does not take our key or our question. {_hint(answer)}", permanent=True)
        case _:
            raise SendingFailed("Akismet answered something else than yes or no.")


def _hint(answer: Fetched) -> str:
    """What it says about our mistake, without anything that may be the key."""
    named = " ".join(answer.headers.get(one, "") for one in ("x-akismet-debug-help", "x-akismet-alert-msg"))
    return _KEY_IN_WORDS.sub("…", named.strip()[:_HINT_LENGTH_MAX])
