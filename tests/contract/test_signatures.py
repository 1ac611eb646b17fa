"""Twilio's signatures: those its own libraries agree on hold, and others do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from engage.texting.twilio import is_signed
from tests.conftest import settings_for
from tests.peers.twilio_stand_in import WITH_TWILIO

VECTORS = json.loads((Path(__file__).parent / "data" / "signatures.json").read_text("utf-8"))


def settings_with(token: str, folder: Path):
    return settings_for(folder, **WITH_TWILIO | {"twilio_auth_token": token})


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["from"][:60])
def test_a_signature_holds_or_does_not_as_twilios_own_libraries_say(vector, tmp_path):
    # Fields reach us as a MultiDict, in which a name may stand more than once.
    fields = MultiDict(vector["params"])
    signed = is_signed(
        settings_with(vector["token"], tmp_path), vector["url"], fields, vector["signature"]
    )
    assert signed is vector["valid"]


@pytest.mark.parametrize("signature", ["", " ", "0", "RSOYDt4T1cUTdK1PDd93/VVr8B9=", "é", "\udcff"])
def test_what_is_no_signature_never_holds(signature, tmp_path):
    vector = VECTORS[0]
    assert not is_signed(
        settings_with(vector["token"], tmp_path), vector["url"], vector["params"], signature
    )


def test_without_a_token_nothing_is_signed(tmp_path):
    vector = VECTORS[0]
    settings = settings_for(tmp_path)
    assert not is_signed(settings, vector["url"], vector["params"], vector["signature"])
