"""Where a text leads, and how often."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.moderation.spam.links import HOST_LENGTH_MAX, HOSTS_MAX, host_of, hosts_from, is_among, links_in


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://Wax.Example/a?b=c", "wax.example"),
        ("http://www.wax.example.", "wax.example"),
        ("www.wax.example/x", "wax.example"),
        ("https://wax\u200b.example", "wax.example"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("https://user:word@wax.example:8443/", "wax.example"),
        ("mailto:tea@example.com", ""),
        ("javascript:alert(1)", ""),
        ("https://[::1", ""),
        ("https://localhost/", ""),
        ("https://" + "a" * 300 + ".example", ""),
    ],
)
def test_it_finds_the_host(link: str, host: str) -> None:
    assert host_of(link) == host


def test_it_counts_a_marked_up_link_once() -> None:
    html = '<p>See <a href="https://wax.example/a" rel="nofollow">https://wax.example/a</a></p>'
    found = links_in(html, "See https://wax.example/a.")
    assert (found.count, found.hosts) == (1, ("wax.example",))


def test_it_counts_what_hides_behind_words_and_what_was_only_typed() -> None:
    html = '<p><a href="https://one.example/">here</a> <a href="https://one.example/">and here</a></p>'
    found = links_in(html, "here and here, or www.two.example/x and http://three.example")
    assert (found.count, found.hosts) == (4, ("one.example", "three.example", "two.example"))


def test_it_does_not_count_our_own_pages() -> None:
    html = '<a href="http://localhost:8000/talk/t/1/">there</a><a href="/talk/">here</a>'
    assert links_in(html, "").count == 0


def test_it_trusts_what_lies_below_a_trusted_host() -> None:
    trusted = hosts_from("youtube.com\n\n  https://www.wax.example/shop \nnonsense\n")
    assert trusted == {"youtube.com", "wax.example"}
    assert is_among("m.youtube.com", trusted)
    assert is_among("wax.example", trusted)
    assert not is_among("notyoutube.com", trusted)
    assert not is_among("youtube.com.evil.example", trusted)


@given(st.text(max_size=400), st.text(max_size=400))
def test_it_bears_any_text(html: str, text: str) -> None:
    found = links_in(f'<a href="{html}">', text)
    assert len(found.hosts) <= HOSTS_MAX
    assert all(host and len(host) <= HOST_LENGTH_MAX for host in found.hosts)
