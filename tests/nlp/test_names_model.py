"""The network that finds names: what is on disk, what it holds, and that it stays the same."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from nlp import anonymise, names, pipeline, tokens, wordlists
from nlp.asked import Asked
from nlp.training import messages

MEGABYTE = 1_000_000


def test_model_and_lists_take_little_room():
    """All that anonymising can read, which is all but what coding learned from and learned."""
    of_coding = wordlists.DATA / "themes"
    files = [path for path in wordlists.DATA.rglob("*") if path.is_file()]
    ours = [path for path in files if of_coding not in path.parents]

    assert 0 < len(ours) < len(files)
    assert sum(path.stat().st_size for path in ours) <= 15 * MEGABYTE


def test_the_saved_model_holds_numbers_and_no_strings():
    """A saved spaCy vocabulary would keep every word that it has met."""
    assert not list(names.FOLDER.rglob("strings.json"))
    held = (names.FOLDER / names.WEIGHTS).read_bytes()
    for message in messages.own()[::50]:
        longest = max(message.text.split(), key=len)
        assert len(longest) < 8 or longest.encode() not in held


def test_no_cache_keeps_the_words_of_a_message():
    anonymise.anonymise("Quizzlebert Frumiousley wrote from Zyzzogetonville on a Kindle, GINGERLY")

    for remembers in names._REMEMBERING:
        assert remembers.cache_info().currsize == 0


def test_nor_does_one_that_was_looked_at_together_with_another():
    anonymise.across(["ring grumbold on 07700", "900123 thats it says frumiousley"])

    assert not any(remembers.cache_info().currsize for remembers in names._REMEMBERING)


def test_what_is_kept_of_words_stands_in_the_lists_of_everyday_ones_and_in_none_of_names():
    everyday = wordlists.listed("words_ordinary") | wordlists.listed("words_function")
    of_names = ("names_common", "names_rare", "names_also_words", "names_seldom", "surnames")
    borne = frozenset().union(*map(wordlists.listed, (*of_names, "peoples", "places_abroad")))
    anonymise.find("my worker Barack Banks and Alma Bunting with Blaze said the can is ok")
    for message in messages.own()[::40]:
        anonymise.find(message.text)

    kept = {word for words in names._EVERYDAY.values() for word in words}
    assert {"the", "my"} < kept
    assert all(word.lower() in everyday or (len(word) == 1 and not word.isalnum()) for word in kept)
    assert {word.lower() for word in kept} & borne <= wordlists.listed("words_function")


def test_loading_is_quick_and_takes_little_memory():
    script = (
        "import pathlib, re, time; began = time.perf_counter()\n"
        "from nlp import anonymise\n"
        "anonymise.find('my worker dave')\n"
        "took = time.perf_counter() - began\n"
        "list(anonymise.many(f'my worker dave{n} rang from bootle' for n in range(2000)))\n"
        "said = pathlib.Path('/proc/self/status').read_text()\n"
        "print(took, int(re.search(r'VmHWM:\\s+(\\d+)', said)[1]) / 1000)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    took, peak = map(float, done.stdout.split())

    assert peak <= 200
    assert took <= 6  # on a busy machine; the benchmark holds it to three seconds


def test_the_same_words_are_weighed_the_same_in_any_company():
    (alone,) = pipeline.read(["my worker dave"])
    beside = pipeline.read(["a b c", "my worker dave", "x" * 300])[1]

    assert [round(share, 4) for share in alone.people] == [round(one, 4) for one in beside.people]


def test_a_spacy_pipeline_makes_the_same_of_a_text():
    texts = ["", " ", *(message.text for message in messages.own()[::40])]

    docs = list(pipeline.load().pipe(texts))

    assert [doc.text for doc in docs] == texts
    people = [share for doc in docs for share in doc.user_data[tokens.READ].people]
    assert np.allclose(people, [one for read in pipeline.read(texts) for one in read.people])


def test_a_network_that_is_asked_says_what_it_predicts():
    network = names.build().from_bytes((names.FOLDER / names.WEIGHTS).read_bytes())
    texts = ["x", *(message.text for message in messages.own()[::9]), "my worker dave " * 200]
    reads = pipeline.read(texts)

    predicted = np.concatenate(network.predict(reads))
    assert np.allclose(Asked(network)(reads), predicted, atol=1e-4)
