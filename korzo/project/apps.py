from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "korzo.project"
    label = "project"

    def ready(self) -> None:
        from korzo.project import frame  # noqa: PLC0415 (models are loaded only now)

        frame.fill()
