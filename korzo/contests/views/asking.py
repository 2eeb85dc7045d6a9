"""Where a person goes after a form, and what they chose in it."""

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

# Far above what an entry may hold: the action says the sentence, this only bounds the work.
IDS_READ_MAX = 40
DIGITS_MAX = 18


def address_after(request: HttpRequest, usual: str) -> str:
    """Back to where somebody came from, if that is one of our own pages."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else usual


def picture_ids_in(data: QueryDict) -> list[int]:
    return [int(one) for one in data.getlist("pictures")[:IDS_READ_MAX] if is_number(one)]


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX


def number_in(data: QueryDict, name: str) -> int | None:
    text = data.get(name, "")
    return int(text) if is_number(text) else None
