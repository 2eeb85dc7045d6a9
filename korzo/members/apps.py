from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "korzo.members"
    label = "members"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.members import activities, subscribers  # noqa: PLC0415, F401

        slots.declare("members.badge")
        slots.declare("members.profile_part")
        slots.declare("members.export")
        spine.register(*activities.KINDS)
