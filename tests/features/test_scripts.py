"""Words in another script are marked with a language, so that a screen reader can say them."""

from __future__ import annotations

import pytest

from engage.scripts import language_of


@pytest.mark.parametrize(
    "words, language",
    [
        ("my room has no window", ""),
        ("Chcę mieszkać bliżej szkoły", ""),
        ("أريد أن أسكن قرب المدرسة", "ar"),
        ("می‌خواهم نزدیک مدرسه باشم", "fa"),
        ("مجھے گھر چاہیے ٹھیک", "ur"),
        ("دەمەوێت لە نزیک قوتابخانە بم ڵ", "ckb"),
        ("Хочу жити ближче до школи, її", "uk"),
        ("Хочу жить рядом", "ru"),
        ("ቤት እደሊ", "ti"),
        ("", ""),
    ],
)
def test_the_letters_tell_the_language(words, language):
    assert language_of(words) == language
