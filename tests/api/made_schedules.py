"""A workspace with a schedule and its calendar, and a number that follows it."""

from datetime import UTC, datetime

from tests.api.made_workspace import SERVICE

CALENDAR = """\
dialoom: 1
calendar: cn
title: {zh-CN: 中国}
years:
  "2026": {status: official, off: {国庆节: 10-01..10-07}, work: [10-10]}
  "2027": {status: official, off: {元旦: 01-01}}
""" + "".join(f'  "{year}": {{status: official}}\n' for year in range(2028, datetime.now(UTC).year + 2))
OFFICE = """\
dialoom: 1
schedule: office
title: {zh-CN: 办公时间, en: Office hours}
timezone: Asia/Shanghai
calendar: cn
flows: {open: service, closed: away}
weekly:
  mon-fri: [09:00-18:00]
promotions:
  - {id: d11, from: 2026-11-01, to: 2026-11-11, flow: sale}
"""
HOTLINES = """\
dialoom: 1
hotlines:
  "4008001234": {title: {zh-CN: 客服热线}, schedule: office}
  "4008001235": {title: {zh-CN: 另一条}, flow: service}
"""


def add_schedule(root, *, schedule=OFFICE):
    """Write two more flows, the calendar, the schedule and the numbers into a workspace."""
    for name in ("away", "sale"):
        (root / name).mkdir()
        (root / name / "flow.yaml").write_text(SERVICE.replace("flow: service", f"flow: {name}"))
    for folder, name, text in (("calendars", "cn", CALENDAR), ("schedules", "office", schedule)):
        (root / folder).mkdir()
        (root / folder / f"{name}.yaml").write_text(text)
    (root / "hotlines.yaml").write_text(HOTLINES)
    return root


def publish(page, **more):
    """Publish the schedule as a page does."""
    revision = page.get("/api/schedules/office").json["revision"]
    body = {"message": "first", "revision": revision, **more}
    return page.send("POST", "/api/schedules/office/publish", body)


def publish_all(page, running):
    """Publish the flows and the schedule, and let the numbers follow."""
    for flow in ("service", "away", "sale"):
        assert page.publish(flow).status_code == 201
    assert publish(page).status_code == 201
    running.published.refresh()
    return page


def ask(page, **body):
    """Ask what answers."""
    return page.send("POST", "/api/schedules/ask", body).json
