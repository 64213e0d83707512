"""A promotion and an emergency of a published schedule begin while calls arrive on a real Asterisk."""

import asyncio
from datetime import UTC, datetime, timedelta

from tests.lab.fixtures import emptied
from tests.lab.patience import until
from tests.lab.phone import Phone
from tests.lab.product import FLOW, NUMBER, Product

LEAD = timedelta(seconds=6)  # for publishing and for the calls that shall be in progress
EMERGENCY_AFTER = timedelta(seconds=2.5)  # from the start of the promotion
BETWEEN_CALLS = 0.25  # seconds
HELD = 8  # calls in progress over both starts

FIRST_PROMPT = {"hotline": "welcome", "sale": "news", "alarm": "connecting"}
SCHEDULE = """\
dialoom: 1
schedule: line
timezone: UTC
flows: {{open: hotline, closed: hotline}}
weekly: {{mon-sun: [00:00-24:00]}}
promotions:
  - {{id: sale, flow: sale, from: "{day}", at: ["{minute}-24:00"], only_when: any}}
emergency:
  - {{id: alarm, flow: alarm, from: "{alarm}", to: "{over}"}}
"""


def now():
    return datetime.now(UTC)


def following_minute(moment):
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


def write_drafts(product):
    """Three flows that begin with another prompt each; the number follows a schedule."""
    product.write_workspace()
    for flow, prompt in FIRST_PROMPT.items():
        (product.workspace / flow).mkdir(exist_ok=True)
        text = FLOW.replace("flow: hotline", f"flow: {flow}").format(welcome=prompt, thanks="thanks")
        (product.workspace / flow / "flow.yaml").write_text(text, encoding="utf-8")
    (product.workspace / "hotlines.yaml").write_text(
        f'dialoom: 1\nhotlines:\n  "{NUMBER}": {{title: {{en: Line, zh-CN: 热线}}, schedule: line}}\n',
        encoding="utf-8",
    )


def publish_schedule(product):
    """Publish a promotion from the next full minute on, an emergency soon after; return both starts."""
    sale = following_minute(now() + LEAD)
    alarm = sale + EMERGENCY_AFTER
    folder = product.workspace / "schedules"
    folder.mkdir(exist_ok=True)
    (folder / "line.yaml").write_text(
        SCHEDULE.format(
            day=sale.date(),
            minute=f"{sale:%H:%M}",
            alarm=alarm.isoformat(),
            over=(alarm + timedelta(hours=1)).isoformat(),
        ),
        encoding="utf-8",
    )
    product.run("publish", "schedules/line", "-m", "a sale and an alarm")
    return sale, alarm


async def sleep_until(moment):
    await asyncio.sleep(max(0, (moment - now()).total_seconds()))


async def hold(caller, product, over):
    """Stand in the menu while everything starts, then go on; return all that was heard."""
    call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
    await call.hear("choose")
    await over.wait()
    await call.press("1")
    await call.hear_out("leave")
    await call.hang_up()
    return call.prompts


async def ask(caller, product):
    """Return when a caller dialled and heard the first prompt, and which one it was."""
    dialled = now()
    call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
    await until(lambda: call.prompts)
    heard = now()
    await call.hang_up()
    return dialled, heard, call.prompts[0]


async def ask_again_and_again(caller, product, end):
    """Let a new caller come in every quarter of a second."""
    calls = []
    while now() < end:
        calls.append(asyncio.create_task(ask(caller, product)))
        await asyncio.sleep(BETWEEN_CALLS)
    return await asyncio.gather(*calls)


def judge(calls, sale, alarm):
    """Compare every call with the clock; one that was dialled before a start and heard after it may be of either."""

    def prompt_at(moment):
        return "connecting" if moment >= alarm else "news" if moment >= sale else "welcome"

    for dialled, heard, prompt in calls:
        assert prompt in {prompt_at(dialled), prompt_at(heard)}, (dialled, heard, prompt)
    certain = [prompt for dialled, heard, prompt in calls if prompt_at(dialled) == prompt_at(heard)]
    assert all(certain.count(prompt) >= 2 for prompt in FIRST_PROMPT.values()), certain


async def test_the_first_caller_after_the_start_hears_it_and_no_call_changes(asterisk, tmp_path):
    product = Product(asterisk, tmp_path)
    write_drafts(product)
    try:
        await asyncio.to_thread(product.start)
        for flow in ("sale", "alarm"):
            await asyncio.to_thread(product.run, "publish", flow, "-m", "first")
        sale, alarm = await asyncio.to_thread(publish_schedule, product)
        async with Phone(product.book()) as caller:
            await sleep_until(sale - timedelta(seconds=3.5))
            over = asyncio.Event()
            held = [asyncio.create_task(hold(caller, product, over)) for _ in range(HELD)]
            await sleep_until(sale - timedelta(seconds=1.5))
            judge(await ask_again_and_again(caller, product, alarm + timedelta(seconds=1.5)), sale, alarm)
            over.set()
            assert await asyncio.gather(*held) == [["welcome", "choose", "leave"]] * HELD
        assert await emptied(asterisk) == []
    finally:
        await asyncio.to_thread(product.stop)
