"""A product to talk about, and ways to say something under it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import mail
from django.utils import timezone

from korzo.comments import actions
from korzo.comments.actions import GuestWords, RulesChange, Written
from korzo.comments.models import Comment
from korzo.comments.queries import the_notice
from korzo.members.models import Member
from korzo.shop.models import Connection, Product
from tests.cast import Cast, let_letters_leave

LABEL = "shop.product"
MAIL = "gita@example.org"


@dataclass
class Scene:
    cast: Cast
    product: Product
    # Each comment comes ten minutes after the one before, so that nobody is too quick.
    now: datetime

    def later(self) -> datetime:
        self.now += timedelta(minutes=10)
        return self.now

    def say(self, author: Member, body: str, *, to: Comment | None = None, **written: object) -> Comment:
        return actions.post_comment(
            LABEL,
            self.product.pk,
            actor=author,
            written=Written(body, **written),  # type: ignore[arg-type]  # arguments of many kinds
            parent_id=to.pk if to else None,
            at=self.later(),
        )

    def hold(self, author: Member, body: str, *, to: Comment | None = None) -> Comment:
        """What fills in a field that no person sees waits for the team."""
        return self.say(author, body, to=to, trap_filled=True)

    def write_as_guest(self, body: str = "It keeps dry.", *, to: Comment | None = None, **more: object) -> Comment:
        words = {
            "name": "Gita",
            "mail": MAIL,
            "digest": the_notice().digest,
            "language": "en",
            "address": "",
            "is_proven": True,
        }
        return actions.post_as_guest(
            LABEL,
            self.product.pk,
            guest=GuestWords(**(words | more)),  # type: ignore[arg-type]  # arguments of many kinds
            written=Written(body),
            parent_id=to.pk if to else None,
            at=self.later(),
        )

    def let_guests_in(self, **more: object) -> None:
        change = RulesChange(guests_may=True, **more)  # type: ignore[arg-type]  # arguments of many kinds
        actions.change_rules(change, actor=self.cast.mira)

    def fresh(self, comment: Comment) -> Comment:
        rows = Comment.objects.select_related("author", "parent", "guest", "removal", "hold")
        return rows.get(pk=comment.pk)


def lay_out(cast: Cast) -> Scene:
    """Tea and the team are known here for months."""
    known = timezone.now() - timedelta(days=100)
    for one in (cast.tea, cast.ivo, cast.sara, cast.mira):
        Member.objects.filter(pk=one.pk).update(joined_at=known)
        one.refresh_from_db()
    connection, _is_new = Connection.objects.get_or_create(name="Kamzo", platform="shopify")
    product, _is_new = Product.objects.get_or_create(
        connection=connection, external_id="1", handle="ridge-3", title="Ridge 3"
    )
    return Scene(cast, product, timezone.now() - timedelta(days=20))


def links_sent_to(address: str) -> dict[str, str]:
    """The paths of the links in the newest letter to this address, by their view."""
    let_letters_leave()
    body = next(str(one.body) for one in reversed(mail.outbox) if address in one.to)
    paths = re.findall(r"https?://[^/\s]+(/comments/[^\s]+)", body)
    return {path.split("/")[2]: path for path in paths}
