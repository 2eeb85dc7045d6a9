import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from korzo.members.models import Member
from korzo.members.tests.doors import code_in_mail
from tests.cast import PASSWORD, Cast

LOGIN, RESET, CODE = "/accounts/login/", "/accounts/password/reset/", "/accounts/login/code/"
NEW_PASSWORD = "another-walk-at-dawn"


@pytest.fixture
def tea(cast: Cast) -> Member:
    EmailAddress.objects.create(user=cast.tea, email=cast.tea.email, verified=True, primary=True)
    return cast.tea


def is_signed_in(client: Client, member: Member) -> bool:
    return client.session.get("_auth_user_id") == str(member.pk)


def sign_in(client: Client, email: str = "tea@example.com", password: str = PASSWORD, **more: str) -> int:
    return client.post(LOGIN, {"login": email, "password": password, **more}).status_code


@pytest.mark.parametrize("email", ["tea@example.com", "Tea@Example.com"])
def test_a_member_comes_in_with_mail_and_password(tea: Member, email: str) -> None:
    client = Client()
    assert sign_in(client, email) == 302
    assert is_signed_in(client, tea)


def test_a_wrong_password_and_an_unknown_mail_sound_alike(tea: Member) -> None:
    pages = [
        Client().post(LOGIN, {"login": email, "password": "something-else-1"}).content.decode()
        for email in ("tea@example.com", "xyz@example.com")
    ]
    sentences = [re.findall(r'role="alert">.*?<span>(.*?)</span>', page, re.DOTALL) for page in pages]
    assert sentences == [["The email address and/or password you specified are not correct."]] * 2


def test_a_handle_is_no_way_in(tea: Member) -> None:
    assert sign_in(Client(), "tea") == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_it_leads_to_no_other_site(tea: Member, elsewhere: str) -> None:
    answer = Client().post(LOGIN, {"login": tea.email, "password": PASSWORD, "next": elsewhere})
    assert answer.status_code == 400 or answer["Location"] == "/"


def test_it_leads_on_within_the_house(tea: Member) -> None:
    answer = Client().post(LOGIN, {"login": tea.email, "password": PASSWORD, "next": "/me/purchases/"})
    assert answer["Location"] == "/me/purchases/"


def test_guessing_is_slowed_down(tea: Member) -> None:
    client = Client()
    for _ in range(5):
        sign_in(client, password="a-guess-of-mine")
    # The right one does not help any more, else guessing would be worth while.
    client.post(LOGIN, {"login": tea.email, "password": PASSWORD})
    assert not is_signed_in(client, tea)


def test_too_many_sign_ins_get_our_page(tea: Member) -> None:
    client = Client()
    answers = [client.post(LOGIN, {"login": "", "password": ""}) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "A little slower, please" in answers[-1].content.decode()


def test_somebody_who_left_does_not_come_in(tea: Member) -> None:
    Member.objects.filter(pk=tea.pk).update(is_active=False)
    client = Client()
    sign_in(client)
    assert not is_signed_in(client, tea)


def test_an_unproved_mail_asks_for_its_code_first(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.luka, email=cast.luka.email, verified=False, primary=True)
    client = Client()
    answer = client.post(LOGIN, {"login": cast.luka.email, "password": PASSWORD})
    assert answer["Location"] == "/accounts/confirm-email/"
    assert not is_signed_in(client, cast.luka)
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert is_signed_in(client, cast.luka)


def test_a_code_by_mail_is_a_way_in(tea: Member) -> None:
    client = Client()
    answer = client.post(CODE, {"email": tea.email})
    assert answer["Location"] == f"{CODE}confirm/"
    assert [letter.to for letter in mail.outbox] == [[tea.email]]
    client.post(f"{CODE}confirm/", {"code": "000000000"})
    assert not is_signed_in(client, tea)
    client.post(f"{CODE}confirm/", {"code": code_in_mail()})
    assert is_signed_in(client, tea)


def test_a_code_for_an_unknown_mail_looks_the_same(tea: Member) -> None:
    answers = [Client().post(CODE, {"email": email}) for email in (tea.email, "nobody@example.com")]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, f"{CODE}confirm/")] * 2
    assert [letter.to for letter in mail.outbox] == [[tea.email]]


def test_codes_are_not_sent_without_end(tea: Member) -> None:
    answers = [Client().post(CODE, {"email": tea.email}) for _ in range(5)]
    assert [one.status_code for one in answers] == [302, 302, 302, 200, 200]
    assert len(mail.outbox) == 3


def test_a_forgotten_password_is_set_anew_by_mail(tea: Member) -> None:
    client = Client()
    assert client.post(RESET, {"email": tea.email}).status_code == 302
    found = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    form = client.get(found.group(1), follow=True)
    where = form.redirect_chain[-1][0]
    done = client.post(where, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert done.status_code == 302
    tea.refresh_from_db()
    assert tea.check_password(NEW_PASSWORD)
    # The link in the mail works once.
    assert Client().get(found.group(1)).status_code == 200
    assert sign_in(Client(), password=NEW_PASSWORD) == 302


def test_a_reset_for_an_unknown_mail_looks_the_same_and_sends_nothing(tea: Member) -> None:
    answers = [Client().post(RESET, {"email": email}) for email in (tea.email, "nobody@example.com")]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, f"{RESET}done/")] * 2
    assert [letter.to for letter in mail.outbox] == [[tea.email]]


def test_resets_are_not_sent_without_end(tea: Member) -> None:
    answers = [Client().post(RESET, {"email": tea.email}) for _ in range(7)]
    assert answers[-1].status_code == 429
    assert len(mail.outbox) == 5


def test_signing_out_wants_a_click(tea: Member) -> None:
    client = Client()
    client.force_login(tea)
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client, tea)
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
