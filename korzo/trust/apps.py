from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "korzo.trust"
    label = "trust"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.trust import activities, queries, rights, subscribers  # noqa: F401, PLC0415

        spine.register(*activities.KINDS)
        slots.fill("members.badge", queries.badges)
        slots.fill("members.export", queries.about_members)
        slots.fill("members.rights", rights.rights_offered)
