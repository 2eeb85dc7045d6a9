from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "korzo.notifications"
    label = "notifications"

    def ready(self) -> None:
        from korzo.discussions import actions as talk  # noqa: PLC0415 (models are loaded only now)
        from korzo.kit import slots  # noqa: PLC0415
        from korzo.notifications import letter_mail, mail, push, queries, subscribers, wishes  # noqa: F401, PLC0415
        from korzo.notifications.actions import mark_looked_at  # noqa: PLC0415
        from korzo.notifications.incoming import refusal_mail  # noqa: F401, PLC0415

        slots.fill("members.export", queries.export)
        slots.fill("attention.about", queries.about_contacts)
        talk.leave_out(wishes.not_to_be_asked)
        talk.when_read(mark_looked_at)
        subscribers.listen_to_self_telling()
