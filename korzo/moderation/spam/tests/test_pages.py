"""Staff set how careful the checks are, keep their words, and try them before they count."""

import pytest

from korzo.moderation.models import Entry
from korzo.moderation.models.spam import SpamRules, WordList
from korzo.moderation.spam.tests.scenes import rules
from tests.cast import Cast, signed_in

RULES = {"newcomer_days": "7", "links_max": "1", "filter_holds": "on", "trusted_hosts": "videos.example"}
LIST = {"name": "Games", "effect": "hold", "language": "", "sentence": "", "entries": "casino\n/win+/", "is_on": "on"}


def test_it_shows_what_counts(cast: Cast) -> None:
    rules(spam_count=12, honest_count=3)
    html = signed_in(cast.mira).get("/staff/spam/").content.decode()
    assert "It says nothing before it has learnt 50 texts of each kind." in html
    assert "Learnt so far: 12 taken for spam, 3 approved." in html
    assert "There are no lists yet." in html


def test_it_changes_the_rules_and_leaves_the_counts(cast: Cast) -> None:
    rules(spam_count=12, honest_count=3)
    answer = signed_in(cast.sara).post("/staff/spam/", RULES)
    assert (answer.status_code, answer["Location"]) == (302, "/staff/spam/")
    row = SpamRules.objects.get(pk=1)
    assert (row.newcomer_days, row.links_max, row.unknown_hosts_wait, row.trusted_hosts) == (
        7, 1, False, "videos.example",
    )  # fmt: skip
    assert (row.spam_count, row.honest_count) == (12, 3)
    assert Entry.objects.get().verb == Entry.Verb.POLICY_CHANGED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"newcomer_days": "400"}, "0 to 90 days"),
        ({"links_max": "21"}, "0 to 20 links"),
        ({"asks_akismet": "on"}, "Akismet needs a key"),
    ],
)
def test_it_says_what_cannot_be(cast: Cast, change: dict[str, str], sentence: str) -> None:
    answer = signed_in(cast.mira).post("/staff/spam/", RULES | change)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SpamRules.objects.exists()


def test_it_keeps_a_list(cast: Cast) -> None:
    client = signed_in(cast.mira)
    answer = client.post("/staff/spam/lists/new/", LIST)
    made = WordList.objects.get()
    assert answer["Location"] == f"/staff/spam/lists/{made.pk}/"
    assert (made.name, made.entries.splitlines(), made.is_on) == ("Games", ["casino", "/win+/"], True)
    version = SpamRules.objects.get().lists_version
    client.post(f"/staff/spam/lists/{made.pk}/", LIST | {"entries": "poker"})
    made.refresh_from_db()
    assert made.entries == "poker"
    assert SpamRules.objects.get().lists_version not in {"", version}
    assert "Games" in client.get("/staff/spam/").content.decode()
    client.post(f"/staff/spam/lists/{made.pk}/dropping/")
    assert not WordList.objects.exists()


def test_it_tries_a_list_without_keeping_it(cast: Cast) -> None:
    answer = signed_in(cast.mira).post(
        "/staff/spam/lists/new/", LIST | {"text": "A саѕіnо where you WINNN", "try": "1"}
    )
    html = answer.content.decode()
    assert "<li><bdi>casino</bdi></li><li><bdi>/win+/</bdi></li>" in html
    assert not WordList.objects.exists()
    nothing = signed_in(cast.mira).post("/staff/spam/lists/new/", LIST | {"text": "Wax", "try": "1"})
    assert "Nothing of this list stands in the text." in nothing.content.decode()


def test_it_names_an_expression_that_never_ends(cast: Cast) -> None:
    tried = LIST | {"entries": "/(a+)+$/", "text": "a" * 5_000 + "!", "try": "1"}
    assert (
        "These expressions took too long" in signed_in(cast.mira).post("/staff/spam/lists/new/", tried).content.decode()
    )


def test_it_points_at_the_line_that_is_wrong(cast: Cast) -> None:
    answer = signed_in(cast.mira).post("/staff/spam/lists/new/", LIST | {"entries": "/(/"})
    assert answer.status_code == 422
    assert "This expression cannot be read: /(/" in answer.content.decode()
    assert not WordList.objects.exists()


def test_it_is_closed_to_moderators(cast: Cast) -> None:
    client = signed_in(cast.ivo)
    made = WordList.objects.create(name="Games", entries="casino")
    paths = ["/staff/spam/", "/staff/spam/lists/new/", f"/staff/spam/lists/{made.pk}/"]
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]
    assert client.post(f"/staff/spam/lists/{made.pk}/dropping/").status_code == 403
    assert client.post("/staff/spam/", RULES).status_code == 403
    assert WordList.objects.count() == 1
    assert not SpamRules.objects.exists()


def test_it_has_no_page_for_a_list_that_is_not_there(cast: Cast) -> None:
    assert signed_in(cast.mira).get("/staff/spam/lists/77/").status_code == 404
