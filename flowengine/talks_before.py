"""A talk that began under an engine that is gone: whom the caller was connected with, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.call import Call, Dialled
from flowengine.lasting import LastingCall
from flowengine.trace import Transferred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.diary import Diary
    from flowengine.session import Session


def dialled_before(session: Session, diary: Diary) -> Dialled:
    """Return what became of a call out, as noted; the leg is there if it answered and can be found again."""
    outcome = _noted(diary)[0]
    call: object = session.call
    leg: Call | None = None
    if outcome == "answered" and isinstance(call, LastingCall):
        leg = call.other_leg()
    return Dialled(outcome, leg)


def rung_before(session: Session, targets: Sequence[str]) -> str:
    """Return which of these targets was rung at this point; "" when none was."""
    diary = session.diary
    if diary is None or not session.replays("dial"):
        return ""
    target = str(_noted(diary, take=False)[1])
    return target if target in targets else ""


def talking_since(session: Session) -> float | None:
    """Return at which second of the call a talk began that goes on now; None when none does."""
    diary = session.diary
    if diary is None or not session.replays("talk"):
        return None
    since = diary.result()
    session.go_on()
    return float(str(since))


def talk_is_over(session: Session, shown: str, *, looked_at: bool) -> bool:
    """Report a talk whose other side is gone since; False when it had not begun."""
    if looked_at and session.diary is not None and session.replays("detect"):
        session.diary.result()
    since = talking_since(session)
    if since is None:
        return False
    seconds = round(session.elapsed() - since, 3)
    session.emit(Transferred(session.elapsed(), session.frame.node_id, shown, "answered", seconds))
    return True


def no_talk(session: Session) -> None:
    """Note that who answered is gone before a talk: should the step run again, it is as if nobody had."""
    diary = session.diary
    if diary is None or diary.replays:
        return
    while diary.notes:
        verb, result = diary.notes.pop()
        if verb == "dial":
            target: object = result[1] if isinstance(result, list) else ""
            diary.note("dial", ["no_answer", target])
            return


def _noted(diary: Diary, *, take: bool = True) -> Any:
    return diary.result() if take else diary.notes[diary.place][1]
