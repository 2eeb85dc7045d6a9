"""The demo community: an invented shop, loaded through the same importers and actions as any real one.

Seeded and identical each time; only the dates move, so that the last talk was yesterday whenever it is loaded.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils import translation

from korzo.activity.deliveries import deliver_all
from korzo.community import actions as community_actions
from korzo.community.queries import the_community
from korzo.members.models import Member
from korzo.project.demo import circles, living, opinions, people, remarks, rivalry, talk, texts, trusting, wondering
from korzo.shop.actions.connect import connect_shop
from korzo.shop.actions.import_files import Progress, import_files
from korzo.shop.actions.link import link_customers
from korzo.shop.actions.pictures import keep_pictures_from
from korzo.shop.models import Connection

type Listener = Callable[[str, int, int], None]


def load_demo(*, progress: Listener) -> bool:
    """Load everything, or nothing where it is there already. False when there was nothing to do.

    The shop's files can be read again; people and their talk come in one transaction, so that a loading that was broken
    off leaves nothing half done.
    """
    if the_community().set_up_at is not None:
        return False
    with translation.override("en"):
        _load_shop(progress)
        with transaction.atomic():
            _load_people_and_talk(progress)
    return True


def _load_people_and_talk(progress: Listener) -> None:
    cast = people.load_cast(texts.people(), progress)
    _load_community(cast["mira"])
    crowd = people.load_crowd(progress)
    link_customers()
    everybody = [*cast.values(), *crowd]
    circles.load_circles(cast)
    spaces = talk.open_spaces(texts.community()["space"], cast["mira"])
    talk.load_talk(texts.talk(), cast, spaces, everybody, progress)
    wondering.load_questions(everybody)
    opinions.load_opinions(list(texts.opinions()), cast, everybody, progress)
    rivalry.load_contests(cast, everybody)
    living.load_life(cast, spaces, crowd)
    remarks.load_remarks(cast, crowd)
    trusting.load_trust(cast, everybody)
    community_actions.set_up(actor_id=cast["mira"].pk, is_demo=True)
    _hear(progress)


def _load_shop(progress: Listener) -> None:
    _import("shopify", Connection.Platform.SHOPIFY, "Kamzo", progress)
    _import("woocommerce", Connection.Platform.WOOCOMMERCE, "Kamzo outlet", progress)
    with transaction.atomic():
        kept = keep_pictures_from(texts.PICTURES / "products")
    progress("Pictures of products", kept, kept)


def _import(folder: str, platform: str, name: str, progress: Listener) -> None:
    shop = connect_shop(
        name=name,
        platform=platform,
        currency="EUR",
        time_zone="Europe/Bratislava",
        product_url="https://shop.kamzo.example/products/{handle}",
    )

    def tell(step: Progress) -> None:
        progress(f"{name}: {step.kind}", step.records_done, step.rows_in_files)

    import_files(shop, texts.SHOP / folder, progress=tell)


def _load_community(owner: Member) -> None:
    told = texts.community()
    values = "\n\n".join(
        [
            told["values"]["body"].strip(),
            *(f"**{one['title']}**\n{one['body'].strip()}" for one in told["values"]["value"]),
            told["house_rules"]["body"].strip(),
        ]
    )
    community_actions.change_community(
        actor_id=owner.pk,
        name=told["name"],
        members_name=told["members_name"],
        tagline=told["tagline"],
        lead=told["lead"],
        shop_name=told["shop_name"],
        shop_url="https://shop.kamzo.example/",
        values_plain=values,
    )


def _hear(progress: Listener) -> None:
    """The worker's part, done at once: points, counters and grants stand when the first visitor comes."""
    heard = deliver_all()
    progress("Points and counters", heard, heard)
