"""Two ladders stand beside the names of members, so no rung of one is called like a rung of the other."""

import pytest
from django.conf import settings
from django.utils import translation

from korzo.loyalty.levels import LEVELS as OF_POINTS
from korzo.trust.levels import LEVELS as OF_TRUST


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_name_is_used_twice(language: str) -> None:
    with translation.override(language):
        names = [str(one.name).casefold() for one in (*OF_POINTS, *OF_TRUST)]
    assert len(set(names)) == len(names)


def test_somebody_with_an_account_is_no_guest() -> None:
    """A guest is who comments without one."""
    with translation.override("en"):
        assert "Guest" not in {str(one.name) for one in (*OF_POINTS, *OF_TRUST)}


def test_their_icons_tell_them_apart_where_they_stand_beside_names() -> None:
    assert not {one.icon for one in OF_POINTS[1:]} & {one.icon for one in OF_TRUST[1:]}
