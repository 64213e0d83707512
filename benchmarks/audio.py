"""What prompts cost: the whole audio pipeline, speech, cache and values, beside pydub alone in the same run.

Ratios inside one run are what counts; milliseconds depend on the machine.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

from voices.decode import decode
from voices.encode import FORMATS, in_formats
from voices.library import Voices
from voices.numbers import say
from voices.reading import ReadingVoice
from voices.samples import Samples, decibel, for_telephone, resample
from voices.segments import AudioSegment
from voices.speech.espeak import EspeakEngine
from voices.speech.spoken import prepare
from voices.synthesis import synthesise

ROUNDS = 9
FFMPEG = [
    (8000, "pcm_s16le", "wav", "wav"),
    (8000, "pcm_mulaw", "mulaw", "ulaw"),
    (8000, "pcm_alaw", "alaw", "alaw"),
    (8000, "libgsm", "gsm", "gsm"),
    (16000, "pcm_s16le", "s16le", "sln16"),
    (16000, "g722", "g722", "g722"),
]
"""Samples a second, encoder, container and ending of each format."""

SENTENCES = {
    "zh-CN": "您好，欢迎致电星河电器，您的订单20261122已于9点30分发货，金额为￥1005.06，请您注意查收。",
    "en": "Hello, welcome to Galaxy Appliances. Your order number 1122 was shipped this morning, at half past nine.",
}


def milliseconds(work, rounds=ROUNDS):
    """Return the median time of some runs, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def processor_milliseconds(work, rounds=ROUNDS):
    """Return the least time that this process kept processors busy: what other programs do is no part of it."""
    work()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def upload(seconds=10, rate=48000):
    """Return a stereo WAV of speech-like noise bursts with silence at both ends."""
    moments = np.arange(seconds * rate) / rate
    speech = np.sin(2 * np.pi * 220 * moments) * (np.sin(2 * np.pi * 3 * moments) > 0)
    speech += np.random.default_rng(1).normal(0, 0.1, len(moments))
    speech *= (moments > 0.5) & (moments < seconds - 0.5)
    target = io.BytesIO()
    soundfile.write(target, np.tile((0.3 * speech)[:, None], (1, 2)), rate, format="WAV")
    return target.getvalue()


def six_formats(data):
    """Take an upload in and write every format."""
    return in_formats(decode(data), FORMATS)


def by_pydub(data):
    """Do the same for WAV and µ-law with pydub alone, which has no filter against aliasing."""
    segment = AudioSegment.from_wav(io.BytesIO(data)).set_channels(1).set_frame_rate(8000)
    segment = segment.apply_gain(-20 - segment.dBFS)
    target = io.BytesIO()
    segment.export(target, format="wav").close()
    wave, rate = np.frombuffer(segment.raw_data, dtype="<i2"), 8000
    soundfile.write(io.BytesIO(), wave, rate, format="RAW", subtype="ULAW")


def aliasing():
    """Return how much of a 6 kHz tone stays at 2 kHz, dB: through soxr and through pydub."""
    moments = np.arange(48000) / 48000
    tone = Samples((0.5 * np.sin(2 * np.pi * 6000 * moments)).astype(np.float32), 48000)
    pcm = (tone.wave * 32767).astype("<i2").tobytes()
    folded = AudioSegment(data=pcm, sample_width=2, frame_rate=48000, channels=1).set_frame_rate(8000)
    pydub = np.frombuffer(folded.raw_data, dtype="<i2")[1000:-1000] / 32768
    soxr = resample(tone, 8000).wave[1000:-1000]
    before = decibel(float(np.sqrt(np.mean(tone.wave**2))))
    return [decibel(float(np.sqrt(np.mean(one.astype(float) ** 2)))) - before for one in (soxr, pydub)]


