"""Django's permission questions, answered from our roles: no groups to fill, nothing to get out of step."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser

from korzo.members.models import Member
from korzo.members.permissions import has_wagtail_permission


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth carries no types
    def has_perm(self, user_obj: Member | AnonymousUser, perm: str, obj: Any = None) -> bool:
        return isinstance(user_obj, Member) and user_obj.is_active and has_wagtail_permission(user_obj, perm)

    def has_module_perms(self, user_obj: Member | AnonymousUser, app_label: str) -> bool:
        return self.has_perm(user_obj, f"{app_label}.access_admin")
