"""The C library in the place of the maker's, built once."""

import pytest

from tests.unit.voicecard.c_library import TestLibrary, build


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("shp_a3"))


@pytest.fixture
def library(built):
    return TestLibrary(built)
