"""Sixty products with their variants: colours, sizes, SKUs, prices and what is left on the shelf."""

import random
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

SHOP = "https://shop.kamzo.example"
# The shop's older models went to the outlet, a WooCommerce. Their handles are what WooCommerce makes of their names.
OUTLET = frozenset(
    {
        "promenade", "cobble", "track-one", "cross-six", "gym-base", "gym-lift", "recover-slide", "creek-sandal",
        "toe-socks", "shoe-soap", "night-run-warm", "ember-flat",
    }
)  # fmt: skip
SHOES = frozenset(
    {"Trail shoe", "Hiking shoe", "Road shoe", "Race shoe", "Walking shoe", "Spikes", "Training shoe", "Sandal"}
)
SIZES = {
    "shoe": [str(size) for size in range(36, 47)],
    "Kids": [str(size) for size in range(24, 35)],
    "Socks": ["36-38", "39-42", "43-46"],
    "insole": ["36-38", "39-41", "42-44", "45-46"],
    "vest-run": ["S", "M", "L"],
    "gloves-light": ["S", "M", "L"],
    "kids-socks": ["27-30", "31-34"],
}
GRAMS = {"Socks": 60, "Care": 120, "Clothing": 90, "Accessories": 180, "Kids": 210, "Gift": 0, "Hiking shoe": 610}


@dataclass(frozen=True)
class Variant:
    sku: str
    colour: str
    size: str
    price: Decimal
    stock: int
    barcode: str

    @property
    def title(self) -> str:
        return " / ".join(part for part in (self.colour, self.size) if part)


@dataclass(frozen=True)
class Product:
    handle: str
    title: str
    kind: str
    price: Decimal
    colours: tuple[str, ...]
    description: str
    variants: tuple[Variant, ...]

    @property
    def grams(self) -> int:
        return GRAMS.get(self.kind, 290)

    @property
    def code(self) -> str:
        return "KZ-" + "".join(word[:3].upper() for word in self.handle.split("-"))

    def picture(self, colour: str) -> str:
        number = self.colours.index(colour) + 1 if colour in self.colours else 1
        return f"{SHOP}/pictures/products/{self.handle}-{number}.webp"

    def pictures(self) -> list[tuple[str, str]]:
        """Address and alternative text."""
        return [(self.picture(colour), f"{self.title} in {colour}") for colour in self.colours] or [
            (self.picture(""), self.title)
        ]


def read_catalogue(source: Path, chance: random.Random) -> list[Product]:
    lines = (source / "catalogue.tsv").read_text(encoding="utf-8").splitlines()[1:]
    products = [_product(line, number, chance) for number, line in enumerate(lines)]
    skus = [variant.sku for product in products for variant in product.variants]
    if len(set(skus)) != len(skus):
        raise SystemExit("Two variants share a SKU.")
    return products


def _product(line: str, number: int, chance: random.Random) -> Product:
    handle, title, kind, price, colours, description = line.split("\t")
    shades = () if colours == "-" else tuple(colours.split(","))
    bare = Product(handle, title, kind, Decimal(price), shades, description, ())
    variants = []
    for colour in shades or ("",):
        for size in _sizes(handle, kind):
            sku = "-".join(part for part in (bare.code, colour[:3].upper(), size) if part)
            barcode = _ean(f"20{number:04d}{len(variants):06d}")
            amount = Decimal(size) if handle == "gift-card" else bare.price
            variants.append(Variant(sku, colour, size, amount, _stock(handle, chance), barcode))
    return Product(handle, title, kind, bare.price, shades, description, tuple(variants))


def _sizes(handle: str, kind: str) -> list[str]:
    if handle == "gift-card":
        return ["25", "50", "100"]
    if handle.startswith("insole"):
        return SIZES["insole"]
    return SIZES.get(handle) or SIZES.get(kind) or (SIZES["shoe"] if kind in SHOES else [""])


def _stock(handle: str, chance: random.Random) -> int:
    most = 2 if handle == "ridge-2" else 40
    return max(0, chance.randint(-4, most))


def _ean(twelve: str) -> str:
    """With its check digit. Numbers from 20 on are for use inside a shop and belong to nobody."""
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(twelve))
    return twelve + str(-total % 10)
