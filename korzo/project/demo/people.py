"""The demo's members: those who were written by hand, and the crowd around them, who come from the shop's customers."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from korzo.members import actions as members
from korzo.members.handles import handle_for
from korzo.members.models import Member
from korzo.project.demo import texts
from korzo.shop.models import Customer

type Listener = Callable[[str, int, int], None]

# Shown in the banner and printed by `make run`; nobody's secret.
PASSWORD = "promenade-at-dusk"  # noqa: S105
CROWD_SIZE = 352
SEED = 20261120
# These three can be signed in as; the others only talk.
WITH_PASSWORD = frozenset({"mira", "ivo", "tea"})
FACES_SHARED = 40


def load_cast(cast: list[texts.Person], progress: Listener) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for number, one in enumerate(cast, 1):
        found[one.handle] = _join(one, PASSWORD if one.handle in WITH_PASSWORD else None)
        progress("Members", number, len(cast))
    return found


def _join(one: texts.Person, password: str | None) -> Member:
    with transaction.atomic():
        member = members.join(
            email=f"{one.handle}@kamzo.example",
            name=one.name,
            handle=one.handle,
            password=password,
            language=one.language if one.language != "cs" else "sk",
            role=one.role,
            joined_at=timezone.now() - timedelta(days=one.joined_days_ago),
            backfilled=True,
        )
        members.describe_oneself(member, name=one.name, town=one.town, bio=one.bio)
        _prove_mail(member)
    face = texts.PICTURES / "faces" / f"{one.handle}.webp"
    if face.is_file():
        with face.open("rb") as file:
            members.show_face(member, file=File(file))
    return member


def load_crowd(progress: Listener) -> list[Member]:
    """Customers who joined the club without ever saying much: they give hearts and find reviews helpful."""
    chance = random.Random(SEED)
    mails = set(Member.objects.values_list("email", flat=True))
    buyers = [
        one
        for one in Customer.objects.exclude(email="").exclude(name="").order_by("email", "pk")
        if one.email not in mails and "@" in one.email
    ]
    unique = list({one.email: one for one in buyers}.values())
    crowd: list[Member] = []
    faces = _shared_faces()
    for number, one in enumerate(chance.sample(unique, min(CROWD_SIZE, len(unique))), 1):
        with transaction.atomic():
            member = members.join(
                email=one.email,
                name=one.name,
                handle=handle_for(one.name),
                language="en",
                joined_at=timezone.now() - timedelta(days=chance.randrange(1, 700), hours=chance.randrange(24)),
                backfilled=True,
            )
            _prove_mail(member)
        if faces and chance.random() < 0.5:
            _share_face(member, chance.choice(faces))
        crowd.append(member)
        progress("Members", number, CROWD_SIZE)
    return crowd


def _prove_mail(member: Member) -> None:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)


def _shared_faces() -> list[str]:
    """Drawn once and shown by many, so that the demo loads quickly."""
    paths: list[Path] = sorted((texts.PICTURES / "faces").glob("g-*.webp"))[:FACES_SHARED]
    names = []
    for path in paths:
        with path.open("rb") as file:
            names.append(default_storage.save(f"avatars/demo-{path.name}", File(file)))
    return names


def _share_face(member: Member, path: str) -> None:
    Member.objects.filter(pk=member.pk).update(avatar=path)
    member.avatar = path
