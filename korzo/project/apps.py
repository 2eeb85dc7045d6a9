from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "korzo.project"
    label = "project"

    def ready(self) -> None:
        from korzo.project import fanout, frame  # noqa: PLC0415 (models are loaded only now)
        from korzo.project.watch import beginning  # noqa: PLC0415

        beginning.begin()
        frame.fill()
        fanout.tell_other_hosts()
