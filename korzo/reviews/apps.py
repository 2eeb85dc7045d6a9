from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "korzo.reviews"
    label = "reviews"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import parts, slots  # noqa: PLC0415
        from korzo.live import permissions as live  # noqa: PLC0415
        from korzo.moderation import actions as moderation  # noqa: PLC0415
        from korzo.reviews import activities, findable, moderated, subscribers  # noqa: F401, PLC0415
        from korzo.reviews.permissions import may_hear_product  # noqa: PLC0415
        from korzo.reviews.queries.export import about_members  # noqa: PLC0415
        from korzo.reviews.queries.gallery import tags_of_pictures  # noqa: PLC0415
        from korzo.reviews.queries.rating import words_of_products  # noqa: PLC0415
        from korzo.reviews.views import pieces  # noqa: PLC0415
        from korzo.search import actions as search  # noqa: PLC0415

        spine.register(*activities.KINDS)
        live.register_channel("product", may_hear_product)
        search.register(*findable.SOURCES)
        moderation.register(moderated.REVIEWS)
        # Keys are product ids; a filler says in a sentence what authors of reviews get, for the box beside the list.
        slots.declare("reviews.rewards")
        slots.fill("media.shown_under", tags_of_pictures)
        slots.fill("members.export", about_members)
        slots.fill("writing.product_words", words_of_products)
        parts.fill("reviews.helpful", pieces.helpful_part)
        parts.fill("reviews.foot", pieces.foot_part)
