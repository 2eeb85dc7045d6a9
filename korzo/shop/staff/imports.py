"""Bring the files of a shop: upload, look at what was found, begin, watch, and see what could not be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.jobs.actions import enqueue_on_commit
from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.shop import queries
from korzo.shop.actions.connect import connect_shop
from korzo.shop.actions.import_files import DEAD_AFTER, KINDS
from korzo.shop.forms import ShopFilesForm, time_zones
from korzo.shop.models import Connection, ImportReject, ImportRun
from korzo.shop.permissions import IMPORT
from korzo.shop.staff import parcels, tasks
from korzo.shop.staff.parcels import Parcel, State
from korzo.shop.staff.team import team_member
from korzo.shop.staff.uploads import unpack

# So much is read through in two seconds, and the answer can stand beside the field. More is for the worker.
CHECKED_AT_ONCE_BYTES_MAX = 4 * 1024 * 1024
# Enough to see what is wrong; the whole list is one file.
REJECTS_SHOWN = 100
FAULTS_BESIDE_FIELD_MAX = 8
HEADER_ICON = "upload"


@dataclass(frozen=True)
class RunPage:
    """What the page of a run shows, and what it shows anew every two seconds."""

    run: ImportRun
    parcel: Parcel | None
    rejects: list[ImportReject]

    @property
    def is_running(self) -> bool:
        return self.run.state == ImportRun.State.RUNNING and self.run.alive_at > timezone.now() - DEAD_AFTER

    @property
    def will_go_on(self) -> bool:
        """It stopped, but its files are still here and the worker tries again."""
        return self.parcel is not None and not self.parcel.has_ended and self.run.state != ImportRun.State.FINISHED

    @property
    def is_watched(self) -> bool:
        return self.is_running or self.will_go_on

    @property
    def percent(self) -> int | None:
        """None where nobody counted before, as with an import of the command line."""
        if self.parcel is None or not self.parcel.kind:
            return None
        counts = self.parcel.findings.records
        earlier = KINDS[: [kind.value for kind in KINDS].index(self.parcel.kind)]
        done = sum(counts.get(kind.value, 0) for kind in earlier) + self.parcel.records_done
        total = sum(counts.values()) + self.parcel.findings.rejected_count
        # The last steps, in which orders find their members, come after the last record.
        return min(99, done * 100 // total) if total else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    person = team_member(request, IMPORT)
    parcels.discard_old()
    form = ShopFilesForm(request.POST, request.FILES) if request.method == "POST" else ShopFilesForm(initial=_usual())
    if form.is_bound and form.is_valid():
        parcel = _receive(form, person)
        if parcel is not None:
            return redirect("staff_import_parcel", parcel.token)
    shown = {
        "page_title": _("Imports"),
        "header_icon": HEADER_ICON,
        "form": form,
        "time_zones": time_zones(),
        "parcels": parcels.unopened(),
        "runs": queries.latest_runs(),
    }
    return render(request, "shop/staff/imports.html", shown, status=422 if form.errors else 200)


def _usual() -> dict[str, str]:
    """As the last time, or as this house is set."""
    known = Connection.objects.order_by("-created_at", "-pk").first()
    if known is None:
        return {"currency": "EUR", "time_zone": timezone.get_default_timezone_name()}
    return {
        "platform": known.platform,
        "shop_name": known.name,
        "currency": known.currency,
        "time_zone": known.time_zone,
        "date_order": known.date_order,
    }


def _receive(form: ShopFilesForm, person: Member) -> Parcel | None:
    """None where the form now says what is wrong; then nothing of the upload stays."""
    said = dict(form.cleaned_data)
    uploads = said.pop("uploads")
    parcel = parcels.receive(
        Parcel(
            token=parcels.new_token(),
            sender_id=person.pk,
            language=get_language() or "en",
            received_at=timezone.now(),
            **said,
        )
    )
    try:
        parcel = parcels.save(parcel, bytes=unpack(uploads, parcel.files))
    except Refused as refused:
        form.add_error("uploads", refused.sentence)
        parcels.discard(parcel)
        return None
    if parcel.bytes > CHECKED_AT_ONCE_BYTES_MAX:
        enqueue_on_commit(tasks.check_parcel, parcel.token)
        return parcel
    parcel = tasks.check(parcel)
    if parcel.state == State.FAULTY:
        for fault in parcel.findings.faults[:FAULTS_BESIDE_FIELD_MAX]:
            form.add_error("uploads", fault.reason)
        parcels.discard(parcel)
        return None
    return parcel


@never_cache
@require_safe
def parcel(request: HttpRequest, token: str) -> HttpResponse:
    team_member(request, IMPORT)
    found = parcels.load(token)
    if found.run_id is not None:
        return _go(request, reverse("staff_import", args=[found.run_id]))
    shown = {
        "page_title": _("Files of %(shop)s") % {"shop": found.shop_name},
        "header_icon": HEADER_ICON,
        "parcel": found,
        "known_shop": _known_shop(found),
        "is_watched": found.state in {State.CHECKING, State.WAITING, State.RUNNING},
        "is_held_back": found.is_strict and found.findings.rejected_count > 0,
    }
    return render(request, _template(request, "parcel"), shown)


@require_POST
def begin(request: HttpRequest, token: str) -> HttpResponse:
    person = team_member(request, IMPORT)
    found = parcels.load(token)
    try:
        _begin(found, person, leave_out_bad_rows="leave_out" in request.POST)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("staff_import_parcel", token)


def _begin(parcel: Parcel, person: Member, *, leave_out_bad_rows: bool) -> None:
    if parcel.state != State.SOUND:
        raise Refused(_("This import was begun already, or its files are not ready."))
    if parcel.is_strict and parcel.findings.rejected_count and not leave_out_bad_rows:
        raise Refused(_("You asked for all or nothing, and some rows cannot be read."))
    known = _known_shop(parcel)
    if known is not None and _is_busy(known):
        raise Refused(_("An import of this shop is already running. Please wait until it is done."))
    connection = connect_shop(
        name=known.name if known else parcel.shop_name,
        platform=parcel.platform,
        currency=parcel.currency,
        time_zone=parcel.time_zone,
        product_url=known.product_url if known else "",
        actor=person,
    )
    parcels.save(
        parcel,
        state=State.WAITING,
        connection_id=connection.pk,
        sender_id=person.pk,
        is_strict=parcel.is_strict and not leave_out_bad_rows,
    )
    enqueue_on_commit(tasks.import_parcel, parcel.token)


def _is_busy(connection: Connection) -> bool:
    alive = ImportRun.objects.filter(
        connection=connection, state=ImportRun.State.RUNNING, alive_at__gt=timezone.now() - DEAD_AFTER
    )
    begun = (one for one in parcels.unopened() if one.connection_id == connection.pk and one.is_begun)
    return alive.exists() or any(begun)


def _known_shop(parcel: Parcel) -> Connection | None:
    """Nobody writes the name of her shop the same way each time."""
    return Connection.objects.filter(platform=parcel.platform, name__iexact=parcel.shop_name).order_by("pk").first()


@require_POST
def drop(request: HttpRequest, token: str) -> HttpResponse:
    team_member(request, IMPORT)
    found = parcels.load(token)
    run = ImportRun.objects.filter(pk=found.run_id).first() if found.run_id else None
    if run is not None and run.state == ImportRun.State.RUNNING:
        messages.error(request, _("The import is running just now. Please wait until it is done."))
        return redirect("staff_import", run.pk)
    parcels.discard(found)
    messages.success(request, _("The files are gone. Nothing else was changed."))
    return redirect("staff_imports")


@never_cache
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    team_member(request, IMPORT)
    found = _run(pk)
    page = RunPage(
        run=found,
        parcel=parcels.of_run(pk),
        rejects=list(found.rejects.order_by("file", "line", "pk")[:REJECTS_SHOWN]),
    )
    shown = {
        "page_title": _("Import of %(shop)s") % {"shop": found.connection.name},
        "header_icon": HEADER_ICON,
        "page": page,
        "is_watched": page.is_watched,
    }
    return render(request, _template(request, "import"), shown)


@never_cache
@require_safe
def rejects(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    team_member(request, IMPORT)
    found = _run(pk)
    response = StreamingHttpResponse(_with_mark(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rejected-rows-{found.pk}.csv"'
    return response


def _with_mark(found: ImportRun) -> Iterator[str]:
    # The mark by which Excel knows UTF-8.
    yield "\ufeff"
    yield from queries.rejects_as_csv(found)


def _run(pk: int) -> ImportRun:
    found = ImportRun.objects.select_related("connection").filter(pk=pk).first()
    if found is None:
        raise Missing(str(pk))
    return found


def _template(request: HttpRequest, name: str) -> str:
    """The whole page, or only its living part for whoever watches."""
    return f"shop/staff/_{name}_now.html" if "HX-Request" in request.headers else f"shop/staff/{name}.html"


def _go(request: HttpRequest, url: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
