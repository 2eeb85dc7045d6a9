from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.contests.actions import (
    edit_entry,
    enter,
    hide_entry,
    name_juror,
    refuse_entry,
    release_entry,
    show_entry,
    withdraw_entry,
)
from korzo.contests.models import Contest, Entry, EntryHold
from korzo.contests.permissions import entries_visible_to
from korzo.contests.phases import Phase
from korzo.contests.tests.scenes import DAY, a_contest, a_picture, an_entry, grow_up, sent, told
from korzo.kit.errors import FieldRefused, Refused
from korzo.media.models import Picture
from korzo.members.actions import grant
from korzo.moderation.actions import flag
from korzo.moderation.models import Item
from korzo.writing.actions import Words, save_draft
from korzo.writing.queries import draft_of
from tests.cast import Cast, let_worker_finish


@pytest.fixture
def contest(cast: Cast) -> Contest:
    grow_up(cast)
    return a_contest(cast, entries_each=2)


def test_it_takes_an_entry_and_tells_its_author(cast: Cast, contest: Contest) -> None:
    entry = enter(contest, actor=cast.tea, sent=sent())
    assert (entry.number, entry.is_standing, entry.author) == (1, True, cast.tea)
    assert entry.rights_text.startswith("I wrote this myself.")
    assert entry.rights_at is not None
    assert Activity.objects.filter(verb="contests.entry_published", actor_id=cast.tea.pk).count() == 1
    let_worker_finish()
    assert told("entry_received") == {cast.tea.pk}


def test_it_asks_for_the_rights(cast: Cast, contest: Contest) -> None:
    with pytest.raises(FieldRefused) as refused:
        enter(contest, actor=cast.tea, sent=sent(has_rights=False))
    assert refused.value.field == "rights"
    assert not Entry.objects.exists()


def test_a_picture_contest_wants_pictures(cast: Cast) -> None:
    grow_up(cast)
    contest = a_contest(cast, kind="pictures")
    with pytest.raises(FieldRefused, match="Please add a picture"):
        enter(contest, actor=cast.tea, sent=sent())
    picture = a_picture(cast.tea)
    enter(contest, actor=cast.tea, sent=sent(body="", picture_ids=[picture.pk], descriptions={picture.pk: "A hut"}))
    picture.refresh_from_db()
    assert (picture.alt, picture.claimed_at is not None) == ("A hut", True)


def test_each_has_so_many_entries(cast: Cast, contest: Contest) -> None:
    enter(contest, actor=cast.tea, sent=sent())
    second = enter(contest, actor=cast.tea, sent=sent("Another one", body=sent().body + " Then it snowed, at last."))
    with pytest.raises(Refused, match="You may send in 2 entries"):
        enter(contest, actor=cast.tea, sent=sent("A third one"))
    withdraw_entry(second, actor=cast.tea)
    third = enter(contest, actor=cast.tea, sent=sent("A third one", body="Much later the river " + sent().body))
    assert third.number == 3


@pytest.mark.parametrize("phase", [Phase.COMING, Phase.VOTE, Phase.DONE])
def test_only_while_entries_are_taken(cast: Cast, phase: Phase) -> None:
    grow_up(cast)
    contest = a_contest(cast, phase)
    with pytest.raises(Refused, match=r"Entries (are welcome from|were taken until)"):
        enter(contest, actor=cast.tea, sent=sent())
    assert not Entry.objects.exists()


def test_to_the_second(cast: Cast, contest: Contest) -> None:
    last = contest.entries_until - timedelta(microseconds=1)
    entry = enter(contest, actor=cast.tea, sent=sent(), at=last)
    with pytest.raises(Refused):
        edit_entry(entry, actor=cast.tea, sent=sent(), at=contest.entries_until)
    with pytest.raises(Refused):
        withdraw_entry(entry, actor=cast.tea, at=contest.entries_until)


def test_the_team_and_the_jury_stay_out(cast: Cast) -> None:
    grow_up(cast)
    contest = a_contest(cast, judging="both")
    name_juror(contest, actor=cast.mira, handle="ivo")
    for person, words in ((cast.sara, "You speak for the shop"), (cast.ivo, "You are in the jury"), (None, "sign in")):
        with pytest.raises(Refused, match=words):
            enter(contest, actor=person, sent=sent())


