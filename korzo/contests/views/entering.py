"""What somebody who takes part does: send something in, change it, withdraw it. Works without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from korzo.contests.actions import draft_key, edit_entry, enter, withdraw_entry
from korzo.contests.actions.sent import PICTURES_MAX
from korzo.contests.forms import EntryForm, initial_of
from korzo.contests.models import Contest, Entry
from korzo.contests.permissions import check_edit, check_enter, check_own
from korzo.contests.queries.get import get_contest_for, get_entry_for
from korzo.contests.queries.pictures import pictures_of
from korzo.contests.views.asking import picture_ids_in
from korzo.kit.errors import Refused
from korzo.kit.formats import spoken
from korzo.kit.html import clean, stored, to_plain
from korzo.media.actions import receive_picture
from korzo.media.models import Picture
from korzo.media.permissions import visible_to as pictures_visible_to
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of
from korzo.ui.form_trap import read_trap
from korzo.writing import queries as drafts
from korzo.writing.actions import DraftConflict, Words, save_draft

# A form without a script is one window for ever; each sending of it is one more save.
_WINDOW = "form"


@dataclass(frozen=True)
class Page:
    """Everything that the form shows, also after something was not right."""

    contest: Contest
    form: EntryForm
    entry: Entry | None = None
    value: str = ""
    value_html: SafeString | str = ""
    pictures: Sequence[Picture] = ()

    @property
    def draft_key(self) -> str:
        return f"entry:{self.entry.pk}" if self.entry else draft_key(self.contest)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    contest = get_contest_for(person, pk)
    if person is None:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        check_enter(person, contest, timezone.now())
        return _page(request, Page(contest, EntryForm(contest)))
    form, ids = _sent(request, person, contest)
    if form.is_valid():
        try:
            entry = enter(contest, actor=person, sent=form.sent(ids, read_trap(request, timezone.now())))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _thanks(entry))
            return redirect(entry)
    page = Page(contest, form)
    _keep_as_draft(request, person, page, ids)
    return _again(request, person, page, ids)


def _thanks(entry: Entry) -> str:
    if entry.is_standing:
        return _("Thank you. Your entry is in.")
    return _("Thank you. Somebody of the team looks at your entry first; then everybody sees it.")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    entry = get_entry_for(person, pk)
    if request.method != "POST":
        check_edit(person, entry, timezone.now())
        form = EntryForm(entry.contest, initial=initial_of(entry))
        value = str(form["body"].value())
        return _page(request, Page(entry.contest, form, entry, value, stored(entry.html), pictures_of(entry.pk)))
    form, ids = _sent(request, person, entry.contest)
    if form.is_valid():
        try:
            changed = edit_entry(entry, actor=person, sent=form.sent(ids, read_trap(request, timezone.now())))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved.") if changed.is_standing else _thanks(changed))
            return redirect(entry)
    page = Page(entry.contest, form, entry)
    _keep_as_draft(request, person, page, ids)
    return _again(request, person, page, ids)


def _sent(request: HttpRequest, member: Member, contest: Contest) -> tuple[EntryForm, list[int]]:
    """Files that came with the form itself are taken in first, so that nobody has to choose them twice."""
    form, ids = EntryForm(contest, request.POST), picture_ids_in(request.POST)
    files = request.FILES.getlist("files")
    for file in files[: max(0, PICTURES_MAX - len(ids))]:
        try:
            ids.append(receive_picture(file, owner=member, alt=request.POST.get("alt", "")).pk)
        except Refused as refusal:
            name = file.name or ""
            form.add_error("body", _("%(file)s: %(problem)s") % {"file": name, "problem": refusal.sentence})
    if len(picture_ids_in(request.POST)) + len(files) > PICTURES_MAX:
        form.add_error("body", _("Up to %(count)s pictures fit here.") % {"count": spoken(PICTURES_MAX)})
    return form, ids


def _keep_as_draft(request: HttpRequest, member: Member, page: Page, ids: list[int]) -> None:
    """What could not be sent is kept with us as well: the page may be closed by accident. A draft that a script keeps
    is newer or the same.
    """
    kept = drafts.draft_of(member, page.draft_key)
    if kept is not None and kept.window != _WINDOW:
        return
    words = Words(
        body=request.POST.get("body", ""),
        is_rich=request.POST.get("body_format") == "html",
        fields={"title": request.POST.get("title", ""), "pictures": [str(pk) for pk in ids]},
        about=page.contest.title,
        path=request.path,
        window=_WINDOW,
        sequence=kept.sequence if kept else 0,
        turn=kept.turn + 1 if kept else 1,
    )
    try:
        save_draft(page.draft_key, actor=member, words=words)
    except (DraftConflict, Refused):
        return


def _again(request: HttpRequest, member: Member, page: Page, ids: list[int]) -> HttpResponse:
    """Nothing that was typed or chosen is lost. Rich text passes the cleaner before it meets the page again."""
    body = request.POST.get("body", "")
    cleaned = clean(body, rich=True) if request.POST.get("body_format") == "html" else None
    found = pictures_visible_to(member).in_bulk(ids)
    again = Page(
        page.contest,
        page.form,
        page.entry,
        value="\n\n".join(to_plain(cleaned.html).split("\n")) if cleaned else body,
        value_html=stored(cleaned.html) if cleaned else "",
        pictures=[found[pk] for pk in ids if pk in found],
    )
    return _page(request, again, status=422)


def _page(request: HttpRequest, page: Page, status: int = 200) -> HttpResponse:
    context = {
        "page": page,
        **drafts.composer(page.draft_key, about=page.contest.title),
        "upload_url": reverse("media:pictures"),
        "pictures_max": PICTURES_MAX,
        "pictures_left": max(0, PICTURES_MAX - len(page.pictures)),
    }
    return render(request, "contests/entry_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    entry = get_entry_for(person, pk)
    check_own(check_signed_in(person), entry, timezone.now())
    if request.method != "POST":
        return render(request, "contests/withdrawal.html", {"entry": entry})
    withdraw_entry(entry, actor=person)
    messages.success(request, _("Your entry is withdrawn. While entries are taken you can send in another one."))
    return redirect(entry.contest)
