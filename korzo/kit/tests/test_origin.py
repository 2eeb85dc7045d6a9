import pytest
from django.test import RequestFactory

from korzo.kit.origin import is_own


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://testserver"}, False),
        ({"Origin": "http://testserver:8000"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://evil.example", "Referer": "http://testserver/"}, False),
        ({"Referer": "http://testserver/talk/"}, True),
        ({"Referer": "http://testserver.evil.example/"}, False),
        ({"Referer": "http://evil.example/?http://testserver/"}, False),
        ({}, False),
    ],
)
def test_it_tells_our_own_forms_from_others(headers: dict[str, str], own: bool) -> None:
    assert is_own(RequestFactory().post("/language/", headers=headers)) is own


def test_it_compares_the_scheme() -> None:
    request = RequestFactory().post("/theme/", headers={"Origin": "https://testserver"}, secure=True)
    assert is_own(request)