def test_a_right_may_be_asked_for(cast: Cast) -> None:
    grow_up(cast)
    contest = a_contest(cast, enter_key="owns:9")
    with pytest.raises(Refused, match="Those who own the product"):
        enter(contest, actor=cast.tea, sent=sent())
    grant(cast.tea.pk, key="owns:9", source="shop")
    assert enter(contest, actor=cast.tea, sent=sent()).pk


def test_it_changes_and_keeps_what_was_confirmed(cast: Cast, contest: Contest) -> None:
    picture = a_picture(cast.tea)
    entry = enter(contest, actor=cast.tea, sent=sent(picture_ids=[picture.pk]))
    with pytest.raises(Refused, match="Only the person who sent this in"):
        edit_entry(entry, actor=cast.mira, sent=sent())
    changed = edit_entry(entry, actor=cast.tea, sent=sent("Two days of rain"))
    assert (changed.title, changed.version, changed.entry_pictures.count()) == ("Two days of rain", 2, 0)
    assert Picture.objects.get(pk=picture.pk).claimed_at is None


def test_withdrawn_it_is_gone_for_everybody(cast: Cast, contest: Contest) -> None:
    entry = enter(contest, actor=cast.tea, sent=sent())
    withdraw_entry(entry, actor=cast.tea)
    for person in (None, cast.tea, cast.ivo, cast.mira):
        assert not entries_visible_to(person).filter(pk=entry.pk).exists()
    with pytest.raises(Refused, match="was withdrawn"):
        withdraw_entry(entry, actor=cast.tea)


def test_held_it_waits_for_the_team(cast: Cast, contest: Contest) -> None:
    entry = enter(contest, actor=cast.luka, sent=sent(trap_filled=True))
    assert not entry.is_standing
    assert Item.objects.filter(label="contests.entry", subject_id=entry.pk).exists()
    assert not Activity.objects.filter(verb="contests.entry_published").exists()
    seen_by = [bool(entries_visible_to(one).filter(pk=entry.pk)) for one in (None, cast.tea, cast.luka, cast.ivo)]
    assert seen_by == [False, False, True, True]
    assert release_entry(entry.pk, actor=cast.ivo)
    assert not release_entry(entry.pk, actor=cast.ivo)
    assert Entry.objects.get(pk=entry.pk).is_standing
    assert Activity.objects.filter(verb="contests.entry_published", actor_id=cast.luka.pk).count() == 1


def test_refused_its_author_reads_why(cast: Cast, contest: Contest) -> None:
    entry = enter(contest, actor=cast.luka, sent=sent(trap_filled=True))
    refuse_entry(entry.pk, actor=cast.ivo, reason="An advertisement.")
    hold = EntryHold.objects.get(entry=entry)
    assert (hold.refusal, hold.refused_by) == ("An advertisement.", cast.ivo)
    with pytest.raises(Refused):
        release_entry(entry.pk, actor=cast.tea)


def test_hidden_and_shown_again(cast: Cast, contest: Contest) -> None:
    entry = enter(contest, actor=cast.tea, sent=sent())
    assert hide_entry(entry.pk, actor=cast.ivo, reason="Not yours.")
    assert not hide_entry(entry.pk, actor=cast.ivo, reason="Not yours.")
    assert not Entry.objects.get(pk=entry.pk).is_standing
    assert show_entry(entry.pk, actor=cast.ivo)
    assert Entry.objects.get(pk=entry.pk).is_standing
    with pytest.raises(Refused):
        hide_entry(entry.pk, actor=cast.tea, reason="x")


def test_it_can_be_flagged(cast: Cast, contest: Contest) -> None:
    entry = an_entry(contest, cast.luka)
    flag("contests.entry", entry.pk, actor=cast.tea, reason="spam")
    assert Item.objects.get(label="contests.entry").subject_id == entry.pk


def test_a_draft_is_dropped_with_the_entry(cast: Cast, contest: Contest) -> None:
    key = f"contest:{contest.pk}"
    save_draft(key, actor=cast.tea, words=Words(body="It rained", window="w", turn=1))
    enter(contest, actor=cast.tea, sent=sent(), at=timezone.now() + DAY)
    assert draft_of(cast.tea, key) is None
