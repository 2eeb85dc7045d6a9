"""The team's pages: the queue, a member's record, the log, the rules. Each asks first whether its reader may."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import can, check_can, check_signed_in, person_of
from korzo.members.queries import by_ids
from korzo.moderation import actions
from korzo.moderation.forms import DecisionForm, NoteForm, PolicyForm, ReasonForm, SanctionForm
from korzo.moderation.models import Decision, Entry, Item, Sanction
from korzo.moderation.permissions import CHANGE_POLICY, READ_LOG, SANCTION_HARD, check_moderate
from korzo.moderation.queries.log import entries, get_sanction, get_sweep
from korzo.moderation.queries.members import record_of
from korzo.moderation.queries.policy import grounds, the_policy
from korzo.moderation.queries.queue import LISTED_MAX, case_of, counts, get_decision, get_item_for, waiting
from korzo.moderation.queries.spam import ties_of

LOG_PAGE = 50


def _moderator(request: HttpRequest) -> Member:
    return check_moderate(person_of(request))


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The list alone; on a wide screen with its first item beside it."""
    me = _moderator(request)
    first = waiting(request.GET.get("kind", "")).first()
    return _page(request, me, first, is_chosen=False)


@never_cache
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    me = _moderator(request)
    return _page(request, me, get_item_for(me, pk), is_chosen=True)


