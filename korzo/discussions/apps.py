from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "korzo.discussions"
    label = "discussions"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.discussions import activities, findable, followable, moderated, queries, quotable, subscribers  # noqa: F401, PLC0415
        from korzo.discussions import permissions as ours  # noqa: PLC0415
        from korzo.discussions.queries.mutual_votes import mutual_votes  # noqa: PLC0415
        from korzo.discussions.queries.pictures import tags_of_pictures  # noqa: PLC0415
        from korzo.discussions.views import below, pieces, questions, reading, starting  # noqa: PLC0415
        from korzo.kit import parts, sitemap, slots  # noqa: PLC0415
        from korzo.live import permissions as live  # noqa: PLC0415
        from korzo.moderation import actions as moderation  # noqa: PLC0415
        from korzo.polls import permissions as polls  # noqa: PLC0415
        from korzo.reactions import actions as reactions  # noqa: PLC0415
        from korzo.search import actions as search  # noqa: PLC0415
        from korzo.writing import actions as writing  # noqa: PLC0415

        parts.fill("discussions.post_foot", pieces.post_feet_part, pieces.post_feet_base)
        parts.fill("discussions.reply", pieces.reply_part)
        parts.fill("discussions.start", starting.start_part)
        parts.fill("discussions.vote", pieces.vote_part)
        parts.fill("discussions.topic_menu", pieces.topic_menu_part)
        parts.fill("discussions.news", reading.news_part)
        parts.fill("discussions.question", questions.question_part, questions.question_base)
        parts.fill("discussions.own_spaces", pieces.own_spaces_part)
        slots.fill("members.export", queries.about_members)
        slots.fill("media.shown_under", tags_of_pictures)
        slots.fill("moderation.mutual_votes", mutual_votes)
        spine.register(*activities.KINDS)
        live.register_channel("topic", ours.may_hear_topic, counts_readers=True)
        live.register_channel("space", ours.may_hear_space)
        live.register_channel("talk", ours.may_hear_talk)
        sitemap.register(
            sitemap.Section("spaces", queries.last_space_id, queries.space_addresses),
            sitemap.Section("topics", queries.last_topic_id, queries.addresses),
            sitemap.Section("tags", queries.last_tag_id, queries.tag_addresses),
        )
        search.register(*findable.SOURCES)
        moderation.register(moderated.POSTS)
        polls.register(
            "discussions.post",
            moderated.seen_among,
            link=followable.link_to_post,
            check_vote=moderated.check_ballot,
        )
        writing.register_quotable(quotable.KIND, label=quotable.LABEL, look=quotable.look)
        writing.register_note("link", rank=10, ask=quotable.link_already_here)
        writing.register_note("old", rank=20, ask=quotable.old_topic)
        writing.register_note("pair", rank=30, ask=quotable.only_to_one)
        writing.register_history("discussions.post", moderated.history_of)
        reactions.register(*followable.SUBJECTS)
        reactions.register_feet(below.POSTS)
