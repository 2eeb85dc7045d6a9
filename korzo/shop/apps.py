from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "korzo.shop"
    label = "shop"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.search import actions as search  # noqa: PLC0415
        from korzo.shop import activities, findable, queries, subscribers  # noqa: PLC0415, F401

        slots.fill("members.export", queries.export_parts)
        slots.fill("members.rights", queries.rights_offered)
        spine.register(*activities.KINDS)
        search.register(*findable.SOURCES)
