from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "korzo.members"
    label = "members"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.members import activities  # noqa: PLC0415

        slots.declare("members.badge")
        slots.declare("members.profile_part")
        spine.register(*activities.KINDS)
