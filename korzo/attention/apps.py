from django.apps import AppConfig


class AttentionConfig(AppConfig):
    name = "korzo.attention"
    label = "attention"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.attention import activities, queries, subscribers  # noqa: F401, PLC0415
        from korzo.kit import slots  # noqa: PLC0415

        slots.declare("attention.about")
        slots.fill("members.export", queries.export)
        spine.register(*activities.KINDS)
