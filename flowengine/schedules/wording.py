"""Why something answers, as a sentence for people."""

from __future__ import annotations

from datetime import tzinfo

from flowengine.schedules.model import Answer, Layer
from flowengine.words import Words

_STATES = {
    "open": Words("Open", "营业"),
    "closed": Words("Closed", "休息"),
    "emergency": Words("Emergency", "紧急"),
}
_LAYERS: dict[Layer, Words] = {
    "emergency": Words("an emergency beats everything else ({rule})", "紧急状态优先于一切（{rule}）"),
    "promotion": Words("the promotion “{rule}” holds", "促销“{rule}”生效"),
    "exception": Words("the exception “{rule}” replaces this day", "当天由例外安排“{rule}”决定"),
    "holiday": Words("the day is a public holiday ({rule})", "当天为节假日（{rule}）"),
    "makeup": Words("the day is a make-up workday ({rule})", "当天为调休上班日（{rule}）"),
    "period": Words("the season “{rule}” replaces the week", "当前由时段“{rule}”代替每周安排"),
    "weekly": Words("the opening hours of the week say so", "按每周营业时间"),
    "default": Words("this flow always answers the number", "该号码始终由此流程应答"),
}


def why(answer: Answer, zone: tzinfo) -> Words:
    """Return the reason, and until when it holds, in the wall time of a zone."""
    state, layer = _STATES[answer.state], _LAYERS[answer.layer]
    en, zh = layer.en.format(rule=answer.rule), layer.zh.format(rule=answer.rule)
    if answer.until is None:
        return Words(f"{state.en}: {en}.", f"{state.zh}：{zh}。")
    until = f"{answer.until.astimezone(zone):%Y-%m-%d %H:%M}"
    return Words(f"{state.en} until {until}: {en}.", f"{state.zh}至 {until}：{zh}。")
