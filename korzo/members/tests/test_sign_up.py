import re
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.community.actions import change_community
from korzo.members.handles import RESERVED, handle_for
from korzo.members.models import Member
from korzo.members.proof import FORMS_WITHOUT_PROOF_PER_HOUR
from korzo.members.tests.doors import PASSWORD, code_in_mail, proven_form, sign_up_form
from tests.cast import Cast, let_worker_finish, signed_in

pytestmark = pytest.mark.django_db
SIGN_UP, CONFIRM = "/accounts/signup/", "/accounts/confirm-email/"


def words(html: bytes) -> str:
    """What a page says, without what differs from one reading to the next."""
    text = re.sub(r'(csrfmiddlewaretoken" value|csrfToken|X-CSRFToken).*?"[^"]*"', "", html.decode())
    return unescape(text)


def verbs(member: Member) -> list[str]:
    return sorted(Activity.objects.filter(member_id=member.pk).values_list("verb", flat=True))


def test_somebody_comes_in_with_a_proof_and_a_code() -> None:
    client = Client()
    answer = client.post(SIGN_UP, proven_form(client))
    assert (answer.status_code, answer["Location"]) == (302, CONFIRM)
    member = Member.objects.get()
    assert (member.email, member.name, member.handle, member.role) == (
        "zora@example.com", "Zora Nováková", "zora", "member",
    )  # fmt: skip
    # The account is a member only when the mail is proved.
    assert verbs(member) == []
    assert "_auth_user_id" not in client.session
    assert [letter.to for letter in mail.outbox] == [["zora@example.com"]]

    confirmed = client.post(CONFIRM, {"code": code_in_mail()})
    assert (confirmed.status_code, confirmed["Location"]) == (302, "/")
    assert verbs(member) == ["members.joined", "members.mail_confirmed"]
    assert client.session["_auth_user_id"] == str(member.pk)
    assert EmailAddress.objects.get().verified

    client.post(CONFIRM, {"code": code_in_mail()})
    let_worker_finish()
    assert verbs(member) == ["members.joined", "members.mail_confirmed"]


def test_a_wrong_code_opens_nothing() -> None:
    client = Client()
    client.post(SIGN_UP, proven_form(client))
    code = code_in_mail()
    for _try in range(3):
        client.post(CONFIRM, {"code": code.translate(str.maketrans("0123456789", "1234567890"))})
    # After three tries the code itself is dead.
    client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session
    assert verbs(Member.objects.get()) == []
    assert not EmailAddress.objects.get().verified


def test_the_letter_speaks_under_the_name_and_in_the_language_of_the_house() -> None:
    change_community(actor_id=None, name="Klub KAMZO")
    client = Client(headers={"accept-language": "sk"})
    client.post(SIGN_UP, proven_form(client))
    assert Member.objects.get().language == "sk"
    assert "Klub KAMZO" in mail.outbox[0].body
    assert "testserver" not in mail.outbox[0].body


def test_a_few_without_javascript_pass() -> None:
    for number in range(FORMS_WITHOUT_PROOF_PER_HOUR):
        answer = Client().post(SIGN_UP, sign_up_form(f"zora{number}@example.com"))
        assert answer.status_code == 302
    refused = Client().post(SIGN_UP, sign_up_form("one-too-many@example.com"))
    assert refused.status_code == 200
    assert "Too many accounts were opened from here" in words(refused.content)
    assert not Member.objects.filter(email="one-too-many@example.com").exists()
    client = Client()
    assert client.post(SIGN_UP, proven_form(client, "proven@example.com")).status_code == 302


def test_a_wrong_proof_is_none() -> None:
    for number in range(FORMS_WITHOUT_PROOF_PER_HOUR):
        Client().post(SIGN_UP, sign_up_form(f"zora{number}@example.com", proof="bm8="))
    refused = Client().post(SIGN_UP, sign_up_form("one-too-many@example.com", proof="bm8="))
    assert refused.status_code == 200


