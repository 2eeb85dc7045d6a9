from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "korzo.contests"
    label = "contests"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.contests import activities, findable, followable, moderated, subscribers  # noqa: F401, PLC0415
        from korzo.contests.queries import find  # noqa: PLC0415
        from korzo.contests.queries.export import about_members  # noqa: PLC0415
        from korzo.contests.queries.pictures import tags_of_pictures  # noqa: PLC0415
        from korzo.contests.views import pieces  # noqa: PLC0415
        from korzo.kit import parts, sitemap, slots  # noqa: PLC0415
        from korzo.moderation import actions as moderation  # noqa: PLC0415
        from korzo.reactions import actions as reactions  # noqa: PLC0415
        from korzo.search import actions as search  # noqa: PLC0415

        spine.register(*activities.KINDS)
        search.register(*findable.SOURCES)
        moderation.register(moderated.ENTRIES)
        reactions.register(*followable.SUBJECTS)
        sitemap.register(
            sitemap.Section("contests", find.last_contest_id, find.contest_addresses),
            sitemap.Section("entries", find.last_entry_id, find.entry_addresses),
        )
        # Keys are contest ids; whoever gives prizes says in a sentence what a place is worth.
        slots.declare("contests.prizes")
        slots.fill("members.export", about_members)
        slots.fill("media.shown_under", tags_of_pictures)
        parts.fill("contests.mine", pieces.mine_part)
        parts.fill("contests.vote", pieces.vote_part)
        parts.fill("contests.entry_foot", pieces.entry_foot_part)