def _page(
    request: HttpRequest,
    me: Member,
    one: Item | None,
    *,
    is_chosen: bool,
    form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    kind = request.GET.get("kind", "")
    listed = list(waiting(kind).prefetch_related("flags")[:LISTED_MAX])
    case = case_of(get_item_for(me, one.pk), me) if one is not None else None
    numbers = counts()
    tabs = [("", _("All"), numbers[""])]
    tabs += [(value, str(label), numbers[value]) for value, label in Item.Kind.choices if numbers[value]]
    context = {
        "items": listed,
        "tabs": tabs,
        "kind": kind,
        "case": case,
        "form": form or DecisionForm(initial=_answer_of(case.item, case.seen_version) if case else None),
        "is_chosen": is_chosen,
        "undoable": _undoable(request, me),
        "contents": Sanction.Content.choices,
        "page_title": _("Moderation"),
    }
    return render(request, "moderation/staff/queue.html", context, status=status)


def _answer_of(one: Item, seen_version: int | None) -> dict[str, object]:
    """What members said most often is proposed as the reason."""
    said = one.flags.values_list("reason", flat=True).first()
    return {"version": one.version, "seen_version": seen_version, "reason": said if said in grounds() else "spam"}


def _undoable(request: HttpRequest, me: Member) -> Decision | None:
    wanted = request.GET.get("decided", "")
    return get_decision(int(wanted), me) if wanted.isdecimal() and len(wanted) < 19 else None


@require_POST
def claiming(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken and let go of; a script asks for it when an item comes before somebody's eyes."""
    me = _moderator(request)
    one = get_item_for(me, pk)
    if "let_go" in request.POST:
        actions.let_go(one, actor=me)
    elif not actions.claim(one, actor=me):
        messages.warning(request, _("Somebody else looks at this just now."))
    return redirect("staff_moderation_item", pk=pk)


@require_POST
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    me = _moderator(request)
    one, form = get_item_for(me, pk), DecisionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        choice = actions.Choice(
            verb=data["verb"],
            version=data["version"],
            seen_version=data["seen_version"],
            reason=data["reason"],
            words=data["words"],
            hours=data["hours"],
            content=data["content"] or None,
        )
        try:
            made = actions.decide(one, actor=me, choice=choice)
        except Refused as refusal:
            # Nothing that was typed is lost; the versions are those of now, so that a second look counts.
            again = request.POST.copy()
            again.update({"version": str(get_item_for(me, pk).version)})
            form = DecisionForm(again)
            form.is_valid()
            form.refuse(refusal)
        else:
            messages.success(request, _("Done."))
            return redirect(f"{_next_address(request)}?decided={made.pk}&kind={request.GET.get('kind', '')}")
    return _page(request, me, get_item_for(me, pk), is_chosen=True, form=form, status=422)


def _next_address(request: HttpRequest) -> str:
    following = waiting(request.GET.get("kind", "")).first()
    if following is None:
        return reverse("staff_moderation")
    return reverse("staff_moderation_item", args=[following.pk])


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    me = _moderator(request)
    made = get_decision(pk, me)
    if made is None:
        raise Missing(str(pk))
    one = actions.undo_decision(made, actor=me)
    messages.success(request, _("Taken back. Nobody was told."))
    return redirect("staff_moderation_item", pk=one.pk)


def _member(pk: int) -> Member:
    found = by_ids({pk}).get(pk)
    if found is None or found.erased_at is not None:
        raise Missing(str(pk))
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's record; a POST gives a warning or a limit."""
    me, one = _moderator(request), _member(pk)
    record = record_of(one)
    form = SanctionForm(request.POST or None, proposed_hours=record.hours_proposed, may_suspend=can(me, SANCTION_HARD))
    if request.method == "POST" and form.is_valid():
        try:
            _give(form, one, me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Done. The member is told why, and how to question it."))
            return redirect("staff_moderation_member", pk=pk)
    context = {
        "member": one,
        "record": record,
        "form": form,
        "note_form": NoteForm(),
        "may_lift_all": can(me, SANCTION_HARD),
        "entries": entries(member_id=one.pk)[:20] if can(me, READ_LOG) else [],
        "ties": ties_of(one.pk),
        "page_title": one.name,
    }
    return render(request, "moderation/staff/member.html", context, status=422 if form.errors else 200)


def _give(form: SanctionForm, one: Member, me: Member) -> None:
    data = form.cleaned_data
    why = actions.Why(data["reason"], data["words"])
    if data["kind"] == Sanction.Kind.WARNING:
        actions.warn(one, actor=me, why=why)
    elif data["kind"] == Sanction.Kind.SILENCE:
        actions.silence(one, actor=me, why=why, hours=data["hours"])
    elif data["kind"] == Sanction.Kind.SUSPENSION:
        actions.suspend(one, actor=me, why=why, hours=data["hours"])
    else:
        actions.propose_ban(one, actor=me, why=why, content=data["content"] or Sanction.Content.STAYS)


@require_POST
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    me, one = _moderator(request), _member(pk)
    actions.write_note(one, actor=me, words=request.POST.get("words", ""))
    messages.success(request, _("Noted."))
    return redirect("staff_moderation_member", pk=pk)


@require_POST
def sweeping(request: HttpRequest, pk: int) -> HttpResponse:
    me, one = _moderator(request), _member(pk)
    actions.sweep(one, actor=me)
    messages.success(request, _("All that they wrote is being hidden. You can take it back for thirty days."))
    return redirect("staff_moderation_member", pk=pk)


@require_POST
def sweep_undo(request: HttpRequest, pk: int) -> HttpResponse:
    me = _moderator(request)
    row = get_sweep(pk)
    actions.undo_sweep(row, actor=me)
    messages.success(request, _("All that was hidden is being shown again."))
    return redirect("staff_moderation_member", pk=row.member_id) if row.member_id else redirect("staff_moderation")


@require_POST
def lifting(request: HttpRequest, pk: int) -> HttpResponse:
    me = _moderator(request)
    row = get_sanction(pk)
    actions.lift(row, actor=me)
    messages.success(request, _("It ends now, and the member is told."))
    return redirect("staff_moderation_member", pk=row.member_id)


@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    me = check_signed_in(person_of(request))
    check_can(me, READ_LOG)
    verb = request.GET.get("verb", "")
    page = Paginator(entries(verb=verb), LOG_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "verb": verb, "verbs": Entry.Verb.choices, "page_title": _("Log of moderation")}
    return render(request, "moderation/staff/log.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    me = check_signed_in(person_of(request))
    check_can(me, CHANGE_POLICY)
    form = PolicyForm(request.POST or None, instance=the_policy())
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_policy(form.change(), actor=me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff_moderation_rules")
    context = {
        "form": form,
        "reason_form": ReasonForm(),
        "grounds": grounds().values(),
        "page_title": _("Rules of moderation"),
    }
    return render(request, "moderation/staff/rules.html", context, status=422 if form.errors else 200)


@require_POST
def reasons(request: HttpRequest) -> HttpResponse:
    """A reason is written, replaced, or offered no more."""
    me = check_signed_in(person_of(request))
    check_can(me, CHANGE_POLICY)
    if "retire" in request.POST:
        actions.retire_reason(request.POST["retire"], actor=me)
        messages.success(request, _("It is not offered any more."))
        return redirect("staff_moderation_rules")
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.keep_reason(form.words(), actor=me)
        messages.success(request, _("Saved."))
        return redirect("staff_moderation_rules")
    context = {"form": PolicyForm(instance=the_policy()), "reason_form": form, "grounds": grounds().values()}
    return render(request, "moderation/staff/rules.html", context, status=422)
