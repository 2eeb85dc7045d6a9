from django.apps import AppConfig


class SlowWorkConfig(AppConfig):
    name = "tests.slow_work"
    label = "slow_work"

    def ready(self) -> None:
        from korzo.activity.activities import bookkeeper, register, sender  # noqa: PLC0415
        from tests.slow_work.activities import LampLit, StreetBright  # noqa: PLC0415
        from tests.slow_work.tasks import brighten, carry  # noqa: PLC0415

        register(LampLit, StreetBright)
        bookkeeper(LampLit)(brighten)
        sender("slow_work.post")(carry)