def test_a_field_that_people_do_not_see_catches_robots() -> None:
    client = Client()
    refused = client.post(SIGN_UP, proven_form(client, website="https://pills.example"))
    assert refused.status_code == 200
    assert "people do not see" in words(refused.content)
    assert not Member.objects.exists()
    assert mail.outbox == []


def test_a_known_mail_is_not_given_away_by_the_page_for_the_code(cast: Cast) -> None:
    pages = []
    for address in ("tea@example.com", "zora@example.com"):
        client = Client()
        client.post(SIGN_UP, proven_form(client, address))
        pages.append(words(client.get(CONFIRM).content).replace(address, "…"))
    assert pages[0] == pages[1]


def test_a_known_mail_is_not_given_away(cast: Cast) -> None:
    known, unknown = Client(), Client()
    answers = [
        known.post(SIGN_UP, proven_form(known, "TEA@example.com")),
        unknown.post(SIGN_UP, proven_form(unknown, "zora@example.com")),
    ]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, CONFIRM), (302, CONFIRM)]
    assert [letter.to[0].lower() for letter in mail.outbox] == ["tea@example.com", "zora@example.com"]
    assert Member.objects.filter(email__iexact="tea@example.com").count() == 1
    assert cast.tea.check_password("promenade-at-dusk")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password1": "short"}, "at least 12 characters"),
        ({"password1": "zora@example.com"}, "too similar"),
        ({"password1": "qwerty123456"}, "too common"),
        ({"name": "   "}, "This field is required"),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"email": "nobody"}, "valid email address"),
    ],
)
def test_it_refuses_with_a_sentence(changes: dict[str, str], sentence: str) -> None:
    answer = Client().post(SIGN_UP, sign_up_form() | changes)
    assert answer.status_code == 200
    assert sentence in words(answer.content)
    assert not Member.objects.exists()


def test_it_does_not_use_up_a_turn_for_a_typing_error() -> None:
    for _ in range(FORMS_WITHOUT_PROOF_PER_HOUR + 1):
        Client().post(SIGN_UP, sign_up_form(name=""))
    assert Client().post(SIGN_UP, sign_up_form()).status_code == 302


def test_too_many_sign_ups_are_slowed_down_with_our_page() -> None:
    client = Client()
    answers = [client.post(SIGN_UP, sign_up_form(name="")) for _ in range(21)]
    assert {one.status_code for one in answers[:20]} == {200}
    assert answers[20].status_code == 429
    assert "A little slower, please" in words(answers[20].content)


def test_a_member_needs_no_second_account(cast: Cast) -> None:
    answer = signed_in(cast.tea).get(SIGN_UP)
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Zora Nováková", "zora"),
        ("Žofia", "zofia"),
        ("O'Neil", "oneil"),
        ("ثریا رضایی", "ثریا"),
        ("હેતલ", "હેતલ"),
        ("Олена", "олена"),
        ("مُحمّد", "محمد"),
        ("🥾", "member"),
        ("tea", "tea2"),
        ("Staff", "staff2"),
        ("x" * 60, "x" * 24),
    ],
)
def test_a_handle_is_made_of_the_name(cast: Cast, name: str, handle: str) -> None:
    assert handle_for(name) == handle


def test_no_handle_looks_like_the_house(cast: Cast) -> None:
    assert all(handle_for(name) not in RESERVED for name in RESERVED)


def test_a_taken_handle_in_other_letters_is_taken(cast: Cast) -> None:
    Member.objects.filter(pk=cast.tea.pk).update(handle="Tea", joined_at=timezone.now())
    Member.objects.filter(pk=cast.luka.pk).update(handle="tea2")
    assert handle_for("Tea") == "tea3"


def test_the_page_of_a_sign_up_starts_no_session() -> None:
    client = Client()
    page = client.get(SIGN_UP)
    assert page.status_code == 200
    assert PASSWORD not in page.content.decode()
    assert "korzo_session" not in page.cookies
