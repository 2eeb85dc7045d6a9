"""Members, for the team: who is here, and who may do what."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from korzo.kit.errors import Missing
from korzo.members import actions, queries
from korzo.members.models import Member
from korzo.members.permissions import CHANGE_ROLES, SEE_MAIL_ADDRESSES, SEE_MEMBERS, can, check_can, person_of

ROWS_ON_PAGE = 50


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    check_can(person, SEE_MEMBERS)
    text, role = request.GET.get("q", "")[:100], request.GET.get("role", "")
    may_see_mail = can(person, SEE_MAIL_ADDRESSES)
    rows = queries.found_for_staff(text, role if role in Member.Role.values else "", by_mail=may_see_mail)
    shown = {
        "page_title": _("Members"),
        "header_icon": "group",
        "page": Paginator(rows, ROWS_ON_PAGE).get_page(request.GET.get("p")),
        "text": text,
        "role": role,
        "roles": Member.Role.choices,
        "may_see_mail": may_see_mail,
        "may_change_roles": can(person, CHANGE_ROLES),
    }
    return render(request, "staff_desk/members.html", shown)


@require_POST
def role(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    check_can(person, CHANGE_ROLES)
    member = Member.objects.filter(pk=pk, erased_at__isnull=True).first()
    wanted = request.POST.get("role", "")
    if person is None or member is None or wanted not in Member.Role.values:
        raise Missing(pk)
    if member.pk == person.pk:
        messages.error(request, _("Your own role can only be changed by another owner."))
    else:
        actions.change_role(member, actor=person, role=wanted)
        messages.success(request, _("%(name)s has another role now.") % {"name": member.name})
    return redirect("staff_members")
