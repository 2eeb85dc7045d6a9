"""A whole community in the back office: bring a file, look at what is in it, begin, watch, take out again, export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.discussions.models import EVERYONE, Space
from korzo.exchange import actions, places, queries, tasks
from korzo.exchange.actions.undo import check_undo
from korzo.exchange.forms import ExportForm, ImportForm
from korzo.exchange.models import Arrival, Export, Import, Kind, Reject
from korzo.exchange.permissions import owner_of
from korzo.exchange.queries import Counted
from korzo.jobs.actions import enqueue_on_commit
from korzo.jobs.queries import ProgressLine, progress_of
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.kit.signing import BadToken, sign, unsign

PURPOSE = "exchange.download"
# A link that was copied somewhere is worth nothing after that.
LINK_LASTS = timedelta(minutes=10)
REJECTS_SHOWN = 100
HEADER_ICON = "download"
_MOVING = (Import.State.LOOKING, Import.State.RUNNING, Import.State.UNDOING)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest) -> HttpResponse:
    """What came in and what went out, and the form for a file."""
    person = owner_of(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        try:
            brought = actions.receive_upload(
                form.cleaned_data["file"],
                actor=person,
                source=form.cleaned_data["source"],
                language=get_language() or "en",
            )
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            enqueue_on_commit(tasks.look_through, brought.pk)
            return redirect("staff_exchange_import", brought.pk)
    return _index(request, form, ExportForm())


def _index(request: HttpRequest, form: ImportForm, export_form: ExportForm) -> HttpResponse:
    exports = [(one, _link(one), progress_of(f"exchange.export.{one.pk}")) for one in queries.latest_exports()]
    shown = {
        "page_title": _("Move a community"),
        "header_icon": HEADER_ICON,
        "form": form,
        "export_form": export_form,
        "imports": queries.latest_imports(),
        "exports": exports,
        "is_watched": any(one.state == Export.State.RUNNING for one, _link_to, _progress in exports),
    }
    status = 422 if form.errors or export_form.errors else 200
    name = "_exports" if "HX-Request" in request.headers else "exchange"
    return render(request, f"exchange/staff/{name}.html", shown, status=status)


def _link(one: Export) -> str:
    return sign(PURPOSE, one.pk) if one.state == Export.State.FINISHED else ""


@dataclass(frozen=True)
class ImportPage:
    """What the page of an import shows, and what it shows anew every two seconds."""

    brought: Import
    counts: list[Counted]
    notes: list[Counted]
    rejects: list[Reject]
    # Rows that come, and not as they stand.
    changed: list[Reject]
    progress: ProgressLine | None
    closed_spaces: list[Space]
    # Why it cannot be taken out; empty where it can.
    kept_for: str

    @property
    def is_watched(self) -> bool:
        return self.brought.state in _MOVING

    @property
    def is_still(self) -> bool:
        return self.progress is not None and self.progress.is_still


@never_cache
@require_safe
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    owner_of(request)
    brought = _import(pk)
    came = Arrival.objects.filter(brought=brought, kind=Kind.SPACES).values("object_id")
    page = ImportPage(
        brought=brought,
        counts=queries.counted(brought),
        notes=queries.noted(brought),
        rejects=list(brought.rejects.filter(is_taken=False).order_by("pk")[:REJECTS_SHOWN]),
        changed=list(brought.rejects.filter(is_taken=True).order_by("pk")[:REJECTS_SHOWN]),
        progress=progress_of(f"exchange.{'undo' if brought.state == 'undoing' else 'import'}.{pk}"),
        closed_spaces=list(Space.objects.filter(pk__in=came).exclude(read_key=EVERYONE).order_by("position", "pk")),
        kept_for=_kept_for(brought),
    )
    shown = {
        "page_title": _("Import of %(name)s") % {"name": brought.file_name},
        "header_icon": HEADER_ICON,
        "page": page,
    }
    name = "_import_now" if "HX-Request" in request.headers else "import"
    return render(request, f"exchange/staff/{name}.html", shown)


def _kept_for(brought: Import) -> str:
    if brought.state != Import.State.FINISHED:
        return ""
    try:
        check_undo(brought)
    except Refused as refused:
        return refused.sentence
    return ""


def _import(pk: int) -> Import:
    found = Import.objects.filter(pk=pk).first()
    if found is None:
        raise Missing(str(pk))
    return found


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Also lets one go on that was given up."""
    person = owner_of(request)
    try:
        brought = actions.begin(_import(pk), actor=person)
        enqueue_on_commit(tasks.bring_in, brought.pk)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("staff_exchange_import", pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    person = owner_of(request)
    try:
        actions.discard(_import(pk), actor=person)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("staff_exchange_import", pk)
    messages.success(request, _("The file is gone. Nothing else was changed."))
    return redirect("staff_exchange")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    person = owner_of(request)
    try:
        brought = actions.begin_undo(_import(pk), actor=person)
        enqueue_on_commit(tasks.undo, brought.pk)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("staff_exchange_import", pk)


@never_cache
@require_safe
def rejects(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    owner_of(request)
    found = _import(pk)
    response = StreamingHttpResponse(_with_mark(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rows-not-taken-{found.pk}.csv"'
    return response


def _with_mark(found: Import) -> Iterator[str]:
    # The mark by which Excel knows UTF-8.
    yield "\ufeff"
    yield from queries.rejects_as_csv(found)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    person = owner_of(request)
    form = ExportForm(request.POST)
    if form.is_valid():
        try:
            asked = actions.ask_export(actor=person, **form.cleaned_data)
        except FieldRefused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            enqueue_on_commit(tasks.carry_out, asked.pk)
            messages.success(request, _("The file is being written. You find it here when it is ready."))
            return redirect("staff_exchange")
    return _index(request, ImportForm(), form)


@never_cache
@require_safe
def download(request: HttpRequest, token: str) -> FileResponse:
    """The link alone opens nothing, and neither does being the owner with an old one."""
    person = owner_of(request)
    try:
        pk = unsign(PURPOSE, token, max_age=LINK_LASTS)
    except BadToken:
        raise Refused(_("This link is no longer good. Please take the one on the page again.")) from None
    asked = Export.objects.filter(pk=pk, state=Export.State.FINISHED).first()
    if asked is None or not places.written_of(asked.token).is_file():
        raise Missing(token)
    actions.note_download(asked, actor=person)
    name = f"community-{timezone.localtime(asked.created_at):%Y-%m-%d}.zip"
    return FileResponse(places.written_of(asked.token).open("rb"), as_attachment=True, filename=name)


@require_POST
def drop_export(request: HttpRequest, pk: int) -> HttpResponse:
    person = owner_of(request)
    asked = Export.objects.filter(pk=pk, state=Export.State.FINISHED).first()
    if asked is None:
        raise Missing(str(pk))
    actions.delete_export(asked, actor=person)
    messages.success(request, _("The file is gone."))
    return redirect("staff_exchange")
