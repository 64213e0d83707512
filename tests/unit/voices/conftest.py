"""A small workspace with prompts, and its voices."""

import pytest
from hypothesis import settings
from made_sounds import CATALOGUE, sine, wav_bytes

from voices.library import Voices

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "flows" / "prompts" / "zh-CN"
    folder.mkdir(parents=True)
    (folder.parent / "prompts.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "promo.wav").write_bytes(wav_bytes(sine(440, seconds=1.5)))
    return tmp_path / "flows"


@pytest.fixture
def voices(workspace, tmp_path):
    library = Voices(workspace, tmp_path / "data")
    yield library
    library.close()
