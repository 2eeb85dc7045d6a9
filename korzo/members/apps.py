from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "korzo.members"
    label = "members"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.live import permissions as live  # noqa: PLC0415
        from korzo.members import activities, findable, subscribers  # noqa: PLC0415, F401
        from korzo.members.permissions import member_of_session  # noqa: PLC0415
        from korzo.search import actions as search  # noqa: PLC0415

        slots.declare("members.badge")
        slots.declare("members.profile_part")
        slots.declare("members.export")
        slots.declare("members.rights")
        spine.register(*activities.KINDS)
        live.register_resolver(member_of_session)
        search.register(*findable.SOURCES)
