"""Who judges, and votes that were given in an odd way."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from korzo.contests.actions import name_juror, release_juror, rule_votes
from korzo.contests.models import Contest
from korzo.contests.queries.get import get_contest_for
from korzo.contests.queries.jury import jurors_of
from korzo.contests.queries.suspects import suspicions
from korzo.contests.staff.contests import overview
from korzo.contests.staff.forms import JurorForm, RulingForm, form_of
from korzo.contests.staff.team import team_member
from korzo.contests.views.asking import is_number
from korzo.kit.errors import Missing, Refused
from korzo.kit.formats import spoken
from korzo.kit.fragments import is_deletion

# A burst of a whole community is told in the first of them.
RULED_AT_ONCE_MAX = 1_000


@require_POST
def jury(request: HttpRequest, pk: int) -> HttpResponse:
    me = team_member(request)
    one = get_contest_for(me, pk)
    form = JurorForm(request.POST)
    if form.is_valid():
        try:
            name_juror(one, actor=me, handle=form.cleaned_data["handle"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Named. They are told."))
            return redirect("staff_contest", pk)
    return overview(request, one, form_of(one), juror_form=form)


@require_http_methods(["POST", "DELETE"])
def juror(request: HttpRequest, pk: int, juror_id: int) -> HttpResponse:
    me = team_member(request)
    contest = get_contest_for(me, pk)
    found = next((one for one in jurors_of(contest) if one.pk == juror_id), None)
    if found is None or not is_deletion(request):
        raise Missing(f"juror {juror_id}")
    try:
        release_juror(found, actor=me)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("They are out of the jury, and are told."))
    return redirect("staff_contest", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def votes(request: HttpRequest, pk: int) -> HttpResponse:
    me = team_member(request)
    contest = get_contest_for(me, pk)
    form = RulingForm(request.POST) if request.method == "POST" else RulingForm()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        ids = [int(one) for one in data["votes"].split()[:RULED_AT_ONCE_MAX] if is_number(one)]
        try:
            count = rule_votes(contest, actor=me, vote_ids=ids, counts=data["counts"] == "yes", reason=data["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            done = ngettext("%(count)s vote is decided.", "%(count)s votes are decided.", count)
            messages.success(request, done % {"count": spoken(count)})
            return redirect("staff_contest_votes", pk)
    return _votes_page(request, contest, form)


def _votes_page(request: HttpRequest, contest: Contest, form: RulingForm) -> HttpResponse:
    context = {
        "contest": contest,
        "suspicions": suspicions(contest),
        "form": form,
        "asked": form.data.get("votes", ""),
        "is_over": hasattr(contest, "result"),
        "page_title": _("Votes to look at"),
        "header_icon": "pick",
    }
    return render(request, "contests/staff/votes.html", context, status=422 if form.errors else 200)
