from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "korzo.web"
    label = "web"

    def ready(self) -> None:
        from korzo.kit import parts  # noqa: PLC0415 (models are loaded only now)
        from korzo.web.views import pieces  # noqa: PLC0415

        parts.fill("web.product", pieces.product_part)
        parts.fill("web.own_page", pieces.own_page_part)
        parts.fill("web.leaders", pieces.leaders_part)
