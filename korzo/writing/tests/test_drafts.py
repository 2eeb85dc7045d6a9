import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.writing.actions import DraftConflict, Words, drop_draft, forget_old_drafts, save_draft
from korzo.writing.actions.drafts import DRAFTS_MAX, KEPT
from korzo.writing.models import Draft
from korzo.writing.queries import about_members, draft_of, drafts_of
from tests.cast import Cast, signed_in

KEY = "topic:5"


def words(body: str, *, window: str = "a", sequence: int = 0, turn: int = 1, is_rich: bool = False) -> Words:
    return Words(body=body, window=window, sequence=sequence, turn=turn, is_rich=is_rich)


def test_it_is_kept_for_its_writer_alone(cast: Cast) -> None:
    save_draft(KEY, actor=cast.tea, words=words("Half a thought"))
    kept = draft_of(cast.tea, KEY)
    assert kept is not None
    assert (kept.plain, kept.sequence) == ("Half a thought", 1)
    for other in (cast.luka, cast.mira, None):
        assert draft_of(other, KEY) is None
        assert list(drafts_of(other)) == []


def test_the_same_window_goes_on_without_reading_the_number(cast: Cast) -> None:
    """Its answer may have got lost on the way."""
    save_draft(KEY, actor=cast.tea, words=words("one", turn=1))
    save_draft(KEY, actor=cast.tea, words=words("one two", turn=2))
    kept = draft_of(cast.tea, KEY)
    assert kept is not None
    assert (kept.plain, kept.sequence) == ("one two", 2)


def test_a_save_that_was_overtaken_changes_nothing(cast: Cast) -> None:
    save_draft(KEY, actor=cast.tea, words=words("one two", turn=2))
    save_draft(KEY, actor=cast.tea, words=words("one", turn=1))
    kept = draft_of(cast.tea, KEY)
    assert kept is not None
    assert (kept.plain, kept.sequence) == ("one two", 1)


def test_a_window_that_has_not_read_is_asked(cast: Cast) -> None:
    save_draft(KEY, actor=cast.tea, words=words("of a"))
    with pytest.raises(DraftConflict) as caught:
        save_draft(KEY, actor=cast.tea, words=words("of b", window="b"))
    assert caught.value.theirs is not None
    assert caught.value.theirs.plain == "of a"
    save_draft(KEY, actor=cast.tea, words=words("of b", window="b", sequence=1))
    with pytest.raises(DraftConflict):
        save_draft(KEY, actor=cast.tea, words=words("of c", window="c", sequence=1))
    kept = draft_of(cast.tea, KEY)
    assert kept is not None
    assert (kept.plain, kept.sequence) == ("of b", 2)


def test_what_was_posted_does_not_come_back(cast: Cast) -> None:
    save_draft(KEY, actor=cast.tea, words=words("of a"))
    assert drop_draft(KEY, actor=cast.tea)
    with pytest.raises(DraftConflict) as caught:
        save_draft(KEY, actor=cast.tea, words=words("of b", window="b", sequence=1))
    assert caught.value.theirs is None
    assert not Draft.objects.exists()
    assert not drop_draft(KEY, actor=cast.tea)


def test_markup_passes_the_cleaner_and_other_fields_are_short(cast: Cast) -> None:
    given = Words(
        body="<div>a<script>b</script></div>",
        is_rich=True,
        window="a",
        turn=1,
        path="//evil.example/",
        about="x\u202e" * 500,
        fields={"title": "Wet feet" + "x" * 5000, "pictures": ["1", 2], "odd": {"a": 1}},
    )
    kept = save_draft("new:3f2a-1", actor=cast.tea, words=given)
    assert (kept.html, kept.path, len(kept.about)) == ('<p dir="auto">a</p>', "", 200)
    assert kept.fields == {"title": ("Wet feet" + "x" * 5000)[:2000], "pictures": ["1", "2"]}


@pytest.mark.parametrize("key", ["", "topic", "topic:", "Topic:5", "topic:5/../6", "x:" + "a" * 51])
def test_an_odd_key_is_refused(cast: Cast, key: str) -> None:
    with pytest.raises(Refused):
        save_draft(key, actor=cast.tea, words=words("x"))
    assert not drop_draft(key, actor=cast.tea)
    assert not Draft.objects.exists()


def test_a_guest_keeps_none(cast: Cast) -> None:
    with pytest.raises(Refused):
        save_draft(KEY, actor=cast.nada, words=words("x"))


