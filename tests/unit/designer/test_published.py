"""Published flows: new calls take the new version at once, the old one lives on, and prompts stay as they were."""

import asyncio
import io
import time

import numpy as np
import pytest
import soundfile

from designer.published import FrozenVoices, PublishedFlows
from designer.store.versions import Content
from flowengine.call import CallInfo
from flowengine.engine import Engine
from flowengine.errors import DefinitionError
from telephony_adapters.simulator.call import SimCall
from tests.api.made_workspace import SERVICE, Hum, opened

NUMBER = "4008001234"
CHILD = """\
dialoom: 1
flow: child
title: {en: Child}
language: zh-CN
start: words
nodes:
  words:
    type: play
    prompts: [welcome]
    exits: {done: back}
  back:
    type: return
"""
PARENT = """\
dialoom: 1
flow: service
title: {en: Parent}
language: zh-CN
start: sub
nodes:
  sub:
    type: subflow
    flow: child
    exits: {done: bye}
  bye:
    type: hang_up
"""


def publish(running, flow="service", message="m"):
    return running.services.publishing.publish(flow, revision=None, author="me", message=message)


def rewrite(root, old, new, flow="service"):
    file = root / flow / "flow.yaml"
    file.write_text(file.read_text().replace(old, new))


def heard(flow):
    """Return the texts of the sounds that the flow's first list of prompts plays."""
    (playlist, *_) = flow.playlists["zh-CN"].values()
    return [sound.text for line in playlist for sound in line.audio]


def waited_for(condition):
    for _ in range(500):
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_nothing_answers_before_the_first_version(running):
    assert running.published.flow_for(NUMBER).start.id == "notice"
    assert [one.subject for one in running.services.alarms.active()] == [f"hotline {NUMBER}"]
    publish(running)
    running.published.refresh()
    assert running.published.flow_for(NUMBER).version == 1
    assert running.published.flow_for("10086") is None


def test_the_thread_takes_a_new_version_by_itself(running, root):
    publish(running)
    assert waited_for(lambda: running.published.flow_for(NUMBER).version == 1)
    first = running.published.flow_for(NUMBER)
    rewrite(root, "客服热线", "第二版")
    publish(running)
    assert waited_for(lambda: running.published.flow_for(NUMBER) is not first)
    assert (first.version, running.published.flow_for(NUMBER).version) == (1, 2)


def test_another_process_sees_the_version_too(running, root):
    with opened(root) as other:
        publish(running)
        assert waited_for(lambda: other.published.flow_for(NUMBER))


def test_an_unchanged_flow_is_not_compiled_again(running, root):
    (root / "child").mkdir()
    (root / "child" / "flow.yaml").write_text(CHILD)
    publish(running)
    running.published.refresh()
    first = running.published.flow_for(NUMBER)
    publish(running, "child")
    running.published.refresh()
    assert running.published.flow_for(NUMBER) is first


def test_rolling_back_brings_the_old_version_to_new_calls(running, root):
    publish(running)
    rewrite(root, "客服热线", "第二版")
    publish(running)
    running.services.versions.rollback("service", 1, author="me")
    running.published.refresh()
    assert running.published.flow_for(NUMBER).version == 1


def test_a_flow_keeps_the_words_that_it_was_published_with(running, root):
    publish(running)
    running.services.prompts.set_text("welcome", "zh-CN", "全新的问候。")
    running.published.refresh()
    assert heard(running.published.flow_for(NUMBER)) == ["您好，欢迎致电。"]


def test_a_flow_keeps_its_recording_when_the_file_is_gone_even_on_another_machine(running, root, tmp_path):
    moments = np.arange(16000) / 16000
    file = io.BytesIO()
    soundfile.write(file, 0.3 * np.sin(2 * np.pi * 300 * moments), 16000, format="WAV")
    running.services.prompts.record("welcome", "zh-CN", file.getvalue())
    publish(running)
    running.published.refresh()
    (playlist, *_) = running.published.flow_for(NUMBER).playlists["zh-CN"].values()
    (sound,) = playlist[0].audio
    assert sound.seconds > 0.9
    (root / "prompts" / "zh-CN" / "welcome.wav").unlink()
    elsewhere = FrozenVoices(tmp_path / "elsewhere", running.services.versions, Hum())
    services = running.services
    flows = PublishedFlows(
        services.workspace, services.versions, elsewhere, services.switchboard._store, services.alarms
    )
    flows.refresh()
    (playlist, *_) = flows.flow_for(NUMBER).playlists["zh-CN"].values()
    assert playlist[0].audio[0].key == sound.key


def test_sounds_are_rendered_when_publishing_and_not_when_a_call_comes(root):
    voice = Hum()
    with opened(root, speech=voice) as running:
        publish(running)
        rendered = len(voice.rendered)
        assert rendered > 0
        running.published.refresh()
        assert running.published.flow_for(NUMBER)
        assert len(voice.rendered) == rendered


