"""Every component in its states, with invented data: for developers, and for the tests that look at pages."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_safe

from korzo.kit.money import Money
from korzo.kit.slots import Badge

SECTIONS = ("controls", "forms", "pictures", "lists", "talk", "reviews", "people", "words", "languages")


@dataclass(frozen=True)
class Sample:
    """A picture as ui/photo.html wants it."""

    name: str
    alt: str
    tone: str
    focal_x: int = 50
    focal_y: int = 50
    width: int = 800
    height: int = 600
    page: str = "#"

    @property
    def url(self) -> str:
        return static(f"ui/samples/{self.name}.svg")

    @property
    def url_page(self) -> str:
        return self.page


DAWN = Sample("dawn", "Hills at dawn", "#b98aa5", focal_x=70)
NOON = Sample("noon", "Green hills at noon", "#4f8a78")
DUSK = Sample("dusk", "Hills after sunset", "#38294f")
SNOW = Sample("snow", "Hills under snow", "#dfe9ef", focal_y=80)
PICTURES = [DAWN, NOON, DUSK, SNOW]
MISSING = Sample("not-there", "A picture that did not come", "#888888")


@dataclass(frozen=True)
class Item:
    title: str
    name: str
    place: str
    excerpt: str = ""
    url: str = "#"
    author_url: str = "#"
    author_id: int = 1
    lang: str = "en"
    pictures: list[Sample] = field(default_factory=list)
    pictures_hidden: int = 0
    counts: list[dict[str, str]] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    tag: str = ""
    tag_hue: int = 6
    rating: Decimal | None = None
    verified: bool = False
    solved: bool = False
    waiting: bool = False
    unread: bool = False
    pinned: bool = False
    staff: bool = False
    age: timedelta = timedelta(minutes=25)

    @property
    def moment(self) -> object:
        return timezone.now() - self.age


REPLIES = [{"icon": "heart", "text": "118", "label": "118 hearts"}, {"icon": "message-circle", "text": "34 replies"}]
ITEMS = [
    Item("My first snow run, in pictures", "Pooja Patel", "Picture walk", "I grew up thinking eight degrees was cold.",
         pictures=[SNOW, DAWN, NOON], pictures_hidden=6, counts=REPLIES, tag="Picture walk", tag_hue=8, author_id=8),
    Item("Which shoe for a wet October in the hills?", "Marek Polák", "Trail talk", "Two days, one hut, rain on both.",
         pictures=[NOON], counts=REPLIES[1:], unread=True, author_id=3, age=timedelta(hours=1)),
    Item("Light as a promise, firm as a landlord", "Eva Lisá", "Reviews", "Wear thin socks and buy half a size up.",
         pictures=[DUSK], rating=Decimal("4.4"), verified=True, author_id=5, age=timedelta(hours=2)),
    Item("کدام کفش برای پاییز بارانی بهتر است؟", "نسرین کریمی", "Trail talk", "دو روز در کوه، هر دو روز باران.",
         lang="fa", solved=True, counts=REPLIES[1:], author_id=9, age=timedelta(days=3)),
    Item("Welcome. Read this first", "Darius Rahimi", "House", pinned=True, staff=True, waiting=True, author_id=11,
         badges=[Badge("Team", "store", 3, "Works at the shop")], age=timedelta(days=40)),
]  # fmt: skip


class SampleForm(forms.Form):
    title = forms.CharField(help_text="Say what you saw or what you ask, in a few words")
    size = forms.IntegerField(label="Shoe size")
    email = forms.EmailField(required=False)
    about = forms.CharField(widget=forms.Textarea(attrs={"class": "tall"}), required=False)
    space = forms.ChoiceField(choices=[("trail", "Trail talk"), ("road", "Road and racing")])
    mood = forms.ChoiceField(widget=forms.RadioSelect, choices=[("new", "New to this"), ("old", "At home here")])
    agree = forms.BooleanField(label="I have read the house rules")
    stars = forms.ChoiceField(label="Your rating", widget=forms.RadioSelect,
                              choices=[(n, f"{n} stars") for n in range(1, 6)])  # fmt: skip

    def clean_size(self) -> None:
        raise forms.ValidationError("Sizes go from 36 to 47. Did you mean 42?")


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    if "messages" in request.GET:
        messages.success(request, "Reply posted.")
        messages.error(request, "The picture did not arrive. Your words are kept.")
    return render(request, "ui/styleguide/index.html", _context())


def _context() -> dict[str, object]:
    return {
        "section_templates": [f"ui/styleguide/_{name}.html" for name in SECTIONS],
        "hues": range(1, 13),
        "pictures": PICTURES,
        "seven": [DAWN, NOON, DUSK, SNOW, NOON],
        "dawn": DAWN,
        "noon": NOON,
        "dusk": DUSK,
        "snow": SNOW,
        "missing": MISSING,
        "items": ITEMS,
        "form": SampleForm(),
        "bad_form": SampleForm(MultiValueDict({"size": ["421"], "stars": ["4"], "title": ["Ridge 3 in the snow"]})),
        "price": Money(Decimal("139"), "EUR"),
        "now": timezone.now(),
        "lines": [{"stars": n, "count": count, "share": share, "url": "#"}
                  for n, count, share in ((5, 151, 71), (4, 40, 19), (3, 12, 6), (2, 6, 3), (1, 3, 1))],
        "leaders": [{"place": 1, "name": "Lucia Medve", "url": "#", "key": 4, "points": 420},
                    {"place": 2, "name": "Darius Rahimi", "url": "#", "key": 11, "points": 385},
                    {"place": 312, "name": "Zuzana", "url": "#", "key": 7, "points": 95, "me": True}],
        "tabs": [{"label": "Pictures", "url": "#", "current": True, "count": 146},
                 {"label": "Answers", "url": "#", "count": 0}],
        "chips": [{"label": "All", "url": "#", "current": True},
                  {"label": "With pictures", "url": "#", "icon": "images"}],
        "crumbs": [{"label": "Home", "url": "/"}, {"label": "Trail talk", "url": "#"}, {"label": "This topic"}],
        "badges": [Badge("Guide"), Badge("Team", "store", 3)],
    }  # fmt: skip
