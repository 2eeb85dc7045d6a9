"""The exported files of the larger demo shop, taken in as a shop of its own."""

import time
from pathlib import Path

from korzo.project.demo import texts
from korzo.shop.actions.connect import connect_shop
from korzo.shop.actions.import_files import import_files


def answer() -> float:
    """Rows a second."""
    folder = texts.SHOP / "shopify"
    shop = connect_shop(name="Bench", platform="shopify")
    rows = sum(_lines(path) for path in folder.glob("*.csv"))
    began = time.monotonic()
    import_files(shop, folder)
    return rows / (time.monotonic() - began)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _line in file)
