"""What is typed and what was written differ in the ways in which people differ, in each of our languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.search.tests.shelf import Shelf, found
from korzo.search.words import WORD_LENGTH_MAX, folded, words_of

ZWNJ, ZWJ = "\u200c", "\u200d"

# The written text, and questions that find it.
FINDS = [
    ("Kávovar a jeho čistenie", ["kavovar", "kávovar", "KÁVOVAR", "cistenie", "kávo", "kavo"]),
    ("Kavovar bez dĺžňov", ["kávovar", "dlznov"]),
    ("Nepremokavé topánky", ["nepremokave topanky", '"nepremokavé topánky"', "topánky nepremokavé"]),
    ("Žltučký kôň", ["zltucky kon", "ZLTUCKY", "z\u030cltuc\u030cky\u0301"]),
    ("Straße in Łódź, smørbrød", ["strasse", "STRASSE", "lodz", "smorbrod"]),
    ("L’acqua è dell'Adige", ["acqua", "l'acqua", "lacqua", "dell’adige", "adige"]),
    ("¿Dónde está el año?", ["donde esta", "ano", "año"]),
    ("Дощ і м'яч, їжак, ґанок", ["м’яч", "мʼяч", "мяч", "їжак", "іжак", "ганок", "ДОЩ"]),
    ("Хто йшов ёлкой", ["йшов", "елкой"]),
    ("મશીન સારું છે", ["મશીન", "મશી", "સારું", '"મશીન સારું"']),
    ("ગુજરાતી ૧૨૩", ["ગુજરાતી", "123", "૧૨૩"]),
    (f"ક્{ZWNJ}ષમા", ["ક્ષમા"]),
    ("کتاب‌های خوب", ["کتابهای", "کتاب های", f"کتاب{ZWNJ}های", "كتاب هاي", "كتابهاي"]),
    ("او نمی‌رود", ["نمیرود", "نمی رود", f"نمی{ZWNJ}رود", "نمي رود"]),
    ("می شود دید", ["میشود", f"می{ZWNJ}شود", "می شود"]),
    ("میشود دید", ["می شود", f"می{ZWNJ}شود"]),
    ("كفش راحتي", ["کفش", "راحتی"]),
    ("قیمت ۱۲۵ یورو", ["125", "١٢٥", "۱۲۵"]),
    ("آب و هوا", ["اب", "آب"]),
    ("مُعَلِّم", ["معلم"]),
    ("Gore-Tex and e-bikes", ["gore-tex", "goretex", "gore tex", "ebikes", "e-bike"]),
    ("soft\u00adware \u202bbidi\u202c", ["software", "bidi"]),
    ("ﬁne ｆｕｌｌ", ["fine", "full"]),
    ("Ridge 3 costs 1,299.50", ["ridge 3", "1299", "1,299.50", "129950"]),
    ("Don't snake_case", ["dont", "don't", "snake_case", "snake case", "case"]),
]


@pytest.mark.parametrize(("written", "questions"), FINDS, ids=[written for written, _questions in FINDS])
def test_it_finds_however_it_is_typed(shelf: Shelf, written: str, questions: list[str]) -> None:
    shelf.put("Something else", "with other words")
    pk = shelf.put("", written)
    titled = shelf.put(written, "")
    for question in questions:
        assert set(found(question)) == {pk, titled}, question


@pytest.mark.parametrize(
    ("written", "question"),
    [("મશીન", "મશ ન"), ("મશીન", '"મશ"'), ("ગામ", '"ગમ"'), ("shoes for rain", '"rain shoes"'), ("shoebox", '"shoe"')],
)
def test_it_does_not_find_what_is_another_word(shelf: Shelf, written: str, question: str) -> None:
    shelf.put(written, written)
    assert found(question) == []


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    for one in words_of(text).all:
        assert folded(one) == one
        assert 0 < len(one) <= WORD_LENGTH_MAX
        assert not set(one) & set("^_ \"'\\:*")


@given(st.text(alphabet="abc-'_.,1" + ZWNJ, max_size=30))
def test_a_text_in_plain_letters_is_read_like_any_other(text: str) -> None:
    """Two readers do the same work, one of them quicker. A letter at the end makes the other one read."""
    plain, other = words_of(text.replace(ZWNJ, " ")), words_of(text.replace(ZWNJ, " ") + " ж")
    assert (*plain.in_order, "ж") == other.in_order
    assert plain.joined == other.joined
