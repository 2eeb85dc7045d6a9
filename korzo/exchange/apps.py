from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "korzo.exchange"
    label = "exchange"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.exchange import activities, queries, subscribers  # noqa: F401, PLC0415
        from korzo.kit import slots  # noqa: PLC0415

        spine.register(*activities.KINDS)
        slots.fill("members.export", queries.about_members)
