from django.apps import AppConfig


class LoyaltyConfig(AppConfig):
    name = "korzo.loyalty"
    label = "loyalty"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.loyalty import activities, queries, subscribers  # noqa: F401, PLC0415

        spine.register(*activities.KINDS)
        slots.fill("members.badge", queries.badges)
        slots.fill("members.export", queries.export)
        # Reviews are listed below us, so their own declaration comes a moment later; it is the same place.
        slots.declare("reviews.rewards")
        slots.fill("reviews.rewards", queries.rewards_of_reviews)
