"""scrubadub for English as written in the UK, with all its detectors that need no model."""

from __future__ import annotations

import sys

import phonenumbers
import scrubadub
from scrubadub.detectors import PhoneDetector
from scrubadub.detectors.date_of_birth import DateOfBirthDetector
from scrubadub.filth import PhoneFilth

from benchmarks.peers import talk
from benchmarks.peers.talk import Finds, Spans

LOCALE = "en_GB"


class PossiblePhones(PhoneDetector):
    """Its own detector, less strict: made-up numbers, as ours are, are possible but not in use."""

    def iter_filth(self, text, document_name=None):  # type: ignore[no-untyped-def]
        """Each number that could be one."""
        for match in phonenumbers.PhoneNumberMatcher(
            text, self.region, leniency=phonenumbers.Leniency.POSSIBLE
        ):
            yield PhoneFilth(
                beg=match.start,
                end=match.end,
                text=match.raw_string,
                detector_name=self.name,
                document_name=document_name,
                locale=self.locale,
            )


def load() -> Finds:
    """Texts in batches, which is a little quicker than one at a time."""
    scrubber = scrubadub.Scrubber(locale=LOCALE)
    scrubber.remove_detector("phone")
    scrubber.add_detector(PossiblePhones(locale=LOCALE))
    scrubber.add_detector(DateOfBirthDetector(locale=LOCALE))

    def find(texts: list[str]) -> list[Spans]:
        found: list[Spans] = [[] for _ in texts]
        for one in scrubber.iter_filth_documents(texts):
            found[int(one.document_name)].append((one.beg, one.end, _kind(one)))
        return found

    return find


def _kind(filth: scrubadub.filth.Filth) -> str:
    """What it is; where two overlap, scrubadub makes one of them and keeps both inside."""
    return str((getattr(filth, "filths", None) or [filth])[0].type)


if __name__ == "__main__":
    sys.exit(talk.answer(load, sys.argv[1:]))
