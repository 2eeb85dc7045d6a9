import pytest

from tests.cast import Cast, signed_in

OWN = {"Origin": "http://testserver"}
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "null"},
    {"Referer": "https://evil.example/"},
    {},
]


def test_a_guest_chooses_a_language(db: None) -> None:
    client = signed_in(None)
    answer = client.post("/language/", {"language": "fa", "next": "/products/"}, headers=OWN)
    assert (answer.status_code, answer["Location"]) == (302, "/products/")
    cookie = answer.cookies["korzo_language"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"], cookie["path"]) == ("fa", "Lax", True, "/")
    assert set(answer.cookies) == {"korzo_language"}
    html = client.get("/products/").content.decode()
    assert '<html lang="fa" dir="rtl"' in html


def test_a_members_language_is_kept_for_their_letters(cast: Cast) -> None:
    signed_in(cast.tea).post("/language/", {"language": "sk"}, headers=OWN)
    cast.tea.refresh_from_db()
    assert cast.tea.language == "sk"


@pytest.mark.parametrize("wanted", ["xx", "", "en-gb", "../../etc", "sk\r\nSet-Cookie: a=b"])
def test_a_language_that_nobody_here_speaks_changes_nothing(cast: Cast, wanted: str) -> None:
    answer = signed_in(cast.tea).post("/language/", {"language": wanted}, headers=OWN)
    assert (answer.status_code, "korzo_language" in answer.cookies) == (302, False)
    cast.tea.refresh_from_db()
    assert cast.tea.language == "en"


@pytest.mark.parametrize(("wanted", "kept"), [("dark", "dark"), ("light", "light"), ("device", ""), ("neon", "")])
def test_a_guest_chooses_light_or_dark(db: None, wanted: str, kept: str) -> None:
    client = signed_in(None)
    client.post("/theme/", {"theme": "dark"}, headers=OWN)
    answer = client.post("/theme/", {"theme": wanted}, headers=OWN)
    assert answer.cookies["korzo_theme"].value == kept
    html = client.get("/products/").content.decode()
    assert (f'data-theme="{kept}"' in html) if kept else ("data-theme=" not in html[: html.index("<head>")])


@pytest.mark.parametrize("path", ["/language/", "/theme/"])
@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_of_another_site_is_refused(cast: Cast, path: str, headers: dict[str, str]) -> None:
    answer = signed_in(cast.tea).post(path, {"language": "sk", "theme": "dark"}, headers=headers)
    assert answer.status_code == 403
    assert "sent from another site" in answer.content.decode()
    assert not {"korzo_language", "korzo_theme"} & set(answer.cookies)
    cast.tea.refresh_from_db()
    assert cast.tea.language == "en"


@pytest.mark.parametrize("path", ["/language/", "/theme/"])
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/\\evil.example",
    ],
)
def test_it_leads_back_into_the_house_only(db: None, path: str, target: str) -> None:
    answer = signed_in(None).post(path, {"language": "sk", "theme": "dark", "next": target}, headers=OWN)
    assert answer["Location"] == "/"


@pytest.mark.parametrize("path", ["/language/", "/theme/"])
def test_it_is_posted(db: None, path: str) -> None:
    answer = signed_in(None).get(path)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
