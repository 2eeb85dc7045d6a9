"""What comes out of the forms of comments, and what goes back into them when something was not right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from korzo.comments.actions import Written
from korzo.comments.models import NAME_LENGTH_MAX, Comment
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.html import clean
from korzo.ui.form_trap import read_trap
from korzo.writing import queries as writing

# What a browser calls itself; longer ones are made up.
AGENT_LENGTH_MAX = 300


@dataclass(frozen=True)
class Typed:
    """The fields as the person left them; `errors` by field, "" for the form as a whole."""

    value: str = ""
    value_html: SafeString | str = ""
    version: int = 0
    reason: str = ""
    name: str = ""
    mail: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def body_errors(self) -> list[str]:
        return [self.errors["body"]] if "body" in self.errors else []

    @property
    def name_error(self) -> str:
        return self.errors.get("name", "")

    @property
    def mail_error(self) -> str:
        return self.errors.get("mail", "")

    @property
    def general_error(self) -> str:
        return self.errors.get("", "")


def written_in(request: HttpRequest) -> Written:
    trap = read_trap(request, timezone.now())
    data = request.POST
    return Written(
        body=data.get("body", ""),
        rich=data.get("body_format") == "html",
        draft_key=data.get("draft_key", "")[:80],
        seconds_typed=trap.seconds,
        trap_filled=trap.filled,
        address=get_adapter().get_client_ip(request),
        agent=request.headers.get("User-Agent", "")[:AGENT_LENGTH_MAX],
    )


def typed_of(comment: Comment) -> Typed:
    """A finished comment, ready to be changed in the editor or in a bare text field."""
    return Typed(
        value=writing.typed(comment.html), value_html=writing.for_editor(comment.html), version=comment.version
    )


def typed_again(data: QueryDict, refusal: Refused) -> Typed:
    """Nothing that was typed is lost. Rich text passes the cleaner before it meets the page again."""
    body = data.get("body", "")
    cleaned = clean(body, rich=True) if data.get("body_format") == "html" else None
    return Typed(
        value=writing.typed(cleaned.html) if cleaned else body,
        value_html=writing.for_editor(cleaned.html) if cleaned else "",
        version=number_in(data, "version") or 0,
        reason=data.get("reason", ""),
        name=data.get("name", "")[:NAME_LENGTH_MAX],
        mail=data.get("mail", ""),
        errors={refusal.field if isinstance(refusal, FieldRefused) else "": refusal.sentence},
    )


def number_in(data: QueryDict, name: str) -> int | None:
    """An id or a version in a field; None for anything else."""
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
