from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "korzo.web"
    label = "web"

    def ready(self) -> None:
        from korzo.kit import parts, sitemap  # noqa: PLC0415 (models are loaded only now)
        from korzo.shop import queries as shop  # noqa: PLC0415
        from korzo.web.views import pieces  # noqa: PLC0415

        parts.fill("web.product", pieces.product_part)
        parts.fill("web.own_page", pieces.own_page_part)
        parts.fill("web.leaders", pieces.leaders_part)
        parts.fill("web.stroller", pieces.stroller_part)
        sitemap.register(sitemap.Section("products", shop.last_product_id, shop.addresses))
