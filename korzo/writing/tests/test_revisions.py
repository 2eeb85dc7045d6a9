from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.writing import registry
from korzo.writing.actions import Version, forget_member, hide_revision, keep_change, keep_revision, show_revision
from korzo.writing.actions.revisions import SILENT_FOR
from korzo.writing.diff import changed_signs, runs
from korzo.writing.models import Revision
from korzo.writing.queries import revisions_of
from tests.cast import Cast, signed_in

LABEL, PK = "tests.text", 7
NOW = timezone.now()


def visible_to(person: Person, pk: int) -> registry.Subject | None:
    """Members may see it, guests may not."""
    return registry.Subject("Wet feet", "/talk/") if person is not None and pk == PK else None


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    registry.register_history(LABEL, visible_to)
    yield
    del registry._registry.histories[LABEL]


def version(number: int, plain: str, by: Member, *, minutes: int = 0, reason: str = "") -> Version:
    at = NOW + timedelta(minutes=minutes)
    return Version(version=number, html=f"<p>{plain}</p>", plain=plain, by=by, at=at, reason=reason)


def change(cast: Cast, before: str, after: str, *, minutes: int = 60, number: int = 1, reason: str = "") -> bool:
    return keep_change(
        LABEL,
        PK,
        before=version(number, before, cast.tea),
        after=version(number + 1, after, cast.tea, minutes=minutes, reason=reason),
        first_written_at=NOW,
    )


def test_both_sides_of_a_change_are_kept_once(cast: Cast) -> None:
    assert change(cast, "Two socks.", "Three socks.")
    assert change(cast, "Three socks.", "Four socks.", number=2, minutes=70)
    assert list(Revision.objects.order_by("version").values_list("version", "plain")) == [
        (1, "Two socks."), (2, "Three socks."), (3, "Four socks."),
    ]  # fmt: skip


def test_a_slip_corrected_at_once_is_nobodys_business(cast: Cast) -> None:
    assert not change(cast, "Two sokcs.", "Two socks.", minutes=4)
    assert not Revision.objects.exists()
    assert change(cast, "Two sokcs.", "Two socks.", minutes=int(SILENT_FOR.total_seconds() // 60) + 1)


def test_a_new_text_is_no_slip_however_quick(cast: Cast) -> None:
    assert change(cast, "Buy here. " * 20, "Something else altogether. " * 20, minutes=1)


def test_a_slip_in_a_text_that_was_answered_is_kept(cast: Cast) -> None:
    sides = {"before": version(1, "Yes.", cast.tea), "after": version(2, "No.", cast.tea, minutes=1)}
    assert keep_change(LABEL, PK, first_written_at=NOW, was_answered=True, **sides)


def test_the_changes_are_told_in_words(cast: Cast) -> None:
    change(cast, "Two pairs of socks.", "Three pairs of dry socks.", reason="Learnt better")
    newest, first = revisions_of(LABEL, PK, cast.luka)
    assert [(run.kind, run.text) for run in newest.changes] == [
        ("out", "Two"), ("in", "Three"), ("same", " pairs of"), ("in", " dry"), ("same", " socks."),
    ]  # fmt: skip
    assert (newest.reason, newest.by.name, newest.is_same) == ("Learnt better", "Tea", False)
    assert (first.is_first, [run.kind for run in first.changes]) == (True, ["same"])


def test_only_who_may_see_the_subject_sees_its_versions(cast: Cast) -> None:
    change(cast, "Two.", "Three.")
    with pytest.raises(Missing):
        revisions_of(LABEL, PK, None)
    with pytest.raises(Missing):
        revisions_of("tests.unknown", PK, cast.mira)
    assert signed_in(None).get(f"/writing/history/{LABEL}/{PK}/").status_code == 404
    page = signed_in(cast.luka).get(f"/writing/history/{LABEL}/{PK}/")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "<ins>" in page.content.decode()
    assert "<del>" in page.content.decode()
    assert "taken out:" in page.content.decode()


def test_words_of_a_version_are_shown_as_they_were_typed(cast: Cast) -> None:
    change(cast, "a <script>alert(1)</script>", "b <img src=x>")
    page = signed_in(cast.luka).get(f"/writing/history/{LABEL}/{PK}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page


@pytest.mark.parametrize(("role", "may"), [("member", False), ("moderator", True), ("staff", True), ("owner", True)])
def test_the_team_hides_one_version_and_all_that_leads_to_it(cast: Cast, role: str, may: bool) -> None:
    change(cast, "Call me.", "Call 0900 123 456.")
    change(cast, "Call 0900 123 456.", "Write to me.", number=2, minutes=90)
    row = Revision.objects.get(version=2)
    actor = cast.by_role()[role]
    if not may:
        with pytest.raises(Refused):
            hide_revision(row, actor=actor, reason="A private number")
        assert not hasattr(Revision.objects.get(version=2), "hiding")
        return
    with pytest.raises(FieldRefused):
        hide_revision(row, actor=actor, reason=" ")
    hide_revision(row, actor=actor, reason="A private number")
    page = signed_in(cast.luka).get(f"/writing/history/{LABEL}/{PK}/").content.decode()
    assert "0900" not in page
    assert "A private number" in page
    assert "0900" in signed_in(actor).get(f"/writing/history/{LABEL}/{PK}/").content.decode()
    show_revision(Revision.objects.get(version=2), actor=actor)
    assert "0900" in signed_in(cast.luka).get(f"/writing/history/{LABEL}/{PK}/").content.decode()


def test_the_page_asks_for_the_reason(cast: Cast) -> None:
    row = keep_revision(LABEL, PK, version=1, html="<p>x</p>", plain="x", by=cast.tea)
    path = f"/writing/versions/{row.pk}/hiding/"
    assert signed_in(cast.luka).get(path).status_code == 403
    client = signed_in(cast.ivo)
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Private"}).status_code == 302
    assert client.post(path, {"_method": "delete"}).status_code == 302
    assert not Revision.objects.get().is_hidden


def test_versions_of_and_about_somebody_go_with_them(cast: Cast) -> None:
    keep_revision(LABEL, 1, version=1, html="", plain="By Tea", by=cast.tea)
    keep_revision(LABEL, 2, version=1, html="", plain="Ask @tea, please.", by=cast.luka)
    kept = keep_revision(LABEL, 3, version=1, html="", plain="A cup of tea.", by=cast.luka)
    forget_member(cast.tea.pk)
    assert list(Revision.objects.all()) == [kept]


def test_a_thousand_times_the_same_word_does_not_take_minutes() -> None:
    assert changed_signs("word " * 4000, "word " * 3999) == 5
    assert runs("", "") == []
    assert [run.kind for run in runs("a\n" * 9000, "b\n" * 9000)] == ["out", "in", "same"]


def test_the_history_of_what_was_never_changed_is_empty(cast: Cast) -> None:
    assert revisions_of(LABEL, PK, cast.tea) == []