def test_flows_that_are_called_are_published_together_once(running, root):
    for name, text in (
        ("leaf", CHILD.replace("child", "leaf")),
        (
            "child",
            PARENT.replace("service", "child").replace("flow: child\n    exits", "flow: leaf\n    exits"),
        ),
        ("service", PARENT),
    ):
        (root / name).mkdir(exist_ok=True)
        (root / name / "flow.yaml").write_text(text)
    publishing, workspace = running.services.publishing, running.services.workspace
    assert publishing.unpublished("service", workspace.draft("service").source) == ["leaf", "child"]
    done = publishing.publish_together("service", revision=None, author="me", message="m")
    assert [one.version.flow for one in done] == ["leaf", "child", "service"]
    running.published.refresh()
    assert running.published.flow_for(NUMBER).subflows["child"].subflows["leaf"].version == 1
    rewrite(root, "en: Parent", "en: Other")
    [again] = publishing.publish_together("service", revision=None, author="me", message="m")
    assert (again.version.flow, again.version.version) == ("service", 2)


def test_nothing_is_published_when_one_of_several_flows_has_errors(running, root):
    (root / "child").mkdir()
    (root / "child" / "flow.yaml").write_text(CHILD.replace("exits: {done: back}", "exits: {done: gone}"))
    (root / "service" / "flow.yaml").write_text(PARENT)
    with pytest.raises(DefinitionError) as refused:
        running.services.publishing.publish_together("service", revision=None, author="me", message="m")
    assert refused.value.code == "node_unknown"
    assert running.services.versions.pointers() == {}


def test_a_subflow_must_be_published_first(running, root):
    (root / "child").mkdir()
    (root / "child" / "flow.yaml").write_text(CHILD)
    (root / "service" / "flow.yaml").write_text(PARENT)
    with pytest.raises(DefinitionError) as refused:
        publish(running)
    assert refused.value.code == "not_published"
    assert "child" in refused.value.message.zh
    publish(running, "child")
    publish(running)
    running.published.refresh()
    assert running.published.flow_for(NUMBER).subflows["child"].version == 1


def test_a_new_version_of_a_subflow_reaches_the_flows_that_call_it(running, root):
    (root / "child").mkdir()
    (root / "child" / "flow.yaml").write_text(CHILD)
    (root / "service" / "flow.yaml").write_text(PARENT)
    publish(running, "child")
    publish(running)
    running.published.refresh()
    first = running.published.flow_for(NUMBER)
    rewrite(root, "Child", "Second child", "child")
    publish(running, "child")
    running.published.refresh()
    second = running.published.flow_for(NUMBER)
    assert (first.subflows["child"].version, second.subflows["child"].version) == (1, 2)
    assert second.version == 1


def test_a_broken_list_of_hotlines_leaves_the_good_numbers(running, root):
    publish(running)
    running.published.refresh()
    broken = root.parent / "broken.yaml"
    broken.write_text("hotlines: [")
    broken.replace(root / "hotlines.yaml")  # at once: a file that is being written is empty first
    running.published.refresh()
    assert running.published.flow_for(NUMBER)


def test_a_new_hotline_is_answered_without_publishing(running, root):
    publish(running)
    running.published.refresh()
    text = (root / "hotlines.yaml").read_text()
    (root / "hotlines.yaml").write_text(text + '  "95588": {title: {en: Bank}, flow: service}\n')
    running.published.refresh()
    assert running.published.flow_for("95588").version == 1


class Clock:
    """The loop's time."""

    def time(self):
        return asyncio.get_running_loop().time()

    def now(self):
        raise AssertionError("no node of this flow asks")


async def test_publishing_changes_no_call_in_progress(running, root):
    publish(running)
    running.published.refresh()
    engine = Engine(running.published, running.services.voices, Clock(), running.sinks)
    calls = [SimCall(CallInfo(f"c{number}", "138", NUMBER)) for number in range(50)]
    tasks = [asyncio.create_task(engine.take(call)) for call in calls]
    await asyncio.sleep(0)
    rewrite(root, "客服热线", "第二版")
    await asyncio.to_thread(publish, running)
    running.published.refresh()
    late = SimCall(CallInfo("late", "138", NUMBER))
    tasks.append(asyncio.create_task(engine.take(late)))
    await asyncio.sleep(0)
    for call in (*calls, late):
        call.hang_up()
    await asyncio.gather(*tasks)
    records = running.services.records
    records.flush()
    assert {records.call(f"c{number}")[0].version for number in range(50)} == {1}
    assert records.call("late")[0].version == 2
    assert {row.ended_by for row in records.recent(100)} == {"caller"}


def test_the_draft_of_the_flow_is_what_was_published(running):
    done = publish(running)
    assert done.version.content.text == SERVICE
    assert set(done.version.content.prompts) == {"welcome", "main-menu"}


def test_a_version_that_cannot_be_loaded_leaves_the_one_before(running, root, caplog):
    publish(running)
    running.published.refresh()
    first = running.published.flow_for(NUMBER)
    broken = Content(SERVICE.replace("start: welcome", "start: gone"), {})
    lost = Content(SERVICE, {"welcome": {"zh-CN": {"text": "", "recording": "0" * 64, "ending": ".wav"}}})
    for content in (broken, lost):
        running.services.versions.publish("service", content, author="", message="", recordings={})
        running.published.refresh()
        assert running.published.flow_for(NUMBER) is first
    assert "cannot run" in caplog.text
