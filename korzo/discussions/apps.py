from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "korzo.discussions"
    label = "discussions"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.discussions import activities, findable, queries, subscribers  # noqa: F401, PLC0415
        from korzo.discussions import permissions as ours  # noqa: PLC0415
        from korzo.discussions.queries.pictures import tags_of_pictures  # noqa: PLC0415
        from korzo.discussions.views import pieces, starting  # noqa: PLC0415
        from korzo.kit import parts, slots  # noqa: PLC0415
        from korzo.live import permissions as live  # noqa: PLC0415
        from korzo.search import actions as search  # noqa: PLC0415

        parts.fill("discussions.post_foot", pieces.post_feet_part)
        parts.fill("discussions.reply", pieces.reply_part)
        parts.fill("discussions.start", starting.start_part)
        slots.fill("members.export", queries.about_members)
        slots.fill("media.shown_under", tags_of_pictures)
        spine.register(*activities.KINDS)
        live.register_channel("topic", ours.may_hear_topic, counts_readers=True)
        live.register_channel("space", ours.may_hear_space)
        live.register_channel("talk", ours.may_hear_talk)
        search.register(*findable.SOURCES)
