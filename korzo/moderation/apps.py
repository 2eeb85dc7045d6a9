from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "korzo.moderation"
    label = "moderation"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots, turns  # noqa: PLC0415
        from korzo.members.permissions import open_to_suspended  # noqa: PLC0415
        from korzo.moderation import activities, letters, subscribers  # noqa: F401, PLC0415
        from korzo.moderation.actions.rates import take_turn, take_turn_from  # noqa: PLC0415
        from korzo.moderation.queries.export import about_members  # noqa: PLC0415
        from korzo.moderation.queries.spam import checks_about_members  # noqa: PLC0415

        spine.register(*activities.KINDS)
        turns.count_with(take_turn, take_turn_from)
        slots.fill("members.export", about_members)
        slots.fill("members.export", checks_about_members)
        open_to_suspended(
            "moderation:standing", "moderation:statement", "moderation:appeal", "moderation:reading",
            "moderation:notice", "moderation:notice_state", "moderation:transparency",
        )  # fmt: skip
