"""The columns of WooCommerce's product export in the languages it is translated to.

Where they are from: English from the exporter in WooCommerce's source; German and Spanish from whole exports published
by shops; Slovak, French and Italian partly from such exports, partly from the words WooCommerce uses elsewhere in that
language (unverified: Slovak “Rodič”, “Na sklade?” and the names of attributes, Italian prices, French sale dates).
Czech is unverified. Translations change with versions, so several words may mean one column.
"""

import re

from korzo.shop.files.sheet import headers
from korzo.shop.files.source import plain

PRODUCT_COLUMNS = headers(
    {
        "id": "ID",
        "type": "Type|Typ|Tipo",
        "sku": "SKU|Artikelnummer|COD|UGS|Katalógové číslo|Katalogové číslo",
        "gtin": "GTIN, UPC, EAN, or ISBN|GTIN, UPC, EAN oder ISBN|GTIN, UPC, EAN o ISBN|GTIN, UPC, EAN ou ISBN"
        "|GTIN, UPC, EAN alebo ISBN|GTIN, UPC, EAN nebo ISBN",
        "name": "Name|Nombre|Nome|Nom|Meno|Názov|Jméno|Název",
        "slug": "Slug",
        "published": "Published|Veröffentlicht|Publicado|Pubblicato|Publié|Publikované|Zverejnené|Publikováno",
        "short_description": "Short description|Kurzbeschreibung|Descripción corta|Breve descrizione|Descrizione breve"
        "|Description courte|Krátky popis|Krátký popis",
        "description": "Description|Beschreibung|Descripción|Descrizione|Popis",
        "sale_from": "Date sale price starts|Datum, an dem Angebotspreis beginnt|Día en que empieza el precio rebajado"
        "|Data di inizio del prezzo in offerta|Date de début de promo|Dátum začiatku výpredaja",
        "sale_to": "Date sale price ends|Datum, an dem Angebotspreis endet|Día en que termina el precio rebajado"
        "|Data di fine del prezzo in offerta|Date de fin de promo|Dátum konca výpredaja",
        "in_stock": "In stock?|Vorrätig?|Auf Lager?|¿Existencias?|¿En inventario?|In magazzino?|Disponibile?"
        "|En stock ?|En stock?|En inventaire?|Na sklade?|Skladom?|Skladem?",
        "stock": "Stock|Lager|Lagerbestand|Inventario|Magazzino|Giacenza|Inventaire|Sklad|Zásoby",
        "sale_price": "Sale price|Angebotspreis|Precio rebajado|Prezzo in offerta|Prezzo scontato|Tarif promo"
        "|Akciová cena|Zľavnená cena|Akční cena",
        "regular_price": "Regular price|Regulärer Preis|Precio normal|Prezzo di listino|Prezzo normale|Tarif régulier"
        "|Bežná cena|Normálna cena|Běžná cena",
        "categories": "Categories|Kategorien|Categorías|Categorie|Catégories|Kategórie|Kategorie",
        "tags": "Tags|Schlagwörter|Etiquetas|Tag|Étiquettes|Značky|Štítky",
        "images": "Images|Bilder|Imágenes|Immagine|Immagini|Obrázky",
        "parent": "Parent|Übergeordnetes Produkt|Superior|Genitore|Rodič|Nadradené|Nadradený produkt|Nadřazený",
    }
)

_ATTRIBUTE = re.compile(r"attribut|atribut|atribút|vlastnos")
_NAME = re.compile(r"\b(name|nombre|nome|nom|názov|meno|název|jméno)\b")
_VALUE = re.compile(r"\b(value|wert|valor|valuta|valore|valori|valeur|hodnot)")
_NUMBER = re.compile(r"\d+")
_WEIGHT = re.compile(r"(?:weight|gewicht|peso|poids|hmotnosť|váha|hmotnost) \((?P<unit>[^)]+)\)")

_GRAMS_BY_WORD = {"kg": "1000", "g": "1", "lbs": "453.59237", "lb": "453.59237", "livres": "453.59237"}
_GRAMS_BY_WORD |= {"libras": "453.59237", "libbre": "453.59237", "oz": "28.349523125", "onces": "28.349523125"}


def product_column(header: str) -> str | None:
    """Columns whose header carries a number or a unit: attribute 2 name, weight (kg)."""
    header = plain(header)
    if (weight := _WEIGHT.fullmatch(header)) is not None:
        grams = _GRAMS_BY_WORD.get(weight["unit"])
        return f"weight {grams}" if grams else None
    number = _NUMBER.search(header)
    if number is None or not _ATTRIBUTE.search(header):
        return None
    if _VALUE.search(header):
        return f"attribute{number[0]}_value"
    return f"attribute{number[0]}_name" if _NAME.search(header) else None
