from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "korzo.groups"
    label = "groups"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.groups import activities, findable, queries, subscribers  # noqa: F401, PLC0415
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.search import actions as search  # noqa: PLC0415

        spine.register(*activities.KINDS)
        slots.fill("members.export", queries.about_members)
        slots.fill("members.rights", queries.rights_offered)
        search.register(*findable.SOURCES)
