"""Three thousand customers: forty-eight whom the community knows by name, and the many who only buy."""

import random
from dataclasses import dataclass
from pathlib import Path

CUSTOMERS = 3000
# No mail can reach these, by RFC 2606.
DOMAINS = ("example.com", "example.org", "example.net", "mail.example", "post.example")
# Telephone numbers kept free for stories; for other countries a code that is not given to any.
PHONES = {"GB": "+447700900{:03d}", "US": "+12025550{:03d}"}


@dataclass(frozen=True)
class Person:
    external_id: str
    first: str
    last: str
    email: str
    country: str
    town: str
    currency: str
    phone: str
    accepts_marketing: bool
    # How readily this person comes back; few come often.
    loyalty: float
    handle: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True)
class Country:
    code: str
    weight: int
    currency: str
    first: list[str]
    last: list[str]
    towns: list[str]


def read_people(source: Path, chance: random.Random) -> list[Person]:
    countries = _countries(source)
    known = _known(source, {country.code: country.currency for country in countries})
    weights = [country.weight for country in countries]
    used = {person.email for person in known}
    people = list(known)
    while len(people) < CUSTOMERS:
        [country] = chance.choices(countries, weights)
        people.append(_stranger(len(people), country, used, chance))
    return people


def _countries(source: Path) -> list[Country]:
    rows = (line.split("\t") for line in (source / "names.tsv").read_text(encoding="utf-8").splitlines()[1:])
    return [
        Country(code, int(weight), currency, first.split(), last.split(), towns.replace("_", "\u00a0").split(" "))
        for code, weight, currency, first, last, towns in rows
    ]


def _known(source: Path, currencies: dict[str, str]) -> list[Person]:
    people = []
    for number, line in enumerate((source / "people.tsv").read_text(encoding="utf-8").splitlines()[1:]):
        handle, name, country, town = line.split("\t")
        first, _space, last = name.partition(" ")
        currency = currencies.get(country, "EUR")
        people.append(
            Person(_id(number), first, last, f"{handle}@kamzo.example", country, town, currency, "", True, 0.0, handle)
        )
    return people


def _stranger(number: int, country: Country, used: set[str], chance: random.Random) -> Person:
    first, last = chance.choice(country.first), chance.choice(country.last)
    local = "".join(char for char in f"{first}.{last}".lower() if char.isascii() and (char.isalnum() or char == "."))
    email = f"{local.strip('.') or 'kamzo'}{number}@{chance.choice(DOMAINS)}"
    used.add(email)
    phone = (
        PHONES.get(country.code, "+999" + "{:09d}").format(chance.randint(100, 199)) if chance.random() < 0.6 else ""
    )
    return Person(
        _id(number), first, last, email, country.code, chance.choice(country.towns).replace("\u00a0", " "),
        country.currency, phone, chance.random() < 0.4, chance.paretovariate(1.15),
    )  # fmt: skip


def _id(number: int) -> str:
    return str(7210448300000 + number * 37)
