"""The flow of a number that nothing answers: a spoken notice, so that no caller ever meets silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.call import Cause
from flowengine.compiler import SPOKEN, CompiledFlow, Step
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.session import Session

NOTICE = Words(
    "We are sorry. This number cannot take your call at the moment. Please call again later. Goodbye.",
    "很抱歉，该号码暂时无法为您服务，请稍后再拨。再见。",
)
LONGEST = 120.0  # seconds; the notice takes a few


async def _notice(session: Session) -> str:
    await session.speak(NOTICE)
    return await session.hang_up(Cause.NORMAL)


def notice_flow(language: str = "zh-CN") -> CompiledFlow:
    """Return a flow that says the notice in a language of ours, and hangs up."""
    step = Step("notice", "hang_up", _notice, needs_caller=True, exits={"": None})
    return CompiledFlow(
        id="",
        version=0,
        language=language,
        steps={step.id: step},
        start=step,
        on_error=None,
        on_hangup=None,
        max_call_seconds=LONGEST,
        variables={},
        inputs={},
        outputs={},
        asks_for=(),
        playlists={spoken: {} for spoken in sorted(SPOKEN)},
        apologies={},
        subflows={},
        nodes=(),
    )
