"""The list of keys, and the switch that turns them off."""

import pytest

from tests.cast import Cast, signed_in

OWN = {"Origin": "http://testserver"}

pytestmark = pytest.mark.django_db


def test_the_list_is_a_page_and_a_dialog() -> None:
    client = signed_in(None)
    assert "<h1>Keys</h1>" in client.get("/keys/").content.decode()
    sheet = client.get("/keys/", headers={"HX-Request": "true"}).content.decode()
    assert '<dialog class="sheet" id="keys-sheet"' in sheet
    assert "<html" not in sheet
    assert 'href="/keys/"' in client.get("/products/").content.decode()


def test_anybody_can_switch_them_off_and_on() -> None:
    client = signed_in(None)
    answer = client.post("/keys/", {"keys": "off", "next": "/products/"}, headers=OWN)
    assert answer["Location"] == "/products/"
    cookie = answer.cookies["korzo_keys"]
    # A script has to read it.
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("off", "", "Lax")
    assert "Switch the keys on" in client.get("/keys/").content.decode()
    client.post("/keys/", {"keys": "on"}, headers=OWN)
    assert "Switch the keys off" in client.get("/keys/").content.decode()


def test_another_site_cannot(cast: Cast) -> None:
    answer = signed_in(cast.tea).post("/keys/", {"keys": "off"}, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, "korzo_keys" in answer.cookies) == (403, False)


def test_it_leads_to_no_other_site() -> None:
    answer = signed_in(None).post("/keys/", {"keys": "off", "next": "https://evil.example/"}, headers=OWN)
    assert answer["Location"] == "/"
