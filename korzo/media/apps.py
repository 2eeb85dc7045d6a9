from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "korzo.media"
    label = "media"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.media import activities, queries, subscribers  # noqa: F401, PLC0415

        # Keys are ids of pictures; a filler names the tags of whatever in its room shows them.
        slots.declare("media.shown_under")
        slots.fill("members.export", queries.about_members)
        spine.register(*activities.KINDS)
