from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "korzo.comments"
    label = "comments"

    def ready(self) -> None:
        from korzo.activity import activities as spine  # noqa: PLC0415 (models are loaded only now)
        from korzo.comments import (  # noqa: PLC0415
            activities,
            findable,
            letters,  # noqa: F401
            moderated,
            products,
            queries,
            subjects,
            subscribers,  # noqa: F401
        )
        from korzo.comments.views import below, pieces  # noqa: PLC0415
        from korzo.kit import parts, slots  # noqa: PLC0415
        from korzo.moderation import actions as moderation  # noqa: PLC0415
        from korzo.reactions import actions as reactions  # noqa: PLC0415
        from korzo.search import actions as search  # noqa: PLC0415
        from korzo.writing import actions as writing  # noqa: PLC0415

        spine.register(*activities.KINDS)
        subjects.register(products.PRODUCTS)
        moderation.register(moderated.COMMENTS)
        reactions.register(moderated.KEPT)
        reactions.register_feet(below.COMMENTS)
        writing.register_history(moderated.LABEL, moderated.history_of)
        search.register(*findable.SOURCES)
        parts.fill("comments.form", pieces.form_part)
        parts.fill("comments.foot", pieces.feet_part, pieces.feet_base)
        slots.fill("members.export", queries.about_members)
