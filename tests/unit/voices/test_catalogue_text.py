"""Reading the catalogue, and edits that leave every other line alone."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sounds import CATALOGUE

from voices.catalogue import Catalogue, Prompt, Variant, parse
from voices.catalogue_text import delete_prompt, serialise, set_note, set_variant
from voices.message import VoiceError

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)
names = st.from_regex(r"[a-z0-9_一-龥][a-z0-9_一-龥-]{0,20}", fullmatch=True)
languages = st.sampled_from(["zh-CN", "en", "en-GB", "no"])
variants = st.builds(Variant, texts, st.sampled_from(["", "en/a.wav", "zh-CN/您好.mp3"]))
prompts = st.builds(Prompt, names, st.dictionaries(languages, variants, max_size=3), st.just("") | texts)
catalogues = st.lists(prompts, max_size=5).map(lambda all_: Catalogue({one.name: one for one in all_}))


def changed_lines(before, after):
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


@given(catalogues)
def test_what_is_written_is_read_back_the_same(catalogue):
    parsed = parse(serialise(catalogue))
    assert parsed.faults == ()
    assert parsed.catalogue == catalogue
    assert serialise(parsed.catalogue) == serialise(catalogue)


@given(catalogues, names, languages, variants)
def test_an_edit_changes_one_prompt_and_no_other_line(catalogue, name, language, variant):
    before = serialise(catalogue)
    after = set_variant(before, name, language, variant)
    edited = parse(after)
    assert edited.faults == ()
    assert edited.catalogue.prompts[name].variants[language] == variant
    others = {key: value for key, value in edited.catalogue.prompts.items() if key != name}
    assert others == {key: value for key, value in catalogue.prompts.items() if key != name}
    if catalogue.prompts:
        assert len(changed_lines(before, after)) <= 3
    assert set_variant(after, name, language, variant) == after


def test_the_hand_of_the_author_stays():
    after = set_variant(CATALOGUE, "welcome", "en", Variant("Hello: you"))
    assert changed_lines(CATALOGUE, after) == [
        '-     en: {text: "Hello, welcome to Galaxy Appliances."}',
        '+     en: {text: "Hello: you"}',
    ]
    assert set_variant(after, "welcome", "en", Variant("Hello, welcome to Galaxy Appliances.")) == CATALOGUE


def test_a_new_prompt_goes_to_the_end():
    after = set_variant(CATALOGUE, "再见", "zh-CN", Variant("再见。"))
    assert after == CATALOGUE + "  再见:\n    zh-CN: {text: 再见。}\n"


def test_a_prompt_is_deleted_with_its_lines_only():
    after = delete_prompt(CATALOGUE, "welcome")
    assert changed_lines(CATALOGUE, after) == [
        "-   welcome:",
        "-     note: First words of the hotline",
        "-     zh-CN: {text: 您好，欢迎致电星河电器。}",
        '-     en: {text: "Hello, welcome to Galaxy Appliances."}',
    ]
    assert "# recorded in the studio" in after
    assert delete_prompt(CATALOGUE, "nowhere") == CATALOGUE
    assert parse(delete_prompt(after, "promo")) == parse(serialise(Catalogue()))


def test_a_language_and_a_note_are_removed():
    after = set_note(set_variant(CATALOGUE, "welcome", "en", None), "welcome", "")
    assert changed_lines(CATALOGUE, after) == [
        "-     note: First words of the hotline",
        '-     en: {text: "Hello, welcome to Galaxy Appliances."}',
    ]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "dialoom: 1\n",
        "prompts:\n",
        "prompts: {}\n",
        "prompts: {a: {en: {text: x}}, b: {en: {text: y}}}",
        "prompts:\n    a:\n        en:\n            text: |\n                two\n                lines\n",
        "prompts:\n  a:\n    en: {text: x}",
        "prompts:\n  a:\n    en: {text: x}\n\n\n# the end\n",
        "prompts:\r\n  a:\r\n    en: {text: x}\r\n",
        "{prompts: {a: {en: {text: x}}}}",
        "prompts: {a: {en: {text: x}},\n  b: {en: {text: y}}}",
        "prompts: {\n  a: {en: {text: x}},\n  b: {en: {text: y}}}",
        "prompts:\n  ? a\n  : {en: {text: x}}\n",
    ],
)
def test_files_of_any_shape_can_be_edited(before):
    after = set_variant(before, "new", "en", Variant("hello"))
    parsed = parse(after)
    assert parsed.faults == ()
    assert parsed.catalogue.prompts == {
        **parse(before).catalogue.prompts,
        "new": Prompt("new", {"en": Variant("hello")}),
    }
    again = delete_prompt(after, "new")
    assert parse(again) == parse(before)


@pytest.mark.parametrize(
    "before",
    [
        "prompts: {a: {en: {text: x}}, b: {en: {text: y}}}",
        "prompts: {\n  a: {en: {text: x}},\n  b: {en: {text: y}}}",
        "prompts:\n  a: {en: {text: x}}\n  b: {en: {text: y}}",
        "{prompts: {a: {en: {text: x}},\n b: {en: {text: y}}}, dialoom: 1}",
    ],
)
def test_a_prompt_is_deleted_from_a_file_of_any_shape(before):
    assert list(parse(delete_prompt(before, "a")).catalogue.prompts) == ["b"]
    assert list(parse(delete_prompt(before, "b")).catalogue.prompts) == ["a"]


def test_line_ends_of_windows_stay():
    after = set_variant(CATALOGUE.replace("\n", "\r\n"), "new", "en", Variant("hello"))
    assert after.count("\n") == after.count("\r\n") == CATALOGUE.count("\n") + 2


def test_a_broken_file_is_not_edited():
    with pytest.raises(VoiceError, match="line 2"):
        set_variant("prompts:\n  a/b: {en: {text: x}}\n", "new", "en", Variant("hello"))


FAULTS = [
    ("prompts: [", 1, "YAML"),
    ("a: &x 1\nb: *x", 1, "Anchors"),
    ("prompts:\n  a: {en: {text: x}}\n  a: {en: {text: y}}\n", 3, "twice"),
    ("prompts:\n  ../etc: {en: {text: x}}\n", 2, "name"),
    ("prompts:\n  .hidden: {en: {text: x}}\n", 2, "name"),
    (f"prompts:\n  {'x' * 81}: {{en: {{text: x}}}}\n", 2, "name"),
    ("prompts:\n  a:\n    english: {text: x}\n", 3, "language"),
    ("prompts:\n  a:\n    en: {}\n", 3, "missing"),
    ("prompts:\n  a:\n    en: {recording: ../../etc/passwd.wav}\n", 3, "inside"),
    ("prompts:\n  a:\n    en: {recording: /etc/a.wav}\n", 3, "inside"),
    ("prompts:\n  a:\n    en: {recording: 'C:\\a.wav'}\n", 3, "inside"),
    ("prompts:\n  a:\n    en: {recording: en/.hidden.wav}\n", 3, "inside"),
    ("prompts:\n  a:\n    en: {recording: en/a.exe}\n", 3, "end in"),
    ("prompts:\n  a:\n    en: {speech: x}\n", 3, "not known"),
    ("prompts:\n  a:\n    en: {text: Well, hello}\n", 3, "quotes"),
    ("prompts:\n  a:\n    en: {text: [x]}\n", 3, "text is expected"),
    ("prompts:\n  a: hello\n", 2, "mapping"),
    ("prompts:\n  [a]: hello\n", 2, "plain text"),
    ("- a\n", 1, "mapping"),
    ("prompts: {a: {en: {text: " + "x" * 2001 + "}}}", 1, "2,000"),
    ("dialoom: 2\nprompts: {}\n", 1, "newer"),
    ("[" * 5000, 1, "deep"),
    ("a" * 2_000_001, 1, "large"),
    ("prompts: \x01", 1, "YAML"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_names_its_place_in_both_languages(text, line, words):
    parsed = parse(text)
    assert [fault.line for fault in parsed.faults] == [line]
    assert words in parsed.faults[0].message.en
    assert parsed.faults[0].message.zh
    assert "a" not in parsed.catalogue.prompts or "twice" in words


def test_all_faults_are_reported_and_the_rest_is_read():
    parsed = parse("prompts:\n  a/b: {en: {text: x}}\n  good: {en: {text: y}}\n  c: {en: {}}\n")
    assert [(fault.line, fault.column) for fault in parsed.faults] == [(2, 3), (4, 11)]
    assert list(parsed.catalogue.prompts) == ["good"]


def test_everything_is_text():
    parsed = parse("prompts:\n  007:\n    no: {text: 22:00}\n    en: {text: off}\n")
    assert parsed.catalogue.prompts["007"].variants == {"no": Variant("22:00"), "en": Variant("off")}


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_but_never_crashes(text):
    lines = len(text.splitlines()) + 1
    assert all(1 <= fault.line <= lines for fault in parse(text).faults)
