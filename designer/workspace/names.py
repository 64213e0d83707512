"""What a flow may be called, and paths that never lead out of the workspace."""

from __future__ import annotations

import re
from pathlib import Path

from designer.errors import Missing, Unfit

FLOW_FILE = "flow.yaml"
OTHER_FOLDERS = frozenset({"prompts", "schedules", "calendars", "voices"})

_FLOW_ID = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff-]{0,63}")


def is_flow_id(text: str) -> bool:
    """Say whether a flow may have this id: letters a to z, digits, Chinese characters and inner hyphens."""
    return bool(_FLOW_ID.fullmatch(text)) and text not in OTHER_FOLDERS


def check_flow_id(text: str) -> str:
    """Return the id of a flow to be created; `Unfit` when it cannot be one."""
    if is_flow_id(text):
        return text
    raise Unfit(
        "bad_flow_id",
        "An id has up to 64 small letters, digits, Chinese characters and hyphens, and no other folder's name.",
        "流程编号最多 64 个字符，只能使用小写字母、数字、汉字和连字符，且不能与其他文件夹同名。",
    )


def inside(root: Path, *parts: str) -> Path:
    """Return a path under `root`; `Missing` when it would lead elsewhere, also through a symbolic link."""
    path = root.joinpath(*parts)
    if path.resolve().is_relative_to(root.resolve()):
        return path
    raise Missing("outside", "There is no such file in the workspace.", "工作区中没有该文件。")
