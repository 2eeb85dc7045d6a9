"""Comments of people without an account: nothing is seen before the mail is confirmed, and nothing is kept for long."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from korzo.comments import actions
from korzo.comments.models import Comment, CommentHold, Guest, NoticeText
from korzo.comments.queries import comments_page, count_of, the_notice
from korzo.comments.tests.scenes import LABEL, MAIL, Scene, links_sent_to
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.moderation import actions as moderation
from korzo.moderation.models import Item, Trace
from tests.cast import let_letters_leave, signed_in

pytestmark = pytest.mark.django_db
LABEL_OF_COMMENT = "comments.comment"


def test_guests_may_not_before_the_owner_says_so(scene: Scene) -> None:
    with pytest.raises(Refused, match="sign in"):
        scene.write_as_guest()
    assert (Comment.objects.count(), mail.outbox) == (0, [])


def test_it_waits_for_the_mail_and_opening_the_link_changes_nothing(scene: Scene) -> None:
    scene.let_guests_in()
    comment = scene.write_as_guest()
    assert (comment.state, count_of(LABEL, scene.product.pk)) == ("awaiting", 0)
    path = links_sent_to(MAIL)["confirmation"]
    # Programs that look at mails open all links, and ask for heads as well.
    client = Client()
    assert client.get(path).status_code == client.head(path).status_code == 200
    assert scene.fresh(comment).state == "awaiting"
    assert Trace.objects.count() == 0
    answer = client.post(path)
    assert (answer.status_code, answer["Referrer-Policy"]) == (200, "same-origin")
    assert scene.fresh(comment).state == "visible"
    page = comments_page(LABEL, scene.product.pk)
    assert [(one.author.name, one.is_guest, one.author.url) for one in page.comments] == [("Gita", True, "")]


def test_a_link_counts_once(scene: Scene) -> None:
    scene.let_guests_in()
    comment = scene.write_as_guest()
    path = links_sent_to(MAIL)["confirmation"]
    Client().post(path)
    confirmed_at = scene.fresh(comment).guest.confirmed_at
    assert Client().post(path).status_code == 200
    assert scene.fresh(comment).guest.confirmed_at == confirmed_at
    with pytest.raises(Refused, match="already"):
        actions.confirm_comment(comment.pk)
    assert count_of(LABEL, scene.product.pk) == 1


def test_the_letter_holds_no_words_of_the_guest(scene: Scene) -> None:
    """Nobody can send theirs to a stranger in our name."""
    scene.let_guests_in()
    scene.write_as_guest("Buy at pills dot example", name="Pills For You")
    let_letters_leave()
    [letter] = mail.outbox
    assert "pills" not in f"{letter.subject}{letter.body}".lower()
    assert "Ridge 3" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_links_of_one_purpose_do_not_serve_another(scene: Scene) -> None:
    scene.let_guests_in()
    comment = scene.write_as_guest()
    links = links_sent_to(MAIL)
    token = links["guest-removal"].split("/")[3]
    assert Client().post(f"/comments/confirmation/{token}/").status_code == 404
    assert Client().post("/comments/confirmation/nonsense/").status_code == 404
    assert scene.fresh(comment).state == "awaiting"


def test_what_the_checks_hold_waits_in_the_queue(scene: Scene) -> None:
    scene.let_guests_in()
    comment = scene.write_as_guest(is_proven=False)
    assert not Item.objects.exists()
    actions.confirm_comment(comment.pk)
    held = scene.fresh(comment)
    assert (held.state, [one["code"] for one in held.hold.reasons]) == ("held", ["unproven"])
    assert Item.objects.get(kind=Item.Kind.HELD).subject_id == comment.pk
    actions.release_comment(comment.pk, actor=scene.cast.ivo)
    assert scene.fresh(comment).state == "visible"
    let_letters_leave()
    assert mail.outbox[-1].subject == "Your comment is there"


def test_a_refused_guest_is_told_why(scene: Scene) -> None:
    scene.let_guests_in(first_comments_wait=True)
    comment = scene.write_as_guest()
    actions.confirm_comment(comment.pk)
    actions.refuse_comment(comment.pk, actor=scene.cast.ivo, reason="It is about another shoe.")
    let_letters_leave()
    assert "It is about another shoe." in mail.outbox[-1].body
    assert scene.fresh(comment).state == "held"


def test_taking_it_away_needs_a_button_and_leaves_nothing(scene: Scene) -> None:
    scene.let_guests_in()
    comment = scene.write_as_guest()
    path = links_sent_to(MAIL)["guest-removal"]
    actions.confirm_comment(comment.pk)
    scene.say(scene.cast.tea, "Thank you, Gita.", to=comment)
    assert Client().get(path).status_code == 200
    assert scene.fresh(comment).state == "visible"
    assert Client().post(path).status_code == Client().post(path).status_code == 200
    gone = scene.fresh(comment)
    assert (gone.state, gone.plain, gone.html, gone.guest.name, gone.guest.mail) == ("hidden", "", "", "", "")
    # It was answered, so a line stays in its place.
    [line] = comments_page(LABEL, scene.product.pk).comments
    assert (line.is_gone, line.by_author, len(line.answers)) == (True, True, 1)
    assert count_of(LABEL, scene.product.pk) == 1
    with pytest.raises(Refused):
        actions.show_comment(comment.pk, actor=scene.cast.ivo)


def test_what_was_deleted_is_gone_from_the_queue_as_well(scene: Scene) -> None:
    scene.let_guests_in(first_comments_wait=True)
    comment = scene.write_as_guest("My name is Gita, and I live at the mill.")
    actions.confirm_comment(comment.pk)
    moderation.flag(LABEL_OF_COMMENT, scene.say(scene.cast.sara, "Another.").pk, actor=scene.cast.tea, reason="rude")
    item = Item.objects.get(subject_id=comment.pk)
    assert ("mill" in item.plain, "mill" in item.html, item.title) == (True, True, scene.product.title)
    actions.remove_as_guest(comment.pk)
    item.refresh_from_db()
    assert (item.title, item.html, item.plain, item.address) == ("", "", "", "")
    assert item.held_for == [{"code": "first_post", "facts": {}}], "why it waited tells nothing about anybody"
    assert Item.objects.exclude(pk=item.pk).get().plain == "Another."


def test_what_the_team_hid_a_guest_can_still_delete(scene: Scene) -> None:
    scene.let_guests_in()
    comment = scene.write_as_guest()
    actions.confirm_comment(comment.pk)
    actions.hide_comment(comment.pk, actor=scene.cast.ivo, reason="Off topic.")
    actions.remove_as_guest(comment.pk)
    assert scene.fresh(comment).plain == ""
    with pytest.raises(Refused):
        actions.show_comment(comment.pk, actor=scene.cast.ivo)


def test_it_keeps_the_notice_that_stood_beside_the_form(scene: Scene) -> None:
    scene.let_guests_in(recipients="Nobody but our cat.")
    comment = scene.write_as_guest()
    kept = scene.fresh(comment).guest
    assert "Nobody but our cat." in kept.notice.text
    assert kept.agreed_at == scene.now
    old = the_notice().digest
    scene.let_guests_in(recipients="Nobody but our two cats.")
    with pytest.raises(Refused, match="changed just now"):
        scene.write_as_guest(digest=old)
    scene.write_as_guest("And light.")
    assert NoticeText.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "  "), ("name", "x" * 61), ("name", "me@example.com"), ("name", "http://pills"), ("mail", "not a mail")],
)
def test_it_refuses_what_is_no_name_or_mail(scene: Scene, field: str, value: str) -> None:
    scene.let_guests_in()
    with pytest.raises(FieldRefused) as caught:
        scene.write_as_guest(**{field: value})  # type: ignore[arg-type]  # names of fields alone
    assert (caught.value.field, Comment.objects.count()) == (field, 0)


def test_a_form_cannot_fill_a_strangers_mailbox(scene: Scene) -> None:
    scene.let_guests_in()
    scene.write_as_guest("One thing.")
    scene.write_as_guest("Another thing.")
    with pytest.raises(FieldRefused) as caught:
        scene.write_as_guest("A third thing.", mail=MAIL.upper())
    assert (caught.value.field, Comment.objects.count()) == ("mail", 2)


def test_an_address_sends_so_many_and_no_more(scene: Scene) -> None:
    scene.let_guests_in()
    at = timezone.now()
    for n in range(3):
        scene.now = at
        scene.write_as_guest(f"Thing {n}.", mail=f"g{n}@example.org", address="93.184.216.34")
    with pytest.raises(Refused):
        scene.write_as_guest("Thing 4.", mail="g4@example.org", address="93.184.216.34")
    assert Comment.objects.count() == 3


def test_addresses_go_after_their_days_and_what_nobody_confirmed(scene: Scene) -> None:
    scene.let_guests_in(mail_kept_days=30)
    kept = scene.write_as_guest("Kept.")
    actions.confirm_comment(kept.pk)
    gone = scene.write_as_guest("Never confirmed.")
    assert actions.forget_guests(now=scene.now + timedelta(days=2)) == 0
    assert actions.forget_guests(now=scene.now + timedelta(days=4)) == 1
    assert not Comment.objects.filter(pk=gone.pk).exists()
    assert scene.fresh(kept).guest.mail == MAIL
    assert actions.forget_guests(now=scene.now + timedelta(days=31)) == 1
    assert (scene.fresh(kept).guest.mail, scene.fresh(kept).guest.name) == ("", "Gita")
    # Nobody is there to be written to any more.
    let_letters_leave()
    mail.outbox.clear()
    actions.hide_comment(kept.pk, actor=scene.cast.ivo, reason="Off topic.")
    let_letters_leave()
    assert mail.outbox == []


def test_a_guest_names_nobody_and_leads_to_one_place_at_most(scene: Scene) -> None:
    scene.let_guests_in()
    comment = scene.write_as_guest("Ask @tea about https://example.org/wax")
    assert f'href="{scene.cast.tea.get_absolute_url()}"' not in comment.html
    assert not comment.mentions.exists()
    with pytest.raises(FieldRefused):
        scene.write_as_guest("See https://example.org/a and https://example.org/b")


def test_a_guest_may_answer(scene: Scene) -> None:
    scene.let_guests_in()
    first = scene.say(scene.cast.tea, "Which size?")
    answer = scene.write_as_guest("One up.", to=first)
    assert scene.fresh(first).answer_count == 0
    actions.confirm_comment(answer.pk)
    assert scene.fresh(first).answer_count == 1


def test_nobody_sees_what_waits_for_its_mail(scene: Scene) -> None:
    scene.let_guests_in()
    comment = scene.write_as_guest()
    for person in (None, scene.cast.tea):
        assert signed_in(person).get(f"/comments/{comment.pk}/").status_code == 404
    assert not CommentHold.objects.exists()
    with pytest.raises(Missing):
        actions.remove_as_guest(scene.say(scene.cast.tea, "Mine.").pk)
    assert Guest.objects.count() == 1
