"""Sounds kept by what went into them, safe across processes and crashes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
from made_sounds import sine

from voices.cache import CALLS_KEPT, AudioCache, key_of
from voices.files import write_whole
from voices.samples import for_telephone

KEY = key_of("test")


@pytest.fixture
def cache(tmp_path):
    return AudioCache(tmp_path / "audio")


def test_a_key_is_a_file_name_and_knows_every_input_apart():
    assert len(KEY) == 64
    assert KEY.isalnum()
    keys = {key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("a", "b", "c"), key_of(b"abc", "")}
    assert len(keys) == 5


def test_a_sound_is_found_again_with_its_length(cache):
    kept = cache.put(KEY, for_telephone(sine(440)), "said")
    assert AudioCache(cache.folder).get(KEY, "said") == kept
    assert kept.seconds == 1.0
    assert Path(kept.stem).is_absolute()
    assert soundfile.info(kept.stem + ".wav").frames == 8000
    assert Path(kept.stem + ".ulaw").stat().st_size == 8000


@pytest.mark.parametrize("ending", [".wav", ".ulaw", ".json"])
def test_an_incomplete_sound_does_not_exist(cache, ending):
    kept = cache.put(KEY, for_telephone(sine(440)))
    Path(kept.stem + ending).unlink()
    assert cache.get(KEY) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"seconds": "long"}', '{"seconds": null}', "\udcff"])
def test_a_damaged_description_is_rendered_again(cache, content):
    kept = cache.put(KEY, for_telephone(sine(440)))
    Path(kept.stem + ".json").write_text(content, errors="surrogateescape")
    assert cache.get(KEY) is None


def test_the_text_that_was_said_is_not_written_down(cache):
    cache.put(KEY, for_telephone(sine(440)), "您的余额是一千元")
    assert all("余额".encode() not in file.read_bytes() for file in cache.folder.iterdir())


def test_the_telephone_system_may_read_the_files(cache):
    cache.put(KEY, for_telephone(sine(440)))
    assert {file.stat().st_mode & 0o777 for file in cache.folder.iterdir()} == {0o644}


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a.wav"
    write_whole(target, b"old")
    with pytest.raises(TypeError):
        write_whole(target, "no bytes")
    assert [file.name for file in tmp_path.iterdir()] == ["a.wav"]
    assert target.read_bytes() == b"old"


def test_what_was_said_in_calls_is_forgotten_and_prompts_stay(cache):
    sound = for_telephone(sine(440))
    prompt, call, fresh = (key_of(name) for name in ("prompt", "call", "fresh"))
    cache.put(prompt, sound, use="prompt")
    cache.put(call, sound, use="call")
    cache.put(fresh, sound, use="call")
    now = (cache.folder / f"{fresh}.json").stat().st_mtime
    for key in (prompt, call):
        os.utime(cache.folder / f"{key}.json", (now - CALLS_KEPT - 1,) * 2)
    (cache.folder / "odd.json").write_text("[")
    assert cache.prune(now) == 1
    assert cache.get(prompt)
    assert cache.get(fresh)
    assert cache.get(call) is None
    assert not list(cache.folder.glob(f"{call}*"))
    assert json.loads((cache.folder / f"{prompt}.json").read_text()) == {"seconds": 1.0, "use": "prompt"}


WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from made_sounds import sine
from pathlib import Path
from voices.cache import AudioCache, key_of
from voices.samples import for_telephone
cache, sound = AudioCache(Path(sys.argv[1])), for_telephone(sine(440))
for _ in range(40):
    cache.put(key_of("same"), sound)
    assert cache.get(key_of("same")).seconds == 1.0
"""


def test_processes_write_the_same_sound_at_once(cache):
    arguments = [sys.executable, "-c", WRITER, str(cache.folder), str(Path(__file__).parent)]
    writers = [subprocess.Popen(arguments, cwd=Path(__file__).parents[3]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert len(list(cache.folder.iterdir())) == 3
    assert soundfile.info(cache.folder / f"{key_of('same')}.wav").frames == 8000
