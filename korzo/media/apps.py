from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "korzo.media"
    label = "media"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.media import activities, subscribers  # noqa: F401, PLC0415

        spine.register(*activities.KINDS)
