"""Members and groups for the list under the field while somebody types a name."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from korzo.discussions.queries import beginning_with
from korzo.groups import queries as groups
from korzo.groups.queries import GroupShown
from korzo.kit.formats import spoken
from korzo.members.permissions import person_of


@require_safe
def mentions(request: HttpRequest) -> JsonResponse:
    person = person_of(request)
    if person is None:
        return JsonResponse({"members": []}, status=403)
    begun = request.GET.get("q", "")
    rows = [
        {"handle": one.handle, "name": one.name, "avatar_url": one.avatar_url} for one in beginning_with(person, begun)
    ]
    # Only where a post is written; elsewhere nobody would be told.
    called = groups.beginning_with(person, begun) if "groups" in request.GET else []
    response = JsonResponse({"members": [*(_group(one) for one in called), *rows]})
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _group(one: GroupShown) -> dict[str, str]:
    """`people`: how many are told, in words, so that its author knows before writing."""
    words = ngettext("%(count)s person", "%(count)s people", one.people) % {"count": spoken(one.people)}
    return {
        "handle": one.group.handle,
        "name": one.group.name,
        "avatar_url": one.group.picture_url,
        "people": words if one.is_callable else _("%(people)s, only the team calls so many") % {"people": words},
    }