def measure_ffmpeg(data):
    """Print what an ffmpeg process needs for the same six formats; not every one writes GSM."""
    program = shutil.which("ffmpeg")
    if program is None:
        print("  an ffmpeg process                    -      (no ffmpeg here)")
        return
    listed = subprocess.run([program, "-hide_banner", "-encoders"], check=True, capture_output=True)
    known = listed.stdout.decode()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.wav"
        source.write_bytes(data)
        command = [program, "-y", "-loglevel", "error", "-i", str(source)]
        for rate, codec, form, ending in FFMPEG:
            if codec in known:
                filters = ["-af", "silenceremove=1:0:-50dB,volume=-3dB", "-ac", "1", "-ar", str(rate)]
                command += [*filters, "-c:a", codec, "-f", form, f"{folder}/out.{ending}"]
        took = milliseconds(lambda: subprocess.run(command, check=True))
        formats = sum(codec in known for _, codec, _, _ in FFMPEG)
        print(f"  an ffmpeg process, {formats} formats   {took:8.1f} ms")


def measure_audio():
    data = upload()
    whole, plain = milliseconds(lambda: six_formats(data)), milliseconds(lambda: by_pydub(data))
    print(f"10 s prompt, six formats        {whole:8.1f} ms   (pydub alone, two formats: {plain:.1f} ms)")
    print(f"  processor time                {processor_milliseconds(lambda: six_formats(data)):8.1f} ms")
    measure_ffmpeg(data)
    print(f"  of that: read                 {milliseconds(lambda: decode(data)):8.1f} ms")
    sound = decode(data)
    print(f"  filter, trim, level to 8 kHz  {milliseconds(lambda: for_telephone(sound)):8.1f} ms")
    ready = {rate: resample(sound, rate) for rate in (8000, 16000)}
    for ending, one in FORMATS.items():
        print(f"  write {ending:24}{milliseconds(lambda one=one: one.encode(ready[one.rate])):8.1f} ms")
    kept, folded = aliasing()
    print(f"6 kHz tone left in 8 kHz audio  {kept:8.0f} dB   (pydub alone: {folded:.1f} dB)")


def measure_speech():
    start = time.perf_counter()
    engine = EspeakEngine()
    engine.render("一", "zh-CN")
    print(f"worker process to first sound   {(time.perf_counter() - start) * 1000:8.1f} ms")
    for language, text in SENTENCES.items():
        pieces = prepare(text, language)
        seconds = synthesise(engine, pieces).seconds
        took = milliseconds(lambda pieces=pieces: synthesise(engine, pieces))
        speed = f"{seconds * 1000 / took:.0f} times real time"
        print(f"sentence {language:6} {seconds:4.1f} s of sound  {took:8.1f} ms   ({speed})")
    engine.close()


async def measure_calls():
    with tempfile.TemporaryDirectory() as folder:
        voices = Voices(Path(folder), Path(folder))
        await voices.speak("一", "zh-CN")
        start = time.perf_counter()
        await voices.speak(SENTENCES["zh-CN"], "zh-CN")
        print(
            f"sentence in a call, first time  {(time.perf_counter() - start) * 1000:8.1f} ms   (files on disk)"
        )
        rounds = 2000
        start = time.perf_counter()
        for _ in range(rounds):
            await voices.speak(SENTENCES["zh-CN"], "zh-CN")
        print(f"the same again, from the cache  {(time.perf_counter() - start) / rounds * 1e6:8.1f} µs")
        start = time.perf_counter()
        await asyncio.gather(*(voices.say("money", f"{number}.06", "zh-CN") for number in range(60)))
        print(
            f"60 calls say 60 amounts at once {(time.perf_counter() - start) * 1000:8.1f} ms   until the last is ready"
        )
        voices.close()
        reader = ReadingVoice(Path(folder))
        took = milliseconds(lambda: reader.read(SENTENCES["zh-CN"], "zh-CN"), 200) * 1000
        print(f"the same sentence read silently {took:8.1f} µs")


def measure_values():
    for kind, value in (("money", "1005.06"), ("date", "2026-10-01"), ("phone", "13800138000")):
        for language in ("zh-CN", "en"):
            took = milliseconds(lambda k=kind, v=value, lang=language: say(k, v, lang), 500) * 1000
            print(f"{kind:8} {language:22} {took:8.1f} µs   {say(kind, value, language)}")


if __name__ == "__main__":
    measure_audio()
    measure_speech()
    asyncio.run(measure_calls())
    measure_values()
