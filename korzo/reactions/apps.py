from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "korzo.reactions"
    label = "reactions"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.reactions import activities, queries, subscribers  # noqa: F401, PLC0415

        slots.fill("members.export", queries.about_members)
        spine.register(*activities.KINDS)
