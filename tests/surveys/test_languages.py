"""The words of each language, and the letters and spellings that make no difference."""

import re

import pytest

from surveys.lexicon import is_ready, languages, lexicon, read_data, written_languages

# Lists that only some languages need.
_OF_SOME_LANGUAGES = {("requests", "not_misspellings")}


@pytest.mark.parametrize(
    "typed, same",
    [
        ("też", "tez"),
        ("ŁÓDŹ", "lodz"),
        ("fără", "fara"),
        ("șase", "şase"),
        ("tiếng", "tieng"),
        ("إلى", "الي"),
        ("نَعَم", "نعم"),
        ("نعـــم", "نعم"),
        ("لاااا", "لا"),
        ("آره", "اره"),
        ("می‌کنم", "ميكنم"),
        ("بەڵێ", "بەلێ"),
        ("٤", "4"),
        ("۴", "4"),
        ("ещё", "еще"),
    ],
)
def test_accents_and_letters_used_for_one_another_make_no_difference(typed, same):
    assert lexicon().folded_words(typed) == lexicon().folded_words(same)


@pytest.mark.parametrize("one, other", [("ні", "ни"), ("її", "іі"), ("شكرا", "سكرا")])
def test_letters_that_are_not_the_same_stay_apart(one, other):
    assert lexicon().folded_words(one) != lexicon().folded_words(other)


def test_a_language_is_ready_once_it_has_both_words_and_sentences():
    assert languages()[0] == "en"
    assert (
        {"en", "cy", "pl", "ar", "fa", "ro", "uk"} <= set(languages()) <= set(written_languages())
    )
    assert not is_ready("xx")


@pytest.mark.parametrize("language", written_languages())
def test_every_table_and_list_of_a_language_is_one_the_english_file_has(language):
    own, english = read_data("keywords", language), read_data("keywords", "en")
    extra = {(table, name) for table in own for name in own[table]} - {
        (table, name) for table in english for name in english[table]
    }

    assert {
        one for one in extra if one[0] not in {"same_as", "false_friends"}
    } <= _OF_SOME_LANGUAGES


@pytest.mark.parametrize("language", written_languages())
def test_no_phrase_can_shrink_to_one_of_its_small_words(language):
    """A phrase with every word in brackets would match each of them alone."""
    for table, lists in read_data("keywords", language).items():
        for name, entry in lists.items():
            for phrase in entry if isinstance(entry, list) else ():
                assert re.sub(r"\([^)]*\)", "", phrase).strip(), (table, name, phrase)


@pytest.mark.parametrize("language", written_languages())
@pytest.mark.parametrize(
    "one, other",
    [
        ("yes_no.yes", "yes_no.no"),
        ("yes_no.yes", "yes_no.unsure"),
        ("yes_no.no", "yes_no.unsure"),
        ("yes_no.soft_yes", "yes_no.no"),
        ("yes_no.yes_leads", "yes_no.no_leads"),
        ("skip.words", "yes_no.yes"),
        ("skip.dont_know", "yes_no.yes"),
        ("alone.opt_out", "yes_no.yes"),
        ("alone.opt_out", "skip.words"),
    ],
)
def test_nothing_is_read_as_two_things(one, other, language):
    phrases = lexicon(language).phrases

    assert not set(phrases[one]) & set(phrases[other])


@pytest.mark.parametrize(
    "language, said",
    [("pl", "no"), ("pl", "ten"), ("ar", "la"), ("ro", "am"), ("cy", "naw"), ("pl", "na")],
)
def test_a_false_friend_is_not_read_in_english(language, said):
    english, known = lexicon(), lexicon(language)
    of_english = {name for name, runs in english.phrases.items() if (said,) in runs}
    of_english |= {name for name, words in english.words.items() if said in words}
    own = read_data("keywords", language)

    for name in of_english:
        table, entry = name.split(".")
        written = " ".join(own.get(table, {}).get(entry, ())).replace("|", " ").split()
        is_read = name in known.phrases and (said,) in known.phrases[name]
        is_read = is_read or said in known.words.get(name, ())
        assert not is_read or said in written, name
