"""Many prompts at once: tables and archives out and in, and hostile ones refused."""

import io
import json
import stat
import zipfile

import numpy as np
import pytest
import soundfile

from tests.api.made_workspace import PROMPTS


def tone(frequency=440, seconds=0.4, rate=8000):
    moments = np.arange(round(seconds * rate)) / rate
    target = io.BytesIO()
    soundfile.write(target, 0.3 * np.sin(2 * np.pi * frequency * moments), rate, format="WAV")
    return target.getvalue()


def zipped(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def preview(page, data):
    return page.send("POST", "/api/prompt-import/preview", data=data)


def take_in(page, data):
    answer = page.send("POST", "/api/prompt-import", data=data)
    assert answer.status_code == 200, answer.json
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


def texts(page):
    return {
        (one["name"], tag): language["text"]
        for one in page.get("/api/prompts").json
        for tag, language in one["languages"].items()
    }


def test_a_table_goes_out_and_comes_back_unchanged(page, root):
    page.send("PUT", "/api/prompts/sum/en", {"text": '=1+1, "quoted"\nand a new line'})
    page.send("PUT", "/api/prompts/sum/zh-CN", {"text": "'-引号"})
    before = (root / "prompts" / "prompts.yaml").read_bytes()
    table = page.get("/api/prompts.csv").data
    assert table.startswith(b"\xef\xbb\xbfname,note,en,zh-CN")
    assert b",=1" not in table
    assert b"'=1+1" in table
    assert {row["change"] for row in preview(page, table).json["rows"]} == {"same"}
    assert take_in(page, table)[-1]["finished"]["recordings"] == 0
    assert (root / "prompts" / "prompts.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("utf-8", "\t")]
)
def test_tables_of_all_spreadsheets_are_read(page, encoding, separator):
    lines = [
        ["name", "note", "zh-CN"],
        ["welcome", "开场", "您好，新年快乐"],
        ["节日", "", "祝您节日愉快"],
        [],
    ]
    data = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    rows = {(row["name"], row["change"]) for row in preview(page, data).json["rows"]}
    assert rows == {("welcome", "changed"), ("节日", "new")}
    take_in(page, data)
    assert texts(page)["welcome", "zh-CN"] == "您好，新年快乐"
    assert texts(page)["welcome", "en"] == "Hello and welcome."
    assert page.get("/api/prompts").json[0]["note"] == "开场"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"colour,shape\nred,round\n",
        b"name,note,zh-CN,zh-CN\nx,,a,b\n",
        b"name,not a tag\nx,y\n",
        b"name,en\n../x,text\n",
        b"name,en\nx,one\nx,two\n",
        b"name,en\nx," + b"y" * 2001,
        b'name,en\nx,"open',
        b"name,en\n" + b"".join(b"p%d,x\n" % n for n in range(6000)),
    ],
    ids=range(10),
)
def test_a_table_with_faults_says_where_and_changes_nothing(page, root, data):
    found = preview(page, data).json
    assert found["faults"]
    assert found["faults"][0].keys() == {"en", "zh-CN"}
    assert page.send("POST", "/api/prompt-import", data=data).status_code == 422
    assert (root / "prompts" / "prompts.yaml").read_text() == PROMPTS


def test_an_archive_goes_out_and_comes_back(page, root):
    data = zipped(
        {
            "prompts.csv": "name,note,en\ngong,A gong,Gong\n",
            "en/gong.wav": tone(),
            "zh-CN/gong.wav": tone(500),
        }
    )
    take_in(page, data)
    out = page.get("/api/prompts.zip").data
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert set(archive.namelist()) == {"prompts.csv", "en/gong.wav", "zh-CN/gong.wav"}
    page.send("DELETE", "/api/prompts/gong")
    lines = take_in(page, out)
    assert lines[-1]["finished"]["recordings"] == 2
    [gong] = [one for one in page.get("/api/prompts").json if one["name"] == "gong"]
    assert gong["note"] == "A gong"
    assert gong["languages"]["en"] == {
        "text": "Gong",
        "recording": True,
        "earlier": False,
        "seconds": pytest.approx(0.4),
    }
    assert not list((root / "prompts").glob(".import-*"))


def test_a_folder_that_was_packed_and_what_systems_add_do_not_matter(page):
    data = zipped(
        {"my prompts/en/gong.wav": tone(), "__MACOSX/en/._gong.wav": b"x", "my prompts/.DS_Store": b"x"}
    )
    assert preview(page, data).json["faults"] == []
    take_in(page, data)
    assert ("gong", "en") in texts(page)


