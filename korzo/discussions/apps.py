from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "korzo.discussions"
    label = "discussions"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.discussions import activities, queries, subscribers  # noqa: F401, PLC0415
        from korzo.discussions.views import pieces  # noqa: PLC0415
        from korzo.kit import parts, slots  # noqa: PLC0415

        parts.fill("discussions.post_foot", pieces.post_feet_part)
        parts.fill("discussions.reply", pieces.reply_part)
        slots.fill("members.export", queries.about_members)
        spine.register(*activities.KINDS)
