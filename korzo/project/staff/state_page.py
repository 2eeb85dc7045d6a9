"""Is everything all right? One page in plain words for the owner; `korzo check` gives the same answers."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo.members.permissions import check_can, person_of
from korzo.project.permissions import SEE_STATE
from korzo.project.watch.findings.asking import Answer, answers
from korzo.project.watch.findings.finding import Light
from korzo.project.watch.findings.words import number


@dataclass(frozen=True)
class StatePage:
    """The answers by their light; what people wait for comes first."""

    bad: list[Answer]
    look: list[Answer]
    good: list[Answer]

    @property
    def light(self) -> Light:
        return Light.BAD if self.bad else Light.LOOK if self.look else Light.GOOD

    @property
    def heading(self) -> str:
        if self.bad:
            words = ngettext("%(count)s thing needs you.", "%(count)s things need you.", len(self.bad))
            return words % {"count": number(len(self.bad))}
        if self.look:
            words = ngettext(
                "It runs well. %(count)s thing can wait for a quiet hour.",
                "It runs well. %(count)s things can wait for a quiet hour.",
                len(self.look),
            )
            return words % {"count": number(len(self.look))}
        return _("Everything is all right.")


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    check_can(person_of(request), SEE_STATE)
    found = answers()
    shown = StatePage(
        *([one for one in found if one.finding.light is light] for light in (Light.BAD, Light.LOOK, Light.GOOD))
    )
    title = _("Is everything all right?")
    return render(request, "project/state/page.html", {"page": shown, "page_title": title, "header_icon": "success"})


urls = [path("state/", page, name="staff_state")]
