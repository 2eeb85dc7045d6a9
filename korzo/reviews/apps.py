from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "korzo.reviews"
    label = "reviews"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.reviews import activities, subscribers  # noqa: F401, PLC0415
        from korzo.reviews.queries.export import about_members  # noqa: PLC0415

        spine.register(*activities.KINDS)
        # Keys are product ids; a filler says in a sentence what authors of reviews get, for the box beside the list.
        slots.declare("reviews.rewards")
        slots.fill("members.export", about_members)
