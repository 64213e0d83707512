"""The words that people teach the voice."""

import pytest


def teach(page, word, said, language="zh-CN"):
    return page.send("PUT", "/api/lexicon", {"language": language, "word": word, "said": said})


def words(page):
    return page.get("/api/lexicon").json["words"]


def test_words_are_taught_changed_and_forgotten(page, root):
    assert teach(page, "欢迎", "环迎").status_code == 204
    assert teach(page, "SQL", "sequel", "en").status_code == 204
    assert teach(page, "欢迎", "欢颖").status_code == 204
    assert words(page) == {"zh-CN": {"欢迎": "欢颖"}, "en": {"SQL": "sequel"}}
    assert "欢迎: 欢颖" in (root / "prompts" / "lexicon.yaml").read_text()
    assert teach(page, "欢迎", "").status_code == 204
    assert words(page) == {"en": {"SQL": "sequel"}}


def test_a_taught_word_is_spoken_and_part_of_the_cache_key(running, page):
    voice = running.services.voices
    first = voice.sound("welcome", "zh-CN")
    teach(page, "致电", "来电")
    second = voice.sound("welcome", "zh-CN")
    assert second.key != first.key
    assert second.text == "您好，欢迎致电。"
    teach(page, "致电", "")
    assert voice.sound("welcome", "zh-CN").key == first.key


async def test_words_said_in_calls_follow_the_lexicon(running, page):
    voice = running.services.voices
    first, other = await voice.speak("Ask for SQL", "en"), await voice.speak("Ask for SQLite", "en")
    teach(page, "sql", "sequel", "en")
    assert (await voice.speak("Ask for SQL", "en")).key != first.key
    assert (await voice.speak("Ask for SQLite", "en")).key == other.key


@pytest.mark.parametrize(
    ("word", "said", "language"),
    [
        ("", "x", "en"),
        ("  ", "x", "en"),
        ("!", "x", "en"),
        ("a\nb", "x", "en"),
        ("x" * 101, "x", "en"),
        ("x", "y" * 101, "en"),
        ("x", "y\0", "en"),
        ("x", "y", "../en"),
    ],
)
def test_a_word_that_is_none_is_refused(page, root, word, said, language):
    assert teach(page, word, said, language).status_code == 422
    assert not (root / "prompts" / "lexicon.yaml").exists()


@pytest.mark.parametrize(
    "text",
    ["words: [1]", "words: {zh-CN: {a: }}", "other: 1", "words: &a {en: {x: y}}", "{", "words: {e: {a: b}}"],
)
def test_a_broken_file_is_told_and_never_overwritten(page, root, text):
    (root / "prompts" / "lexicon.yaml").write_text(text)
    assert page.get("/api/lexicon").json["faults"]
    assert teach(page, "x", "y").status_code == 422
    assert (root / "prompts" / "lexicon.yaml").read_text() == text


def test_a_published_flow_speaks_the_taught_words(running, page):
    teach(page, "致电", "来电")
    page.send("PUT", "/api/prompts/main-menu/zh-CN", {"text": "欢迎致电"})
    assert page.publish().status_code == 201
    with_lexicon = running.services.voices.sound("main-menu", "zh-CN")
    assert not running.services.voices.is_waiting("main-menu", "zh-CN")
    teach(page, "致电", "")
    assert running.services.voices.sound("main-menu", "zh-CN").key != with_lexicon.key


def test_a_text_is_heard_before_it_is_kept(page):
    answer = page.send("POST", "/api/speech", {"language": "zh-CN", "text": "您好"})
    assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, "audio/wav", b"RIFF")
    assert page.send("POST", "/api/speech", {"language": "zh-CN", "text": "。。"}).status_code == 422
