import pytest

from korzo.kit.tongue import guess_language


@pytest.mark.parametrize(
    ("text", "of_author", "language"),
    [
        ("Two days of rain.", "en", "en"),
        ("Dva dni dažďa.", "sk", "sk"),
        ("Two days of rain.", "fa", "en"),
        ("દોડવાના જૂતા Ridge 3", "en", "gu"),
        ("کفش‌های من خیس شدند", "en", "fa"),
        ("دو روز باران", "fa", "fa"),
        ("حذاء مبلل", "en", "ar"),
        ("Дощ їде зі сходу", "en", "uk"),
        ("Ноги мокрые, дождь", "en", "ru"),
        ("Мокро", "uk", "uk"),
        ("👟👟", "fa", "fa"),
        ("", "sk", "sk"),
        ("I say Ґанок to my porch and nothing else in that script", "en", "en"),
    ],
)
def test_it_reads_the_script(text: str, of_author: str, language: str) -> None:
    assert guess_language(text, of_author=of_author) == language
