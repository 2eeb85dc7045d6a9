"""Comments on the pages: the product's, the one of the form, and the small ones around a single comment."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from korzo.comments import actions
from korzo.comments.actions import RulesChange
from korzo.comments.models import Comment, Rules
from korzo.comments.queries import comments_page, own_comment_feet, the_notice
from korzo.comments.tests.scenes import LABEL, Scene
from korzo.members.actions import mute_member
from korzo.reactions.models import Bookmark, Reaction
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
BUTTONS = "/reactions/below/comments.comment/"


def on(scene: Scene) -> str:
    return f"/comments/on/{LABEL}/{scene.product.pk}/"


def test_everybody_reads_them_on_the_page_of_the_product(scene: Scene) -> None:
    first = scene.say(scene.cast.tea, "Which size?")
    scene.say(scene.cast.ivo, "One up.", to=first)
    for person in (None, scene.cast.tea, scene.cast.mira):
        html = signed_in(person).get(scene.product.get_absolute_url()).content.decode()
        assert "Which size?" in html
        assert "One up." in html
        assert "2 comments" in html


def test_a_guest_is_invited_and_finds_no_form_on_the_kept_page(scene: Scene) -> None:
    html = Client().get(scene.product.get_absolute_url()).content.decode()
    assert "Sign in to comment" in html
    assert on(scene) not in html
    scene.let_guests_in()
    html = Client().get(scene.product.get_absolute_url()).content.decode()
    assert on(scene) in html
    assert "csrfmiddlewaretoken" not in html


def test_older_ones_are_led_to_and_have_an_address_of_their_own(scene: Scene) -> None:
    rows = [scene.say(scene.cast.sara, f"Word {n}.") for n in range(25)]
    address = scene.product.get_absolute_url()
    html = Client().get(address).content.decode()
    assert "Word 24." in html
    assert "Word 4." not in html
    assert f'{address}?comments={rows[5].number}#comments"' in html
    older = Client().get(f"{address}?comments={rows[5].number}").content.decode()
    assert "Word 4." in older
    assert "Word 5." not in older
    assert re.search(rf'<link rel="canonical" href="[^"]*{address}\?comments={rows[5].number}">', older)
    answer = Client().get(rows[2].get_absolute_url())
    assert answer["Location"] == f"{address}?comments={rows[2].number + 1}#comment-{rows[2].pk}"
    assert "Word 2." in Client().get(answer["Location"]).content.decode()
    assert Client().get(rows[24].get_absolute_url())["Location"] == f"{address}#comment-{rows[24].pk}"
    for nonsense in ("x", "-1", "9" * 30, "０"):
        assert Client().get(address, {"comments": nonsense}).status_code == 200


def test_the_list_asks_as_often_for_many_as_for_few(scene: Scene) -> None:
    asked = []
    for n in range(4):
        with CaptureQueriesContext(connection) as captured:
            comments_page(LABEL, scene.product.pk)
        asked.append(len(captured))
        first = scene.say(scene.cast.sara, f"Word {n}.")
        scene.say(scene.cast.tea, f"Answer {n}.", to=first)
    # Where nothing was said, the count says so.
    assert asked[0] == 1
    assert asked[1] == asked[2] == asked[3]


def test_a_member_comments_without_scripts(scene: Scene) -> None:
    client = signed_in(scene.cast.tea)
    answer = client.post(on(scene), {"body": "Warm and dry.\n\nAnd light.", "body_format": "text"})
    comment = Comment.objects.get()
    assert answer["Location"] == f"{scene.product.get_absolute_url()}#comment-{comment.pk}"
    assert comment.plain == "Warm and dry.\nAnd light."
    page = client.get(f"{on(scene)}?answer={comment.pk}").content.decode()
    assert f'name="parent" value="{comment.pk}"' in page
    signed_in(scene.cast.ivo).post(on(scene), {"body": "True.", "parent": comment.pk})
    assert scene.fresh(comment).answer_count == 1


def test_nothing_that_was_typed_is_lost(scene: Scene) -> None:
    client = signed_in(scene.cast.tea)
    answer = client.post(on(scene), {"body": "x"})
    html = answer.content.decode()
    assert (answer.status_code, Comment.objects.count()) == (422, 0)
    assert "Please write a few words." in html
    assert ">x</textarea>" in html
    assert 'aria-describedby="comment_error"' in html


def test_what_waits_says_so_to_its_author_alone(scene: Scene) -> None:
    client = signed_in(scene.cast.tea)
    answer = client.post(on(scene), {"body": "Cheap watches.", "leave_this": "yes"})
    assert answer["Location"].endswith("#comments-waiting")
    address = scene.product.get_absolute_url()
    assert "Cheap watches." in client.get(address).content.decode()
    assert "Cheap watches." not in Client().get(address).content.decode()


def test_an_answer_to_an_answer_goes_to_the_comment_above(scene: Scene) -> None:
    first = scene.say(scene.cast.tea, "Which size?")
    second = scene.say(scene.cast.ivo, "One up.", to=first)
    html = signed_in(scene.cast.tea).get(f"{on(scene)}?answer={second.pk}").content.decode()
    assert f'name="parent" value="{first.pk}"' in html


def test_scripts_fetch_the_form_alone(scene: Scene) -> None:
    first = scene.say(scene.cast.tea, "Which size?")
    answer = signed_in(scene.cast.ivo).get(f"{on(scene)}?answer={first.pk}", headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "<html" not in html
    assert html.count("<form") == 1
    assert "HX-Request" in answer["Vary"]


def test_a_guest_sends_the_form_and_reads_what_becomes_of_the_data(scene: Scene) -> None:
    closed = Client().get(on(scene)).content.decode()
    assert "Sign in to comment" in closed
    assert 'name="mail"' not in closed
    scene.let_guests_in(rights="Ask our cat.")
    html = Client().get(on(scene)).content.decode()
    assert "Ask our cat." in html
    assert "Article 6(1)(a) GDPR" in html
    assert "<korzo-proof" in html
    sent = {"name": "Gita", "mail": "gita@example.org", "body": "It keeps dry.", "notice": the_notice().digest}
    answer = Client().post(on(scene), sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{on(scene)}?sent")
    assert "look into your mail" in Client().get(answer["Location"]).content.decode()
    comment = Comment.objects.get()
    assert (comment.state, comment.guest.name, comment.guest.is_proven) == ("awaiting", "Gita", False)
    wrong = Client().post(on(scene), {**sent, "mail": "nonsense"})
    assert wrong.status_code == 422
    assert 'aria-describedby="guest-mail_error"' in wrong.content.decode()
    assert "It keeps dry." in wrong.content.decode()


def test_a_reaction_comes_and_goes(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Warm and dry.")
    client = signed_in(scene.cast.luka)
    heart = f"{comment.pk} heart"
    fragment = client.post(BUTTONS, {"give": heart}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in fragment.text
    assert fragment["HX-Retarget"] == f"#comment-{comment.pk}-foot"
    assert client.post(BUTTONS, {"take_back": heart})["Location"] == f"/comments/{comment.pk}/"
    assert client.post(BUTTONS, {"give": f"{comment.pk} nonsense"}).status_code == 404
    guest = Client().get(BUTTONS, {"give": heart})
    assert guest["Location"] == f"{reverse('account_login')}?next=/comments/{comment.pk}/"
    assert not Reaction.objects.exists()


def test_a_comment_is_saved_for_later(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Warm and dry.")
    client = signed_in(scene.cast.luka)
    saved = client.post(BUTTONS, {"keep": str(comment.pk)}, headers={"HX-Request": "true"})
    assert f'id="comment-{comment.pk}-save"' in saved.text
    assert Bookmark.objects.get().subject_label == "comments.comment"
    client.post(BUTTONS, {"let_go": str(comment.pk)})
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("outsider", ["Link to this", "Report"]),
        ("member", ["Link to this", "Report"]),
        ("moderator", ["Link to this", "Take away", "Report"]),
        ("staff", ["Link to this", "Change", "Take away", "Report"]),
    ],
)
def test_the_menu_offers_what_this_person_may(scene: Scene, role: str, offered: list[str]) -> None:
    comment = scene.say(scene.cast.luka, "Warm and dry.")
    address, client = f"/reactions/below/comments.comment/{comment.pk}/menu/", signed_in(scene.cast.by_role()[role])
    page, menu = client.get(address).text, client.get(address, headers={"HX-Request": "true"}).text
    assert "<html" in page
    assert "<html" not in menu
    words = ("Link to this", "Change", "Take away", "Report")
    for text in (page, menu):
        assert [word for word in words if f"</svg>{word}" in text] == offered
    own = signed_in(scene.cast.luka).get(address, headers={"HX-Request": "true"}).text
    assert "Report" not in own
    assert "Take away" in own
    actions.hide_comment(comment.pk, actor=scene.cast.ivo, reason="Off topic.")
    assert client.get(address).status_code == 404


def test_all_buttons_of_a_page_are_of_one_form_and_most_feet_are_everybodys(scene: Scene) -> None:
    for n in range(6):
        scene.say(scene.cast.sara, f"Word {n}.")
    html = signed_in(scene.cast.tea).get(scene.product.get_absolute_url()).text
    assert html.count('id="comment-buttons"') == 1
    assert html.count("popover") - html.partition('id="comments"')[0].count("popover") <= 4
    ids = [int(pk) for pk in re.findall(r'id="comment-(\d+)-foot"', html)]
    assert len(ids) == 6
    assert own_comment_feet(ids, scene.cast.tea) == {}
    assert own_comment_feet(ids, scene.cast.sara).keys() == set(ids)


def test_a_guest_who_wants_to_answer_gets_a_page_and_no_piece_of_one(scene: Scene) -> None:
    first = scene.say(scene.cast.tea, "Which size?")
    where = f"{on(scene)}?answer={first.pk}"
    assert Client().get(where, headers={"HX-Request": "true"})["HX-Redirect"] == where
    assert "Sign in to comment" in Client().get(where).text


def test_changing_and_taking_away_by_form(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Warm and dry.")
    client = signed_in(scene.cast.tea)
    assert "Warm and dry." in client.get(f"/comments/{comment.pk}/edit/").content.decode()
    client.post(f"/comments/{comment.pk}/edit/", {"body": "Warm.", "version": "1"})
    assert scene.fresh(comment).plain == "Warm."
    refused = signed_in(scene.cast.ivo).post(f"/comments/{comment.pk}/removal/", {"reason": " "})
    assert refused.status_code == 422
    client.post(f"/comments/{comment.pk}/removal/")
    assert scene.fresh(comment).state == "hidden"


def test_staff_choose_and_the_pages_follow(scene: Scene) -> None:
    client = signed_in(scene.cast.sara)
    assert "What guests read" in client.get("/staff/comments/").content.decode()
    client.post("/staff/comments/", {"guests_may": "on", "mail_kept_days": "30", "purpose": "For the talk."})
    rules = Rules.objects.get()
    assert (rules.guests_may, rules.closed_labels, rules.mail_kept_days) == (True, [LABEL], 30)
    html = signed_in(scene.cast.tea).get(scene.product.get_absolute_url()).content.decode()
    assert "Comments are closed here." in html
    refused = client.post("/staff/comments/", {"mail_kept_days": "2"})
    assert (refused.status_code, Rules.objects.get().mail_kept_days) == (422, 30)


def test_a_muted_author_is_folded_away(scene: Scene) -> None:
    scene.say(scene.cast.luka, "Warm and dry.")
    mute_member(scene.cast.luka, actor=scene.cast.tea)
    html = signed_in(scene.cast.tea).get(scene.product.get_absolute_url()).content.decode()
    assert "You muted" in html
    assert "You muted" not in signed_in(scene.cast.ivo).get(scene.product.get_absolute_url()).content.decode()


def test_somebody_who_left_stays_without_a_name(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Warm, says @ivo.")
    actions.forget_member(scene.cast.ivo.pk)
    actions.forget_member(scene.cast.tea.pk)
    one = scene.fresh(comment)
    assert (one.author, one.plain, "ivo" in one.html) == (None, "Warm, says @….", False)
    html = Client().get(scene.product.get_absolute_url()).content.decode()
    assert "A former member" in html


def test_the_rules_close_comments_and_keep_what_is_there(scene: Scene) -> None:
    scene.say(scene.cast.tea, "Warm and dry.")
    actions.change_rules(RulesChange(closed_labels=[LABEL]), actor=scene.cast.mira)
    html = Client().get(scene.product.get_absolute_url()).content.decode()
    assert "Warm and dry." in html
    assert "Sign in to comment" not in html
