"""The cast of our tests, and ways to let time pass.

Mira owns the shop. Sara answers for it. Ivo moderates. Tea is a loyal member. Luka joined today. Nada is outside:
she has no account.
"""

from dataclasses import dataclass

from django.test import Client

from korzo.activity.deliveries import deliver_all, send_next
from korzo.members import actions as members
from korzo.members.models import Member

PASSWORD = "promenade-at-dusk"


@dataclass(frozen=True)
class Cast:
    mira: Member
    sara: Member
    ivo: Member
    tea: Member
    luka: Member
    nada: None = None

    def by_role(self) -> dict[str, Member | None]:
        return {"outsider": None, "member": self.tea, "moderator": self.ivo, "staff": self.sara, "owner": self.mira}


def make_cast() -> Cast:
    def person(name: str, role: str = Member.Role.MEMBER) -> Member:
        handle = name.lower()
        return members.join(email=f"{handle}@example.com", name=name, handle=handle, password=PASSWORD, role=role)

    return Cast(
        mira=person("Mira", Member.Role.OWNER),
        sara=person("Sara", Member.Role.STAFF),
        ivo=person("Ivo", Member.Role.MODERATOR),
        tea=person("Tea"),
        luka=person("Luka"),
    )


def signed_in(member: Member | None) -> Client:
    """A browser of this person; of somebody outside where there is none."""
    client = Client()
    if member is not None:
        client.force_login(member)
    return client


def let_worker_finish() -> int:
    """Deliver all that is due, as the worker would."""
    return deliver_all()


def let_letters_leave() -> None:
    """Send all that is due, as the worker would."""
    while send_next():
        pass
