"""The demo's texts are whole: everybody who speaks exists, and what was promised is there."""

from collections import Counter

import pytest

from korzo.project.demo import texts
from korzo.project.demo.remarks import REMARKS

HANDLES = {one.handle for one in texts.people()}
ROLES = {"member", "moderator", "staff", "owner"}


def test_there_is_as_much_as_was_promised() -> None:
    topics = [one for one in texts.talk() if not one.product]
    assert len(topics) >= 80
    assert len(list(texts.opinions())) >= 150
    assert {one.language for one in topics} == {"en", "sk", "it", "uk", "es", "fa", "gu"}


def test_everybody_who_speaks_exists() -> None:
    speakers = {one.author for one in texts.talk()} | {reply.author for one in texts.talk() for reply in one.replies}
    assert speakers | {one.author for one in texts.opinions()} <= HANDLES
    assert {name for one in REMARKS for name in (one.author, one.answer_by) if name} <= HANDLES
    assert {one.role for one in texts.people()} <= ROLES


def test_every_picture_is_there() -> None:
    shots = [shot for one in texts.talk() for shot in [*one.pictures, *(s for r in one.replies for s in r.pictures)]]
    shots += [shot for one in texts.opinions() for shot in one.pictures]
    assert [shot.name for shot in shots if not (texts.PICTURES / shot.name).is_file()] == []
    assert [shot.name for shot in shots if not shot.alt] == []


def test_nobody_reviews_a_thing_twice() -> None:
    pairs = Counter((one.author, one.product) for one in texts.opinions())
    assert [pair for pair, count in pairs.items() if count > 1] == []


@pytest.mark.parametrize("handle", sorted(HANDLES))
def test_everybody_has_a_face(handle: str) -> None:
    assert (texts.PICTURES / "faces" / f"{handle}.webp").is_file()
