"""The warm process from which children are born, once for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.soak.nursery import Nursery, a_nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where children are born to be killed."""
    with a_nursery() as found:
        yield found
