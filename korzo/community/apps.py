from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "korzo.community"
    label = "community"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.community import activities  # noqa: PLC0415

        spine.register(*activities.KINDS)
