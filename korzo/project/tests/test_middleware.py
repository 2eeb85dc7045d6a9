from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from korzo.kit.errors import Missing, Refused
from korzo.project.middleware import refusals
from tests.cast import Cast, signed_in


def language_of(accept: str = "", cookie: str = "") -> str:
    client = Client(headers={"accept-language": accept} if accept else {})
    if cookie:
        client.cookies["korzo_language"] = cookie
    return str(client.get("/robots.txt")["Content-Language"])


@pytest.mark.parametrize("code", ["en", "sk", "gu", "fa", "it", "uk", "es"])
def test_the_language_that_was_chosen(db: None, code: str) -> None:
    assert language_of(cookie=code) == code
    assert language_of(accept="de, it;q=0.5", cookie=code) == code


@pytest.mark.parametrize("cookie", ["xx", "EN", "sk-SK", "'", ""])
def test_a_choice_that_nobody_here_speaks_is_none(db: None, cookie: str) -> None:
    assert language_of(accept="it", cookie=cookie) == "it"


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"),
        ("de", "en"),
        ("sk", "sk"),
        ("sk-SK,sk;q=0.9,en;q=0.5", "sk"),
        ("es-MX", "es"),
        ("de, uk;q=0.8, it;q=0.9", "it"),
        ("fa-IR", "fa"),
        ("*", "en"),
        ("nonsense;;;q=x," * 50, "en"),
    ],
)
def test_the_first_of_the_browsers_that_we_have(db: None, accept: str, language: str) -> None:
    assert language_of(accept) == language


def test_a_browser_that_speaks_gujarati(db: None) -> None:
    assert language_of("gu-IN,gu;q=0.9") == "gu"


def test_one_request_does_not_speak_for_the_next(db: None) -> None:
    language_of(cookie="fa")
    assert language_of() == "en"
    assert translation.get_language() == "en"


def test_a_page_says_what_it_depends_on(db: None) -> None:
    assert "Accept-Language" in Client().get("/about/privacy/")["Vary"]


@pytest.mark.parametrize(("code", "direction"), [("fa", "rtl"), ("gu", "ltr"), ("uk", "ltr")])
def test_a_page_is_written_in_its_direction(db: None, code: str, direction: str) -> None:
    client = Client()
    client.cookies["korzo_language"] = code
    assert f'<html lang="{code}" dir="{direction}"' in client.get("/about/privacy/").content.decode()


def test_the_back_office_has_the_wider_policy_and_nobody_else(cast: Cast) -> None:
    client = signed_in(cast.mira)
    staff = client.get("/staff/members/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in staff
    assert "frame-ancestors 'self'" in staff
    for path in ("/", "/staffage/", "/accounts/login/", "/members/settings/"):
        policy = client.get(path)["Content-Security-Policy"]
        assert "unsafe" not in policy, path
        assert "frame-ancestors 'none'" in policy, path


@pytest.mark.parametrize("path", ["/", "/nothing/", "/robots.txt", "/staff/", "/accounts/login/", "/media/nothing.css"])
def test_every_answer_carries_the_policies(cast: Cast, path: str) -> None:
    answer = signed_in(cast.mira).get(path)
    assert "default-src" in answer["Content-Security-Policy"]
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def a_request() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = None  # type: ignore[assignment]  # nobody is here
    return request


def passed(error: Exception) -> HttpResponse | None:
    stage: Any = refusals(lambda request: HttpResponse())
    answer: HttpResponse | None = stage.process_exception(a_request(), error)
    return answer


def test_a_refusal_becomes_a_page_with_its_sentence(db: None) -> None:
    answer = passed(Refused("Not <today>."))
    assert answer is not None
    assert answer.status_code == 403
    assert "Not &lt;today&gt;." in answer.content.decode()


def test_a_missing_thing_becomes_a_page_that_does_not_say_what(db: None) -> None:
    answer = passed(Missing("the secret space"))
    assert answer is not None
    assert answer.status_code == 404
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("error", [ValueError("x"), Http404("x"), PermissionError("x")])
def test_another_error_is_not_ours_to_explain(error: Exception) -> None:
    assert passed(error) is None
