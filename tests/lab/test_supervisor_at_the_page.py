"""A supervisor at the page of calls, in a browser: the telephone beside it hears a real call, whispers, and ends it.

Engine and designer are processes of their own here, with the workspace's database between them.
"""

import re
import shutil
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import async_playwright, expect

from telephony_adapters.asterisk import AsteriskAdapter
from tests.lab import sounds
from tests.lab.fixtures import emptied, settings_of
from tests.lab.phone import Phone
from tests.lab.product import NUMBER, Product
from tests.ui.conftest import BROWSERS, PATIENCE, SWITCHES, WINDOW, serve

SECONDS = PATIENCE / 1000
expect.set_options(timeout=PATIENCE)
CALLERS_VOICE, AGENTS_VOICE, SUPERVISORS_VOICE = 1000.0, 1250.0, 1500.0


@pytest.fixture(scope="module")
def product(asterisk, tmp_path_factory):
    made = Product(asterisk, tmp_path_factory.mktemp("product"))
    made.write_workspace()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def served(product):
    yield from serve(product.workspace, product.folder / "designer.log")


@pytest.fixture
async def page(served):
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=SWITCHES)
        context = await browser.new_context(locale="en", viewport=WINDOW, reduced_motion="reduce")
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        await page.goto(f"{served.url}/#/monitor")
        yield page
        await browser.close()


@pytest.fixture
async def phones(product):
    """The caller, the agent and the supervisor, each with a telephone."""
    book = product.book()
    async with AsyncExitStack() as stack:
        found = [await stack.enter_async_context(Phone(book))]
        for user in ("1001", "1002"):
            phone = await stack.enter_async_context(Phone(book, user=user, password=f"lab-{user}"))
            await phone.register(product.asterisk.sip)
            found.append(phone)
        yield found


def heard(call, voice):
    return sounds.ms_of_tone(call.media.ears.samples(), voice - 40, voice + 40)


async def speaks(call, voice, to):
    """Speak until it arrives there: the way to who listens opens a moment after the answer."""
    for _ in range(20):
        await call.say(sounds.tone([voice], 1000))
        if heard(to, voice) > 500:
            return
    raise AssertionError("nothing was heard")


async def listen(page, caller, supervisor, *, whisper):
    """Let the page ring the supervisor's telephone, and pick it up."""
    await page.get_by_role("button", name=f"Listen {caller}").click()
    dialog = page.get_by_role("dialog")
    await page.get_by_label("Which telephone shall ring?").fill("1002")
    await page.get_by_role("checkbox").set_checked(whisper)
    await dialog.get_by_role("button", name="Listen").click()
    ringing = await supervisor.next_call(SECONDS)
    await expect(dialog.get_by_role("status")).to_contain_text("Telephone 1002 rings")
    ear = await ringing.answer()
    await expect(page.get_by_text("Your telephone is connected")).to_be_visible()
    await expect(dialog).to_have_count(0)
    return ear


async def end(page, caller):
    await page.get_by_role("button", name=f"Hang up {caller}").click()
    await page.get_by_role("dialog").get_by_role("button", name="Hang up").click()
    await expect(page.locator(".call-card")).to_have_count(0)
    over = page.get_by_role("row").filter(has_text=caller).first
    await expect(over).to_contain_text("supervisor")


async def test_a_whisper_from_the_page_reaches_the_agent_alone(page, product, phones):
    caller, agent, supervisor = phones
    call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
    await call.hear("choose", SECONDS)
    card = page.locator(".call-card").filter(has_text=caller.user)
    await expect(card).to_contain_text("Hotline")
    await call.press("2")
    ringing = await agent.next_call(SECONDS)
    await expect(card).to_contain_text("Rings an agent")
    taken = await ringing.answer()
    await expect(card).to_contain_text("Talks")
    await expect(page.get_by_role("list", name="Telephone systems")).to_contain_text("version 22")
    ear = await listen(page, caller.user, supervisor, whisper=True)
    await speaks(call, CALLERS_VOICE, ear)
    await speaks(taken, AGENTS_VOICE, ear)
    await speaks(ear, SUPERVISORS_VOICE, taken)
    assert heard(call, SUPERVISORS_VOICE) == 0
    assert heard(call, AGENTS_VOICE) > 500
    await end(page, caller.user)
    for each in (call, taken, ear):
        await each.wait_over(SECONDS)
    assert await emptied(product.asterisk) == []


async def test_who_listens_hears_the_caller_and_is_heard_by_nobody(page, product, phones):
    caller, _, supervisor = phones
    call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
    await call.hear("choose", SECONDS)
    ear = await listen(page, caller.user, supervisor, whisper=False)
    await speaks(call, CALLERS_VOICE, ear)
    await ear.say(sounds.tone([SUPERVISORS_VOICE], 1000))
    assert heard(call, SUPERVISORS_VOICE) == 0
    await end(page, caller.user)
    for each in (call, ear):
        await each.wait_over(SECONDS)
    assert await emptied(product.asterisk) == []


async def test_the_doctor_looks_at_a_real_asterisk(product):
    asterisk = product.asterisk
    found = await AsteriskAdapter(settings_of(asterisk)).examine()
    assert [one.name for one in found if one.is_well] == ["Asterisk", "application", "modules", "recordings"]
    assert re.search(r"Asterisk 2\d", found[0].message.zh)
    asterisk.cli("module unload bridge_softmix.so")
    try:
        nobody = AsteriskAdapter(settings_of(asterisk, app="nobody", name="east", recordings="/nowhere"))
        found = {one.name: one.message for one in await nobody.examine() if not one.is_well}
    finally:
        asterisk.cli("module load bridge_softmix.so")
    assert found.keys() == {"application east", "modules east", "recordings east"}
    assert "bridge_softmix（会议）" in found["modules east"].zh
    assert "dialoom engine" in found["application east"].en
    (refused, _) = await AsteriskAdapter(settings_of(asterisk, password="wrong")).examine()
    assert (refused.is_well, refused.message.zh) == (False, "Asterisk 拒绝了引擎的用户名或密码。")
