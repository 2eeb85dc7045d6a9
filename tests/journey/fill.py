"""What stands in the communities of the tests: `python -m tests.journey.fill [member]`.

`member` opens one account alone, Tea's; otherwise there are also a shop's products, a space, a topic and a review.
"""

import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from korzo.project.cli.house import open_house

open_house()

from allauth.account.models import EmailAddress  # noqa: E402 (needs Django set up)
from django.utils import timezone  # noqa: E402

from korzo.activity.deliveries import deliver_all  # noqa: E402
from korzo.discussions.actions import Written, open_space, post_reply, start_topic  # noqa: E402
from korzo.discussions.models import Space, Topic  # noqa: E402
from korzo.members.actions import join  # noqa: E402
from korzo.members.models import Member  # noqa: E402
from korzo.reviews.actions import write_review  # noqa: E402
from korzo.shop.actions.connect import connect_shop  # noqa: E402
from korzo.shop.actions.import_files import import_files  # noqa: E402
from korzo.shop.models import Product  # noqa: E402
from tests.journey.installation import PASSWORD  # noqa: E402
from tests.journey.shop_files import SHOES, write_shop_files  # noqa: E402

# Nobody is new here any more: newcomers may write less often than our tests do.
JOINED_AGO = timedelta(days=30)


def fill() -> None:
    member("Tea")
    if sys.argv[1:] != ["member"]:
        _shop()
        _talk(member("Luka"))
    deliver_all()


def member(name: str) -> Member:
    handle, at = name.lower(), timezone.now() - JOINED_AGO
    mail = f"{handle}@example.com"
    member = join(email=mail, name=name, handle=handle, password=PASSWORD, joined_at=at, backfilled=True)
    EmailAddress.objects.create(user=member, email=mail, verified=True, primary=True)
    return member


def _shop() -> None:
    shop = connect_shop(name="Kamzo", platform="shopify", currency="EUR", time_zone="UTC")
    with tempfile.TemporaryDirectory() as folder:
        write_shop_files(Path(folder))
        import_files(shop, Path(folder))


def _talk(luka: Member) -> None:
    owner = Member.objects.get(role=Member.Role.OWNER)
    space = open_space("Questions", actor=owner, slug="questions", description="Ask.", icon="circle-help")
    product = Product.objects.get(handle=SHOES)
    topic = _topic(space, luka, product)
    post_reply(topic, actor=owner, written=Written("With a brush and cold water."))
    write_review(product, actor=luka, rating=4, title="A good shoe", body="It holds on wet stone.")


def _topic(space: Space, asker: Member, product: Product) -> Topic:
    return start_topic(
        space,
        actor=asker,
        title="How do you clean the soles?",
        written=Written("The mud of our forest is stubborn."),
        kind=Topic.Kind.QUESTION,
        product=product,
    )


if __name__ == "__main__":
    fill()
