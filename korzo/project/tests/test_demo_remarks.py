"""What is said below the demo's products: by people who exist, with a guest, answers of the shop and reactions."""

import pytest
from django.utils import timezone

from korzo.comments.models import Comment, Guest
from korzo.comments.queries import drifts
from korzo.members.models import Member
from korzo.project.demo.remarks import REMARKS, load_remarks
from korzo.reactions.models import Reaction
from korzo.reviews.tests.shelf import make_product
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_says_a_dozen_things_below_three_products(cast: Cast) -> None:
    for handle in {one.product for one in REMARKS}:
        make_product(handle)
    speakers = {name for one in REMARKS for name in (one.author, one.answer_by) if name}
    here = {
        name: Member.objects.create_user(email=f"{name}@example.com", name=name.title(), handle=name)
        for name in speakers - {"mira"}
    }
    crowd = [Member.objects.create_user(email=f"c{n}@example.com", name=f"C {n}", handle=f"c{n}") for n in range(9)]
    load_remarks({**here, "mira": cast.mira}, crowd)
    said = Comment.objects.filter(state=Comment.State.VISIBLE)
    assert (said.count(), said.values("subject_id").distinct().count()) == (12, 3)
    assert said.filter(created_at__gt=timezone.now()).count() == 0
    assert Guest.objects.filter(confirmed_at__isnull=False).count() == 2
    assert said.filter(parent__isnull=False, author__in=[cast.mira, here["darius"]]).count() == 3
    assert Reaction.objects.filter(subject_label="comments.comment").count() >= 20
    assert drifts() == []