def test_the_oldest_make_room(cast: Cast) -> None:
    start = timezone.now() - timedelta(days=10)
    for number in range(DRAFTS_MAX + 2):
        save_draft(f"topic:{number}", actor=cast.tea, words=words("x"), at=start + timedelta(minutes=number))
    keys = set(Draft.objects.values_list("key", flat=True))
    assert len(keys) == DRAFTS_MAX
    assert not keys & {"topic:0", "topic:1"}


def test_half_a_year_is_long_enough(cast: Cast) -> None:
    now = timezone.now()
    save_draft("topic:1", actor=cast.tea, words=words("old"), at=now - KEPT - timedelta(hours=1))
    save_draft("topic:2", actor=cast.tea, words=words("young"), at=now - KEPT + timedelta(hours=1))
    assert forget_old_drafts(now=now) == 1
    assert list(Draft.objects.values_list("key", flat=True)) == ["topic:2"]


def test_they_go_with_the_export(cast: Cast) -> None:
    save_draft(KEY, actor=cast.tea, words=words("mine"))
    assert about_members([cast.tea.pk])[cast.tea.pk]["drafts"][0]["plain"] == "mine"


@pytest.mark.django_db(transaction=True)
def test_of_many_windows_at_once_one_wins_and_all_others_are_asked(cast: Cast) -> None:
    save_draft(KEY, actor=cast.tea, words=words("before"))
    begin, won, asked = threading.Barrier(6), [], []

    def write(name: str) -> None:
        try:
            begin.wait()
            save_draft(KEY, actor=Member.objects.get(pk=cast.tea.pk), words=words(name, window=name, sequence=1))
            won.append(name)
        except DraftConflict:
            asked.append(name)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[f"window {number}"]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(asked)) == (1, 5)
    kept = Draft.objects.get()
    assert (kept.plain, kept.sequence) == (won[0], 2)


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_begin_at_once_do_not_lose_a_word_silently(cast: Cast) -> None:
    begin, won, asked = threading.Barrier(4), [], []

    def write(name: str) -> None:
        try:
            begin.wait()
            save_draft(KEY, actor=Member.objects.get(pk=cast.tea.pk), words=words(name, window=name))
            won.append(name)
        except DraftConflict:
            asked.append(name)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[f"window {number}"]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(asked)) == (1, 3)
    assert Draft.objects.get().plain == won[0]


# Pages


def post(client: object, key: str = KEY, **data: object) -> object:
    body = {"body": "<div>Words</div>", "is_rich": True, "window": "w", "turn": 1, "sequence": 0, **data}
    return client.post(f"/writing/drafts/{key}/", json.dumps(body), content_type="application/json")  # type: ignore[attr-defined]


def test_the_composer_saves_reads_and_is_told_of_a_conflict(cast: Cast) -> None:
    client = signed_in(cast.tea)
    assert client.get(f"/writing/drafts/{KEY}/").json() == {"draft": None}
    answer = post(client, path="/talk/t/5/#reply")
    assert (answer.status_code, answer.json()["sequence"]) == (200, 1)  # type: ignore[attr-defined]
    assert client.get(f"/writing/drafts/{KEY}/").json()["draft"]["plain"] == "Words"
    conflict = post(client, window="other", body="<div>Others</div>")
    assert conflict.status_code == 409  # type: ignore[attr-defined]
    assert conflict.json()["theirs"]["sequence"] == 1  # type: ignore[attr-defined]
    page = client.get("/writing/drafts/").content.decode()
    assert 'href="/talk/t/5/#reply"' in page
    assert "Words" in page


@pytest.mark.parametrize("body", ["", "[]", "{", "1", '{"body": 3}', '{"turn": 1}', "[" * 100_000])
def test_what_no_window_sends_is_refused_without_a_crash(cast: Cast, body: str) -> None:
    answer = signed_in(cast.tea).post(f"/writing/drafts/{KEY}/", body, content_type="application/json")
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_guests_have_none(cast: Cast) -> None:
    client = signed_in(None)
    assert client.get(f"/writing/drafts/{KEY}/").status_code == 403
    assert post(client).status_code == 403  # type: ignore[attr-defined]
    assert client.get("/writing/drafts/").status_code == 302


def test_an_empty_list_says_what_will_be_there_and_a_draft_can_be_thrown_away(cast: Cast) -> None:
    client = signed_in(cast.tea)
    assert "Nothing half-written" in client.get("/writing/drafts/").content.decode()
    post(client)
    client.post(f"/writing/drafts/{KEY}/removal/")
    assert not Draft.objects.exists()