def test_five_hundred_prompts_come_with_progress_and_the_second_time_from_the_cache(page):
    files = {f"zh-CN/number-{n}.wav": tone(200 + n, 0.3) for n in range(250)}
    lines = "".join(f"text-{n},第{n}条\n" for n in range(250))
    data = zipped(files | {"prompts.csv": "name,zh-CN\n" + lines})
    found = preview(page, data).json
    assert len(found["rows"]) == 500
    assert {row["change"] for row in found["rows"]} == {"new"}
    first = take_in(page, data)
    assert [line["done"] for line in first if line.get("part") == "recordings"] == list(range(1, 251))
    assert [line["done"] for line in first if line.get("part") == "sounds"] == list(range(1, 501))
    assert first[-1]["finished"] == {"recordings": 250, "sounds": 500}
    assert len(page.get("/api/prompts").json) == 502
    assert take_in(page, data)[-1]["finished"] == {"recordings": 0, "sounds": 0}


def linked():
    info = zipfile.ZipInfo("en/x.wav")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return target.getvalue()


def lying():
    """A file that unpacks to more than the archive says."""
    data = bytearray(zipped({"en/x.wav": bytes(1_000_000)}))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (100).to_bytes(4, "little")
    return bytes(data)


TRICKS = {
    "outside": lambda: zipped({"../en/x.wav": tone()}),
    "deep outside": lambda: zipped({"en/../../x.wav": tone()}),
    "absolute": lambda: zipped({"/etc/x.wav": tone()}),
    "backslash": lambda: zipped({"en\\..\\x.wav": tone()}),
    "drive": lambda: zipped({"C:/x.wav": tone()}),
    "control": lambda: zipped({"en/x\x07.wav": tone()}),
    "link": linked,
    "bomb": lambda: zipped({"en/x.wav": bytes(70_000_000)}),
    "bomb of many": lambda: zipped({f"en/x{n}.wav": bytes(30_000_000) for n in range(21)}),
    "lying": lying,
    "thousands": lambda: zipped({f"en/x{n}.wav": b"" for n in range(4001)}),
    "no archive": lambda: b"PK\x03\x04" + bytes(200),
    "cut": lambda: zipped({"en/x.wav": tone()})[:-30],
}
USELESS = {
    "executable": lambda: zipped({"en/x.wav": tone(), "run.exe": b"MZ"}),
    "archive inside": lambda: zipped({"en/x.zip": zipped({})}),
    "no language": lambda: zipped({"x.wav": tone()}),
    "bad name": lambda: zipped({"en/.hidden.wav": tone()}),
    "two files": lambda: zipped({"en/x.wav": tone(), "en/x.mp3": tone()}),
    "empty": lambda: zipped({}),
}
SILENT = {
    "text": lambda: zipped({"en/a.wav": tone(), "en/x.wav": b"no sound"}),
    "silence": lambda: zipped({"en/a.wav": tone(), "en/x.wav": tone()[:44] + bytes(len(tone()) - 44)}),
    "playlist": lambda: zipped({"en/x.mp3": b"#EXTM3U\nhttp://example.org/a.mp3"}),
}


@pytest.mark.parametrize("make", TRICKS.values(), ids=TRICKS)
def test_a_hostile_archive_is_refused_and_changes_nothing(page, root, make):
    data = make()
    assert 422 in {
        preview(page, data).status_code,
        page.send("POST", "/api/prompt-import", data=data).status_code,
    }
    assert page.send("POST", "/api/prompt-import", data=data).status_code == 422
    check_unchanged(root)


@pytest.mark.parametrize("make", USELESS.values(), ids=USELESS)
def test_an_archive_with_other_things_says_what_is_wrong(page, root, make):
    data = make()
    assert preview(page, data).json["faults"]
    assert page.send("POST", "/api/prompt-import", data=data).status_code == 422
    check_unchanged(root)


@pytest.mark.parametrize("make", SILENT.values(), ids=SILENT)
def test_one_recording_that_is_none_keeps_all_others_out(page, root, make):
    data = make()
    answer = page.send("POST", "/api/prompt-import", data=data)
    last = json.loads(answer.get_data(as_text=True).splitlines()[-1])
    assert "x." in last["error"]["message"]["en"]
    check_unchanged(root)


def check_unchanged(root):
    assert (root / "prompts" / "prompts.yaml").read_text() == PROMPTS
    assert sorted(one.name for one in (root / "prompts").iterdir()) == ["prompts.yaml"]
    assert sorted(one.name for one in root.parent.iterdir()) == ["flows"]


def test_sounds_still_to_be_made_are_listed_until_they_are_heard(page):
    page.send("PUT", "/api/prompts/balance/en", {"text": "{{ balance }}"})  # known in the call alone
    waiting = page.get("/api/sounds-to-make").json
    assert {"name": "welcome", "language": "zh-CN"} in waiting
    assert len(waiting) == 3
    for one in waiting:
        assert page.get(f"/api/prompts/{one['name']}/{one['language']}.wav").status_code == 200
    assert page.get("/api/sounds-to-make").json == []


def test_a_table_of_the_pieces_of_values_can_be_imported(page):
    table = page.get("/api/pieces-of-values.csv").data
    found = preview(page, table).json
    assert found["faults"] == []
    assert {"say 一", "say hundred"} <= {row["name"] for row in found["rows"]}
