from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "korzo.ui"
    label = "ui"

    def ready(self) -> None:
        from korzo.kit import parts  # noqa: PLC0415 (all rooms do it here)
        from korzo.ui import form_trap  # noqa: PLC0415

        parts.fill(form_trap.PART, form_trap.time_part)
