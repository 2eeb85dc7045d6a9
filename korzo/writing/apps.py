from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "korzo.writing"
    label = "writing"

    def ready(self) -> None:
        from korzo.kit import slots  # noqa: PLC0415 (models are loaded only now)
        from korzo.writing import queries, subscribers  # noqa: F401, PLC0415

        # Keys are ids of products; a filler answers with a `Rated`.
        slots.declare("writing.product_words")
        slots.fill("members.export", queries.about_members)
