"""Members for the list under the field while somebody types a name."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from korzo.discussions.queries import beginning_with
from korzo.members.permissions import person_of


@require_safe
def mentions(request: HttpRequest) -> JsonResponse:
    person = person_of(request)
    if person is None:
        return JsonResponse({"members": []}, status=403)
    found = beginning_with(person, request.GET.get("q", ""))
    rows = [{"handle": one.handle, "name": one.name, "avatar_url": one.avatar_url} for one in found]
    response = JsonResponse({"members": rows})
    response.headers["Cache-Control"] = "private, no-store"
    return response
