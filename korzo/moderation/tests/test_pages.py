"""Every page and form of moderation, as every role: what it answers, and that a refusal changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from korzo.activity.activities import all_kinds
from korzo.members.models import Member
from korzo.moderation import actions
from korzo.moderation.actions import Why
from korzo.moderation.models import Decision, Entry, Flag, Item, MemberNote, Policy, Reason, Sanction, Sweep
from korzo.moderation.tests.acting import decided, flagged
from korzo.moderation.tests.wall import LABEL, Wall
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
ROLES = ("outsider", "member", "moderator", "staff", "owner")


@dataclass(frozen=True)
class Scene:
    cast: Cast
    item: Item
    done: Decision
    sanction: Sanction
    suspension: Sanction
    sweep: Sweep
    word: Flag

    @property
    def done_statement(self) -> int | None:
        self.done.refresh_from_db()
        return self.done.statement_id


@pytest.fixture
def scene(cast: Cast, wall: Wall) -> Scene:
    """Luka wrote three lines; the first waits, the second was decided by Ivo, about the third Tea had a word."""
    for _number in range(3):
        wall.write(cast.luka)
    return Scene(
        cast,
        item=flagged(1, cast.tea),
        done=decided(flagged(2, cast.tea), cast.ivo, "agree"),
        sanction=actions.warn(cast.luka, actor=cast.ivo, why=Why("rude", "Please be kind.")),
        suspension=actions.suspend(cast.luka, actor=cast.sara, why=Why("rude")),
        sweep=actions.sweep(cast.luka, actor=cast.ivo),
        word=actions.flag(LABEL, 3, actor=cast.tea, reason="tell_author", words="Your link is broken."),
    )


def addresses(scene: Scene) -> dict[str, str]:
    luka = scene.cast.luka.pk
    return {
        "queue": "/staff/moderation/",
        "queue of flags": "/staff/moderation/?kind=flags",
        "item": f"/staff/moderation/{scene.item.pk}/",
        "decided item": f"/staff/moderation/{scene.done.item_id}/",
        "member": f"/staff/moderation/members/{luka}/",
        "log": "/staff/moderation/log/",
        "rules": "/staff/moderation/rules/",
        "standing": "/report/standing/",
        "statement": f"/report/decisions/{scene.done_statement}/",
        "word": f"/report/words/{scene.word.pk}/",
        "flag": f"/report/{LABEL}/1/",
        "flag of nothing": f"/report/{LABEL}/99/",
        "notice": "/report/notice/",
        "notice of nobody": "/report/notice/nothing/",
        "transparency": "/report/transparency/",
    }


# In the order of the roles. 302 leads to the sign-in.
PAGES = {
    "queue": (302, 302, 200, 200, 200),
    "queue of flags": (302, 302, 200, 200, 200),
    "item": (302, 302, 200, 200, 200),
    "decided item": (302, 302, 200, 200, 200),
    "member": (302, 302, 200, 200, 200),
    "log": (302, 302, 403, 200, 200),
    "rules": (302, 302, 403, 200, 200),
    "standing": (302, 200, 200, 200, 200),
    "statement": (302, 404, 200, 200, 200),
    "word": (302, 404, 404, 404, 404),
    "flag": (302, 200, 200, 200, 200),
    "flag of nothing": (404, 404, 404, 404, 404),
    "notice": (200, 200, 200, 200, 200),
    "notice of nobody": (404, 404, 404, 404, 404),
    "transparency": (200, 200, 200, 200, 200),
}


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_its_readers(scene: Scene, role: str) -> None:
    browser = signed_in(scene.cast.by_role()[role])
    answers = {name: browser.get(path).status_code for name, path in addresses(scene).items()}
    assert answers == {name: statuses[ROLES.index(role)] for name, statuses in PAGES.items()}


def rows() -> tuple[object, ...]:
    """All that a form of these pages could change."""
    return (
        Flag.objects.count(),
        Decision.objects.filter(undone_at__isnull=True).count(),
        Sanction.objects.filter(lifted_at__isnull=True).count(),
        MemberNote.objects.count(),
        Sweep.objects.filter(undone_at__isnull=True).count(),
        Policy.objects.count(),
        Reason.objects.count(),
        Item.objects.filter(claimed_by__isnull=False).count(),
        Entry.objects.count(),
    )


def forms(scene: Scene) -> dict[str, tuple[str, dict[str, str], set[str]]]:
    """Address, what is sent, and the roles for which it works; everybody else is sent away or refused."""
    team, staff, luka = {"moderator", "staff", "owner"}, {"staff", "owner"}, scene.cast.luka.pk
    verdict = {"verb": "disagree", "version": str(scene.item.version), "seen_version": "1"}
    limit = {"reason": "rude", "words": "Enough."}
    return {
        "claim": (f"/staff/moderation/{scene.item.pk}/claiming/", {}, team),
        "decide": (f"/staff/moderation/{scene.item.pk}/decision/", verdict, team),
        "undo": (f"/staff/moderation/decisions/{scene.done.pk}/undo/", {}, {"moderator"}),
        "warn": (f"/staff/moderation/members/{luka}/", limit | {"kind": "warning"}, team),
        "silence": (f"/staff/moderation/members/{luka}/", limit | {"kind": "silence", "hours": "24"}, team),
        "suspend": (f"/staff/moderation/members/{luka}/", limit | {"kind": "suspension", "hours": "24"}, staff),
        "ban": (f"/staff/moderation/members/{luka}/", limit | {"kind": "ban", "content": "stays"}, team),
        "note": (f"/staff/moderation/members/{luka}/notes/", {"words": "A note."}, team),
        "sweep": (f"/staff/moderation/members/{luka}/sweep/", {}, team),
        "sweep undo": (f"/staff/moderation/sweeps/{scene.sweep.pk}/undo/", {}, team),
        "lift warning": (f"/staff/moderation/sanctions/{scene.sanction.pk}/lifting/", {}, team),
        "lift suspension": (f"/staff/moderation/sanctions/{scene.suspension.pk}/lifting/", {}, staff),
        "rules": ("/staff/moderation/rules/", {"hide_threshold": "200"}, staff),
        "reason": (
            "/staff/moderation/rules/reasons/",
            {"code": "new", "name": "New", "sentence": "So.", "rule": "R", "position": "1"},
            staff,
        ),
        "flag": (f"/report/{LABEL}/1/", {"reason": "rude"}, team),
        "reading": (f"/report/warnings/{scene.sanction.pk}/reading/", {}, set()),
        "appeal": (f"/report/decisions/{scene.done_statement}/appeal/", {"words": "Please."}, set()),
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_form_works_for_its_roles_and_changes_nothing_for_others(scene: Scene, role: str) -> None:
    browser = signed_in(scene.cast.by_role()[role])
    found = {}
    for name, (path, sent, roles) in forms(scene).items():
        before = rows()
        with transaction.atomic():
            answer = browser.post(path, sent)
            changed = rows() != before
            transaction.set_rollback(True)
        found[name] = changed
        assert changed == (role in roles), (name, answer.status_code)
        if not changed:
            assert answer.status_code in {302, 403, 404, 422}, name
    assert found.keys() == forms(scene).keys()


def test_a_decision_leads_on_and_offers_the_way_back(scene: Scene) -> None:
    browser = signed_in(scene.cast.ivo)
    answer = browser.post(
        f"/staff/moderation/{scene.item.pk}/decision/",
        {"verb": "agree", "version": scene.item.version, "seen_version": 1, "reason": "spam"},
        follow=True,
    )
    assert "Take it back" in answer.content.decode()
    made = Decision.objects.get(item=scene.item)
    browser.post(f"/staff/moderation/decisions/{made.pk}/undo/")
    scene.item.refresh_from_db()
    assert scene.item.is_open


def test_a_refused_decision_keeps_the_words(scene: Scene, wall: Wall) -> None:
    wall.edit(1, "Better words now.")
    answer = signed_in(scene.cast.ivo).post(
        f"/staff/moderation/{scene.item.pk}/decision/",
        {"verb": "agree", "version": scene.item.version, "seen_version": 1, "reason": "spam", "words": "My long words"},
    )
    html = answer.content.decode()
    assert (answer.status_code, "My long words" in html, "Better words now." in html) == (422, True, True)
    assert "It changed while you looked at it" in html


def test_the_law_asks_for_more_than_a_click(scene: Scene) -> None:
    browser = signed_in(scene.cast.mira)
    answer = browser.post(f"/report/{LABEL}/1/", {"reason": "illegal", "words": "A threat."})
    assert "/report/notice/?address=" in answer.content.decode()
    assert Flag.objects.filter(reason="illegal").count() == 0
    browser.post(f"/report/{LABEL}/1/", {"reason": "illegal", "words": "A threat.", "continue": "1"})
    assert Flag.objects.filter(reason="illegal").count() == 1


def test_what_members_wrote_never_becomes_markup(cast: Cast, wall: Wall) -> None:
    evil = "<script>alert(1)</script>"
    wall.write(cast.luka, "plain")
    wall.lines[1] = type(wall.lines[1])(**(vars(wall.lines[1]) | {"title": evil, "plain": evil, "html": "<p>ok</p>"}))
    item = flagged(1, cast.tea)
    Flag.objects.update(words=evil)
    for path in (f"/staff/moderation/{item.pk}/", "/report/standing/", f"/report/{LABEL}/1/"):
        html = signed_in(cast.tea if path.startswith("/report") else cast.ivo).get(path).content.decode()
        assert evil not in html, path


def test_an_item_asks_the_same_number_of_questions_for_any_number_of_flags(
    scene: Scene, django_assert_max_num_queries: Callable[[int], object], client: Client
) -> None:
    browser = signed_in(scene.cast.ivo)
    for number in range(8):
        member = Member.objects.create(email=f"x{number}@example.com", name=f"X{number}", handle=f"x{number}")
        Flag.objects.create(item=scene.item, label=LABEL, subject_id=1, member=member, reason="rude")
    with django_assert_max_num_queries(45):  # type: ignore[attr-defined]
        assert browser.get(f"/staff/moderation/{scene.item.pk}/").status_code == 200


def test_every_kind_of_ours_tells_the_member_concerned() -> None:
    ours = [kind for kind in all_kinds() if kind.verb.startswith("moderation.")]
    assert {kind.verb for kind in ours if not hasattr(kind, "notice_sentence")} <= {"moderation.rules_changed"}
