"""How django-allauth makes our members: one way in, whatever door."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    pass
