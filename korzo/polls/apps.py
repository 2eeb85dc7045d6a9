from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "korzo.polls"
    label = "polls"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import parts, slots  # noqa: PLC0415
        from korzo.live import permissions as live  # noqa: PLC0415
        from korzo.polls import activities, permissions, queries, subscribers  # noqa: F401, PLC0415
        from korzo.polls.views import pieces  # noqa: PLC0415

        spine.register(*activities.KINDS)
        live.register_channel("poll", permissions.may_hear_poll)
        parts.fill("polls.fields", pieces.fields_part)
        parts.fill("polls.poll", pieces.poll_part)
        parts.fill("polls.survey", pieces.survey_part)
        slots.fill("discussions.composer_extra", pieces.composer_extra)
        slots.fill("discussions.post_extra", pieces.post_extra)
        slots.fill("members.export", queries.about_members)
