from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "korzo.notifications"
    label = "notifications"

    def ready(self) -> None:
        from korzo.kit import slots  # noqa: PLC0415 (models are loaded only now)
        from korzo.notifications import letter_mail, mail, push, queries, subscribers  # noqa: F401, PLC0415
        from korzo.notifications.incoming import refusal_mail  # noqa: F401, PLC0415

        slots.fill("members.export", queries.export)
        slots.fill("attention.about", queries.about_contacts)
        subscribers.listen_to_self_telling()
