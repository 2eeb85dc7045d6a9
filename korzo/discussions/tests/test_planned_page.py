"""Topics that come out later are on a list of the team, with their time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from korzo.discussions.actions import Written, publish_due_topics, start_topic
from korzo.discussions.models import Space
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


def test_the_team_finds_what_is_planned(space: Space, town: Cast) -> None:
    page = reverse("staff_talk_planned")
    assert "Nothing is planned." in signed_in(town.ivo).get(page).text
    for days, title in ((5, "The sale begins"), (2, "New laces")):
        at = timezone.now() + timedelta(days=days)
        start_topic(
            space, actor=town.ivo, title=title, written=Written("Wait and see."), publish_at=at, backfilled=True
        )
    text = signed_in(town.sara).get(page).text
    assert text.index("New laces") < text.index("The sale begins")
    assert signed_in(town.luka).get(page).status_code == 302
    assert publish_due_topics(now=timezone.now() + timedelta(days=3)) == 1
    assert "New laces" not in signed_in(town.ivo).get(page).text
