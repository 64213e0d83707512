"""What schedules say: day by day, at a moment, and where draft and live differ."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from designer.api import difference_models, models, plan_models
from designer.api.current import services
from designer.api.operation import Area
from designer.errors import Missing, Unfit
from flowengine.model import title_of
from flowengine.schedules.grouping import groups_of
from flowengine.schedules.inquiry import LONGEST_PREVIEW, Day, Reason, difference, preview, reason
from flowengine.schedules.model import Answer, DateRange, Schedule
from flowengine.schedules.rules import rules_of
from flowengine.schedules.wording import why

area = Area.named("asking")


@area.operation("POST", "/schedules/preview", body=plan_models.Preview, answer=plan_models.PreviewOut)
def preview_schedule(body: plan_models.Preview) -> plan_models.PreviewOut:
    """Show what answers day by day."""
    first, last = _date(body.start), _date(body.to)
    if not first <= last < first + timedelta(days=LONGEST_PREVIEW):
        en, zh = f"Choose 1 to {LONGEST_PREVIEW} days.", f"请选择 1 到 {LONGEST_PREVIEW} 天。"
        raise Unfit("bad_days", en, zh)
    schedule = _chosen(body.id, live=body.live, document=body.document)
    days = preview(schedule, DateRange(first, last))
    return plan_models.PreviewOut(days=[_day(schedule, one) for one in days])


@area.operation("POST", "/schedules/ask", body=plan_models.Ask, answer=plan_models.Asked)
def ask_schedule(body: plan_models.Ask) -> plan_models.Asked:
    """Say what answers at a moment, why, and what would without that rule."""
    number = body.number or ""
    hotline = services().workspace.project().hotline(number) if number else None
    if number and hotline is None:
        raise Missing("no_hotline", f"There is no hotline {number}.", f"没有热线 {number}。")
    plan = hotline.schedule if hotline else body.id or ""
    schedule = _chosen(plan, live=body.live) if plan else None
    moment = _moment(body.at, schedule)
    if schedule:
        found = reason(schedule, moment)
    elif hotline:
        answer = Answer("open", hotline.flow, "default", "hotline", None)
        found = Reason(answer, None, None, (answer,))
    else:
        raise Unfit("bad_request", "Name a number or a schedule.", "请指定号码或时间表。")
    switched = services().answers.emergency(number, moment) if body.live and number else None
    if switched:
        found = Reason(switched, None, found.answer, (switched, *found.layers))
    return _asked(found, schedule)


@area.operation("GET", "/schedules/<plan>/rules", answer=list[plan_models.RuleOut])
def list_rules(plan: str) -> list[plan_models.RuleOut]:
    """List the rules of a draft by which a step may leave, the strongest first."""
    found = rules_of(services().schedules.draft_of(plan, None))
    return [plan_models.RuleOut(layer=layer, rule=rule) for layer, rule in found]


@area.operation("GET", "/schedules/<plan>/diff", answer=difference_models.Differences)
def compare_schedule(plan: str) -> difference_models.Differences:
    """Show where the draft answers otherwise than what is live."""
    return _differences(services().schedules.live(plan), services().schedules.draft_of(plan, None))


@area.operation(
    "POST", "/schedules/compare", body=difference_models.Compare, answer=difference_models.Differences
)
def compare_documents(body: difference_models.Compare) -> difference_models.Differences:
    """Show where a document answers otherwise than another one; neither need be saved."""
    plans = services().schedules
    return _differences(plans.draft_of(body.id, body.before), plans.draft_of(body.id, body.document))


def _differences(live: Schedule | None, draft: Schedule) -> difference_models.Differences:
    zone, now = draft.zone, datetime.now(UTC).replace(second=0, microsecond=0)
    found = list(difference(live, draft, now))
    segments = [
        difference_models.DifferenceOut(
            start=one.start.astimezone(zone).isoformat(),
            to=one.end.astimezone(zone).isoformat(),
            live=_said(one.live),
            draft=_said(one.draft),
        )
        for one in found
    ]
    groups = [
        difference_models.GroupOut(
            hours=one.hours,
            runs=[
                difference_models.RunOut(start=run.first.isoformat(), to=run.last.isoformat())
                for run in one.runs()
            ],
            days=len(one.days),
            weekdays=one.weekdays(),
            minutes=one.minutes,
            heard=one.is_heard,
            live=_said(one.live),
            draft=_said(one.draft),
        )
        for one in groups_of(found, zone)
    ]
    return difference_models.Differences(segments=segments, groups=groups)


def _chosen(plan: str, *, live: bool, document: dict[str, object] | None = None) -> Schedule:
    if not live:
        return services().schedules.draft_of(plan, document)
    found = services().schedules.live(plan)
    if found is None:
        raise Missing("not_published", f"“{plan}” is not published yet.", f"“{plan}”尚未发布。")
    return found


def _asked(found: Reason, schedule: Schedule | None) -> plan_models.Asked:
    answer, zone = found.answer, schedule.zone if schedule else UTC
    flows = services().workspace.project().flows
    title = title_of(flows[answer.flow].document.get("title")) if answer.flow in flows else {}
    begin = found.since.astimezone(zone).isoformat() if found.since else None
    return plan_models.Asked(
        answer=plan_models.AnswerSince(start=begin, **_facts(answer, schedule)),
        why=models.WordsOut.of(why(answer, zone)),
        without=plan_models.AnswerOut(**_facts(found.without, schedule)) if found.without else None,
        layers=[
            plan_models.LayerOut(
                layer=one.layer, rule=one.rule, state=one.state, flow=one.flow, wins=index == 0
            )
            for index, one in enumerate(found.layers)
        ],
        flow_title=title,
        timezone=schedule.zone.key if schedule else "",
    )


def _facts(answer: Answer, schedule: Schedule | None) -> dict[str, str | None]:
    zone = schedule.zone if schedule else UTC
    moments = {"until": answer.until, "opens": answer.opens}
    on_wall = {name: at.astimezone(zone).isoformat() if at else None for name, at in moments.items()}
    return {**(_said(answer) or {}), **on_wall}


def _said(answer: Answer | None) -> dict[str, str] | None:
    if answer is None:
        return None
    return {"state": answer.state, "flow": answer.flow, "layer": answer.layer, "rule": answer.rule}


def _day(schedule: Schedule, one: Day) -> plan_models.DayOut:
    zone = schedule.zone
    return plan_models.DayOut(
        date=one.day.isoformat(),
        layer=one.layer,
        rule=one.rule,
        name=one.name,
        mark=one.mark,
        closed=one.closed,
        segments=[
            plan_models.Segment(
                start=piece.start.astimezone(zone).isoformat(),
                to=piece.end.astimezone(zone).isoformat(),
                **(_said(piece.answer) or {}),
            )
            for piece in one.pieces
        ],
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit("bad_date", f"“{text}” is no date.", f"“{text}”不是日期。") from None


def _moment(text: str | None, schedule: Schedule | None) -> datetime:
    """Read a moment; without an offset it is a wall time of the schedule's zone."""
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unfit("bad_moment", f"“{text}” is no moment.", f"“{text}”不是时刻。") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=schedule.zone if schedule else UTC)
