"""What holds a text, what lets it pass, and in which words its author reads why."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from korzo.kit.errors import FieldRefused
from korzo.members.models import Member
from korzo.moderation.actions import learn, unlearn, weigh
from korzo.moderation.actions.word_lists import ListDraft, drop_word_list, save_word_list
from korzo.moderation.models import Policy
from korzo.moderation.models.spam import LinkHost, Origin, Trace, WordList
from korzo.moderation.spam.bayes import EXAMPLES_MIN
from korzo.moderation.spam.sentences import CODES, sentence_of
from korzo.moderation.spam.submission import TEXT_LENGTH_MAX, Submission, Verdict
from korzo.moderation.spam.tests.corpora import CORPORA, texts
from korzo.moderation.spam.tests.scenes import WALK, of_old, rules, sent
from tests.cast import Cast


def codes(verdict: Verdict) -> list[str]:
    assert verdict.held is bool(verdict.reasons)
    return [reason.code for reason in verdict.reasons]


def linked(host: str, author: Member | None, **said: Any) -> Submission:
    """Too short to be like another."""
    return sent("Look here!", author, html=f'<p>Look <a href="https://{host}/">here</a>!</p>', **said)


def test_it_lets_an_honest_text_pass(cast: Cast) -> None:
    assert weigh(sent(WALK, of_old(cast.tea))) == Verdict()
    assert weigh(sent("Thank you very much, that helped.", cast.luka)) == Verdict()


# The form


def test_it_holds_what_somebody_new_sent_too_quickly(cast: Cast) -> None:
    verdict = weigh(sent("Hello everybody, I am new.", cast.luka, seconds_typed=2.9))
    assert codes(verdict) == ["quick"]
    assert verdict.reasons[0].sentence == "It was sent within three seconds of opening the form."
    assert codes(weigh(sent("Hello everybody.", cast.luka, seconds_typed=3.0))) == []
    assert codes(weigh(sent("Yes!", of_old(cast.tea), seconds_typed=0.5))) == []


def test_it_takes_an_unknown_time_for_no_sign(cast: Cast) -> None:
    assert codes(weigh(sent("Hello everybody.", cast.luka, seconds_typed=None))) == []


def test_it_holds_what_filled_in_the_trap(cast: Cast) -> None:
    assert codes(weigh(sent("Hello everybody.", of_old(cast.tea), trap_filled=True))) == ["trap"]


def test_it_asks_a_guest_for_a_proof(db: None) -> None:
    asked = weigh(sent("Hello, I have a question.", None))
    assert (codes(asked), asked.asks_proof) == (["unproven"], True)
    proven = weigh(sent("Hello, I have another question.", None, is_proven=True))
    assert (codes(proven), proven.asks_proof) == ([], False)


def test_it_never_holds_the_team(cast: Cast) -> None:
    rules(trusted_hosts="")
    assert weigh(linked("new.example", cast.ivo, trap_filled=True, is_first_post=True)) == Verdict()


def test_it_holds_each_first_post_where_the_owner_wants_so(cast: Cast) -> None:
    assert codes(weigh(sent("Hello everybody.", cast.luka, is_first_post=True))) == []
    Policy.objects.create(first_posts_wait=True)
    assert codes(weigh(sent("Hello all of you.", cast.luka, is_first_post=True))) == ["first_post"]
    assert codes(weigh(sent("Hello again, all.", cast.luka))) == []


# Words


def a_list(cast: Cast, entries: str, **said: Any) -> WordList:
    return save_word_list(ListDraft("Ours", entries, **said), actor=cast.mira)


def test_it_holds_words_of_a_list(cast: Cast) -> None:
    a_list(cast, "casino\ncheap pill*")
    verdict = weigh(sent("Cheap pills at the саѕіnо", of_old(cast.tea)))
    assert codes(verdict) == ["words"]
    assert verdict.reasons[0].facts == {"words": "cheap pill*, casino"}


def test_it_refuses_words_with_the_owners_sentence(cast: Cast) -> None:
    a_list(cast, "casino", effect="refuse", sentence="We do not gamble here.")
    with pytest.raises(FieldRefused, match="We do not gamble here") as refused:
        weigh(sent("A casino", of_old(cast.tea)))
    assert refused.value.field == "body"
    a_list(cast, "poker", effect="refuse")
    with pytest.raises(FieldRefused, match="These words are not used here: poker"):
        weigh(sent("A game of poker", of_old(cast.tea)))


def test_it_reads_a_list_for_its_language_alone(cast: Cast) -> None:
    a_list(cast, "gift", language="sk")
    assert codes(weigh(sent("A gift", of_old(cast.tea), language="en"))) == []
    assert codes(weigh(sent("Môj gift", of_old(cast.tea), language="sk"))) == ["words"]


def test_it_notices_a_change_of_a_list_at_once(cast: Cast) -> None:
    tea = of_old(cast.tea)
    made = a_list(cast, "casino")
    assert codes(weigh(sent("casino", tea))) == ["words"]
    save_word_list(ListDraft("Ours", "poker"), actor=cast.mira, pk=made.pk)
    assert codes(weigh(sent("casino", tea))) == []
    assert codes(weigh(sent("poker", tea))) == ["words"]
    save_word_list(ListDraft("Ours", "poker", is_on=False), actor=cast.mira, pk=made.pk)
    assert codes(weigh(sent("poker", tea))) == []
    drop_word_list(made.pk, actor=cast.mira)
    assert codes(weigh(sent("poker", tea))) == []


# Links


def test_it_holds_many_links_of_somebody_new(cast: Cast) -> None:
    words = "https://a.example https://b.example https://c.example"
    verdict = weigh(sent(words, cast.luka))
    assert codes(verdict) == ["links"]
    assert verdict.reasons[0].sentence == "It holds more than 2 links, and its author is new here."
    assert codes(weigh(sent(words, of_old(cast.tea)))) == []


def test_it_holds_a_first_post_to_where_nobody_linked_before(cast: Cast) -> None:
    assert codes(weigh(linked("new.example", cast.luka, is_first_post=True))) == ["unknown_host"]
    rules(unknown_hosts_wait=False)
    assert codes(weigh(linked("other.example", cast.luka, is_first_post=True))) == []


def test_it_knows_a_site_once_somebody_known_linked_there(cast: Cast) -> None:
    weigh(linked("wax.example", of_old(cast.tea)))
    assert LinkHost.objects.get(pk="wax.example").vouched == 1
    assert codes(weigh(linked("wax.example", cast.luka, is_first_post=True))) == []


def test_it_knows_a_site_that_the_team_approved(cast: Cast) -> None:
    first = linked("wax.example", cast.luka, is_first_post=True)
    assert codes(weigh(first)) == ["unknown_host"]
    learn(first, spam=False)
    assert codes(weigh(linked("wax.example", cast.luka, is_first_post=True))) == []


def test_it_does_not_take_what_it_holds_for_a_voucher(cast: Cast) -> None:
    weigh(linked("wax.example", of_old(cast.tea), trap_filled=True))
    assert not LinkHost.objects.filter(vouched__gt=0).exists()


def test_it_trusts_sites_that_the_owner_named(cast: Cast) -> None:
    rules(trusted_hosts="example\nvideos.example")
    assert codes(weigh(linked("m.videos.example", cast.luka, is_first_post=True))) == []


def test_it_holds_links_to_where_texts_were_taken_away(cast: Cast) -> None:
    for number in range(2):
        learn(linked("win.example", cast.luka, title=f"Try {number}"), spam=True)
    tea = of_old(cast.tea)
    assert codes(weigh(linked("win.example", tea))) == ["removed_host"]
    unlearn(linked("win.example", cast.luka, title="Try 1"))
    assert codes(weigh(linked("win.example", tea))) == []


def test_it_holds_the_third_newcomer_who_links_to_one_site(cast: Cast) -> None:
    people = [Member.objects.create_user(f"new{number}@example.com", handle=f"n{number}") for number in range(4)]
    said = [codes(weigh(linked("wave.example", one))) for one in people]
    assert said == [[], [], ["host_wave"], ["host_wave"]]
    later = timezone.now() + timedelta(days=8)
    Member.objects.update(joined_at=later)
    luka = Member.objects.get(pk=cast.luka.pk)
    assert codes(weigh(linked("wave.example", luka, at=later))) == []


# What was posted before


def test_it_holds_almost_the_same_text_of_somebody_new(cast: Cast) -> None:
    assert codes(weigh(sent(WALK, of_old(cast.tea)))) == []
    verdict = weigh(sent(f"Hello! {WALK}", cast.luka))
    assert codes(verdict) == ["duplicate"]
    assert weigh(sent(WALK[::-1], cast.luka)) == Verdict()


def test_it_lets_somebody_known_say_it_three_times(cast: Cast) -> None:
    tea = of_old(cast.tea)
    assert [codes(weigh(sent(WALK, tea))) for _time in range(4)] == [[], [], [], ["duplicate"]]


def test_it_does_not_take_a_change_for_a_copy(cast: Cast) -> None:
    weigh(sent(WALK, cast.luka))
    assert codes(weigh(sent(f"{WALK} And ice.", cast.luka, is_edit=True))) == []


def test_it_forgets_after_a_week(cast: Cast) -> None:
    weigh(sent(WALK, of_old(cast.tea), at=timezone.now() - timedelta(days=8)))
    assert codes(weigh(sent(WALK, cast.luka))) == []


def test_it_knows_a_text_that_was_spam(cast: Cast) -> None:
    spam = sent(WALK, cast.luka, at=timezone.now() - timedelta(days=20))
    weigh(spam)
    learn(spam, spam=True)
    assert codes(weigh(sent(f"Hey, {WALK}", of_old(cast.tea)))) == ["like_spam"]
    unlearn(spam)
    assert codes(weigh(sent(f"Hey! {WALK}", of_old(cast.tea)))) == []


# The filter


@pytest.fixture
def taught(db: None) -> None:
    """Enough of each kind, in all languages."""
    each = EXAMPLES_MIN // len(CORPORA) + 1
    for corpus in CORPORA:
        for one in texts(corpus.spam[:6], each):
            learn(sent(one, language=corpus.language), spam=True)
        for one in texts(corpus.honest[:6], each):
            learn(sent(one, language=corpus.language), spam=False)


def test_it_holds_what_is_like_spam_in_each_language(taught: None, cast: Cast) -> None:
    tea = of_old(cast.tea)
    for corpus in CORPORA:
        spam = weigh(sent(f"{corpus.spam[2]} {corpus.spam[0]} {corpus.spam[6]}", tea, language=corpus.language))
        assert "filter" in codes(spam) or "like_spam" in codes(spam), corpus.language
        honest = weigh(sent(f"{corpus.honest[2]} {corpus.honest[0]} {corpus.honest[6]}", tea))
        assert codes(honest) == [], corpus.language
        assert honest.likelihood is not None
        assert honest.likelihood < 0.5


def test_it_says_nothing_where_the_owner_switched_it_off(taught: None, cast: Cast) -> None:
    rules(filter_holds=False)
    verdict = weigh(sent(f"{CORPORA[0].spam[2]} {CORPORA[0].spam[0]}", of_old(cast.tea)))
    assert "filter" not in codes(verdict)
    assert verdict.likelihood is not None
    assert verdict.likelihood > 0.95


# What it costs


def ask(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def test_it_asks_the_database_the_same_few_times_whatever_the_text(taught: None, cast: Cast) -> None:
    a_list(cast, "casino")
    tea = of_old(cast.tea)
    weigh(sent("This reads the list.", tea))
    words = " ".join(f"slovo{number}" for number in range(300))
    # Rules, traces, the new trace, tokens.
    assert ask(lambda: weigh(sent(words, tea))) == 4
    assert ask(lambda: weigh(sent(words * 20, tea))) == 4
    # Where it came from; what is known about the sites, and that they were met.
    many = " ".join(f"https://host{number}.example/" for number in range(100))
    assert ask(lambda: weigh(sent(f"{words} {many}", tea, address="192.0.2.1"))) == 8
    luka = cast.luka
    # The rule of first posts, and how far somebody new is trusted.
    assert ask(lambda: weigh(sent(f"{many} {words}", luka, address="192.0.2.1", is_first_post=True))) == 9


PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(list("\u200b\u200d\u202e\x00\x1b\ufdfa\u0301<>&\"'*(/.@:")),
    st.sampled_from(["https://", "http://a.b/", "www.", '<a href="', "аbс", "می‌", "ક્ષ", "𝐯", "slovo slovo"]),
)
ODD = st.lists(PIECES, max_size=60).map("".join)


class AnyText(TestCase):
    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ODD, ODD, ODD, st.booleans())
    def test_it_bears_anything(self, title: str, plain: str, html: str, first: bool) -> None:
        rules(spam_count=60, honest_count=60)
        someone = Member.objects.create_user("some@example.com", handle="some")
        verdict = weigh(sent(plain, someone, title=title, html=html, is_first_post=first, address=plain, browser=title))
        assert all(reason.sentence for reason in verdict.reasons)
        assert learn(sent(plain, someone, title=title, html=html), spam=True)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2_000_000, "a " * 500_000, "\u0301" * 300_000, "\ufdfa" * 200_000, "<a href=\"" * 100_000,
        "https://" * 100_000, "www." * 200_000, "http://a.b/ " * 50_000, "\x00" * 500_000, "\u200b" * 500_000,
        "((((" * 100_000, "аa" * 200_000, "\U0001f468\u200d" * 100_000, "-_." * 200_000, "می‌" * 150_000,
    ],
    ids=lambda text: ascii(text[:8]),
)  # fmt: skip
def test_it_reads_no_further_than_a_post_is_long(text: str, cast: Cast) -> None:
    """Ten and a hundred times as much costs no more: counted in letters that the engines see, not in seconds."""
    rules(spam_count=60, honest_count=60)
    a_list(cast, "casino\nwin*\n/(a+)+$/")
    submission = sent(text, cast.luka, html=text[:100_000])
    assert len(submission.text) <= TEXT_LENGTH_MAX
    assert isinstance(weigh(submission), Verdict)


# Together


@pytest.mark.django_db(transaction=True)
def test_it_bears_many_at_once(transactional_db: None) -> None:
    """Eight people link to the same sites at the same moment; nothing is lost, and nobody fails."""
    people = [of_old(Member.objects.create_user(f"p{n}@example.com", handle=f"p{n}")) for n in range(8)]
    failures: list[BaseException] = []
    together = threading.Barrier(len(people))

    def write(person: Member) -> None:
        try:
            together.wait()
            for number in range(3):
                with transaction.atomic():
                    weigh(sent(f"{person.pk} {number} https://a.example/ https://b.example/", person))
        except Exception as failure:  # noqa: BLE001 (told below)
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    counted = dict(LinkHost.objects.values_list("host", "vouched"))
    assert counted.keys() == {"a.example", "b.example"}
    # Beyond twenty nobody counts, and those who were on their way may still have.
    assert all(20 <= times <= 24 for times in counted.values())


# Words for its author


@pytest.mark.parametrize("code", sorted(CODES))
def test_it_says_why_in_a_sentence(code: str) -> None:
    facts: dict[str, str | int] = {"most": 2, "words": "casino", "host": "win.example"}
    assert sentence_of(code, facts).endswith(".")
    # What an older version stored may lack a fact.
    assert sentence_of(code, {}).endswith(".")


def test_it_says_something_true_about_a_code_of_another_version() -> None:
    with translation.override("en"):
        assert sentence_of("forgotten", {}) == "A check asked for a second look."


def test_it_keeps_no_words_and_no_address(cast: Cast) -> None:
    weigh(sent(WALK, of_old(cast.tea), address="192.0.2.77", browser="the-browser"))
    kept = [*Trace.objects.values_list("signature", flat=True), *Origin.objects.values_list("key", flat=True)]
    assert len(kept) == 3
    assert not any(word in str(kept) for word in ("192.0.2", "the-browser", "Saturday"))
