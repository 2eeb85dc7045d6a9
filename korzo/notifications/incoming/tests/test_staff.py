"""What the team sees and decides; what is forgotten; what our own letters say."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from korzo.activity.models import Outgoing
from korzo.discussions.models import Post
from korzo.kit.errors import Refused
from korzo.notifications.incoming import keeping
from korzo.notifications.incoming.actions import drop_mail, forget_letters, forget_mail_of, post_after_all
from korzo.notifications.incoming.doorway import doorway
from korzo.notifications.incoming.models import IncomingMail
from korzo.notifications.incoming.tests.post_bag import NEW, a_letter, reply_address, take_in
from korzo.notifications.incoming.tokens import Kind, token_in
from korzo.notifications.tests.scenes import a_question, a_reply
from tests.cast import Cast, let_worker_finish, signed_in

PAGE = "/staff/replies/"


def a_doubtful(cast: Cast, settings: Settings, words: str = NEW) -> IncomingMail:
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", "mx.talk.example")
    to = reply_address(cast.tea, a_question(cast.luka))
    said = "mx.talk.example; dmarc=fail"
    return take_in(a_letter("tea@example.com", to, f"{words}\n\n> QUOTED", Authentication_Results=said))


def test_staff_see_what_came_and_why_and_the_new_words_alone(cast: Cast, settings: Settings) -> None:
    found = a_doubtful(cast, settings, "<script>alert(1)</script> Half a size up")
    page = signed_in(cast.sara).get(PAGE).content.decode()
    assert "t•••@example.com" in page
    assert "Its sender may be forged" in page
    letter = signed_in(cast.sara).get(f"{PAGE}{found.pk}/").content.decode()
    assert "Half a size up" in letter
    assert "<script>alert" not in letter
    assert "QUOTED" not in letter


def test_only_staff_see_it(cast: Cast, settings: Settings) -> None:
    found = a_doubtful(cast, settings)
    for person, status in ((cast.ivo, 403), (cast.tea, 302), (None, 302)):
        for path in (PAGE, f"{PAGE}{found.pk}/"):
            assert signed_in(person).get(path).status_code == status
        for path in (f"{PAGE}{found.pk}/posting/", f"{PAGE}{found.pk}/dropping/"):
            assert signed_in(person).post(path).status_code == status
    found.refresh_from_db()
    assert found.outcome == "waiting"


def test_staff_post_what_they_believe(cast: Cast, settings: Settings) -> None:
    found = a_doubtful(cast, settings)
    assert signed_in(cast.sara).post(f"{PAGE}{found.pk}/posting/").status_code == 302
    found.refresh_from_db()
    assert (found.outcome, found.decided_by_id) == ("posted", cast.sara.pk)
    with pytest.raises(Refused, match="decided about this letter already"):
        post_after_all(found.pk, actor=cast.sara, doorway=settings.KORZO_DOORWAY)


def test_staff_put_aside_what_they_do_not_believe(cast: Cast, settings: Settings) -> None:
    found = a_doubtful(cast, settings)
    signed_in(cast.sara).post(f"{PAGE}{found.pk}/dropping/")
    found.refresh_from_db()
    assert (found.outcome, found.post_id) == ("dropped", None)
    with pytest.raises(Refused):
        drop_mail(found.pk, actor=cast.sara)


def test_letters_are_forgotten_after_a_month(cast: Cast, settings: Settings) -> None:
    found = a_doubtful(cast, settings)
    assert forget_letters(timezone.now() + timedelta(days=29)) == 0
    assert forget_letters(timezone.now() + timedelta(days=31)) == 1
    with pytest.raises(FileNotFoundError):
        keeping.kept(found.file)
    found.refresh_from_db()
    assert (found.file, found.sender, found.outcome) == ("", "", "dropped")
    assert signed_in(cast.sara).get(f"{PAGE}{found.pk}/").status_code == 200


def test_who_leaves_takes_their_letters_along(cast: Cast, settings: Settings) -> None:
    found = a_doubtful(cast, settings)
    assert forget_mail_of(cast.tea.pk) == 1
    assert not IncomingMail.objects.exists()
    with pytest.raises(FileNotFoundError):
        keeping.kept(found.file)


def our_letter(cast: Cast) -> mail.EmailMultiAlternatives:
    a_reply(a_question(cast.luka), cast.tea)
    let_worker_finish()
    Outgoing.objects.filter(state="waiting").update(not_before=timezone.now() - timedelta(seconds=1))
    let_worker_finish()
    (letter,) = mail.outbox
    assert isinstance(letter, mail.EmailMultiAlternatives)
    return letter


def test_our_letters_say_where_an_answer_goes(cast: Cast, settings: Settings) -> None:
    letter = our_letter(cast)
    token = token_in(settings.KORZO_DOORWAY, letter.reply_to)
    assert token is not None
    assert (token.kind, token.member_id) == (Kind.REPLY, cast.luka.pk)
    bounce = token_in(settings.KORZO_DOORWAY, [letter.from_email])
    assert bounce is not None
    assert (bounce.kind, bounce.member_id) == (Kind.BOUNCE, cast.luka.pk)
    assert "bounce+" not in letter.message()["From"]
    assert str(letter.body).startswith("##- Reply above this line -##")
    assert "##- Reply above this line -##" in str(letter.alternatives[0][0])


def test_they_say_nothing_of_it_while_it_is_off(cast: Cast, settings: Settings) -> None:
    settings.KORZO_DOORWAY = None
    letter = our_letter(cast)
    assert letter.reply_to == []
    assert "##-" not in str(letter.body)


def test_an_answer_to_our_letter_stands_in_the_topic(cast: Cast) -> None:
    letter = our_letter(cast)
    quoted = "\n".join(f"> {line}" for line in str(letter.body).split("\n"))
    words = f"Thank you, that helps.\n\nOn 23.11.2026 17:03, x@y wrote:\n{quoted}"
    found = take_in(a_letter("luka@example.com", letter.reply_to[0], words))
    assert Post.objects.get(pk=found.post_id or 0).plain == "Thank you, that helps."
