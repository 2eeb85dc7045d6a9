from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "korzo.reactions"
    label = "reactions"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import parts, slots  # noqa: PLC0415
        from korzo.reactions import (  # noqa: PLC0415
            activities,
            buttons,
            followable,
            pieces,
            queries,
            subjects,
            subscribers,  # noqa: F401
        )

        parts.fill("reactions.follow", pieces.follow_part)
        parts.fill("reactions.form", buttons.form_part, buttons.form_base)
        slots.fill("members.export", queries.about_members)
        spine.register(*activities.KINDS)
        subjects.register(*followable.SUBJECTS)
