"""What can be done to the community. Who may is asked above, where members live; here stands only whose hand it was."""

import hashlib
from decimal import Decimal

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.community.activities import CommunityChanged, CommunitySetUp
from korzo.community.models import Community
from korzo.kit import html
from korzo.kit.generations import bump_on_commit
from korzo.kit.pictures import encode_webp, open_picture
from korzo.kit.theme import theme_css

# Shown two rem high at most, on dense screens.
LOGO_WIDTH = 480
HERO_WIDTH = 1600

CHANGEABLE = frozenset({
    "name", "members_name", "tagline", "lead", "shop_name", "shop_url", "brand", "accent", "neutral_hue", "roundness",
    "values_plain",
})  # fmt: skip
_OF_THEME = {"brand", "accent", "neutral_hue", "roundness"}


def change_community(
    *,
    actor_id: int | None,
    logo: "File[bytes] | None" = None,
    hero: "File[bytes] | None" = None,
    **changes: str | int | Decimal,
) -> Community:
    """Change words, colours or pictures; only the named fields are written."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"not a field of the community: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        community, _made = Community.objects.select_for_update().get_or_create(pk=1)
        for name, value in changes.items():
            setattr(community, name, value)
        written = {*changes, "changed_at"}
        community.changed_at = timezone.now()
        if "values_plain" in changes:
            community.values_html = html.clean(community.values_plain, rich=False).html
            written.add("values_html")
        if logo is not None:
            community.logo = _keep_picture(logo, "logo", LOGO_WIDTH)
            written.add("logo")
        if hero is not None:
            community.hero = _keep_picture(hero, "hero", HERO_WIDTH)
            written.add("hero")
        if _OF_THEME & set(changes):
            community.theme_file = _write_theme(community)
            written.add("theme_file")
        community.save(update_fields=sorted(written))
        named = sorted(written - {"changed_at", "values_html", "theme_file"})
        record(CommunityChanged(fields=named), actor_id=actor_id, actor_kind="staff" if actor_id else "system")
    return community


def set_up(*, actor_id: int | None, is_demo: bool = False) -> Community:
    """The doors open: the wizard is done, or the demo is loaded."""
    with transaction.atomic():
        community, _made = Community.objects.get_or_create(pk=1)
        Community.objects.filter(pk=1).update(set_up_at=timezone.now(), is_demo=is_demo)
        record(CommunitySetUp(), actor_id=actor_id, actor_kind="staff" if actor_id else "system")
    community.refresh_from_db()
    return community


def show_contests(*, is_on: bool) -> bool:
    """Whether the menu of every page names the contests. Whether that is new."""
    if is_on:
        Community.objects.get_or_create(pk=1)
    changed = Community.objects.filter(pk=1).exclude(has_contest_on=is_on).update(has_contest_on=is_on)
    if changed:
        bump_on_commit("site")
    return bool(changed)


def _keep_picture(file: "File[bytes]", name: str, width: int) -> str:
    return _keep(encode_webp(open_picture(file), width, quality=84), name, "webp")


def _write_theme(community: Community) -> str:
    css = theme_css(community.brand, community.accent, int(community.neutral_hue), float(community.roundness))
    return _keep(css.encode(), "theme", "css")


def _keep(content: bytes, name: str, form: str) -> str:
    """The name carries the content, because browsers keep it for a year."""
    path = f"brand/{name}-{hashlib.sha256(content).hexdigest()[:16]}.{form}"
    return path if default_storage.exists(path) else default_storage.save(path, ContentFile(content))
