"""Can the recordings that Asterisk writes be read here?"""

from __future__ import annotations

import os
from pathlib import Path

from flowengine.telephone_systems import Finding
from flowengine.words import Words


def examine_recordings(folder: Path) -> Finding:
    """Look at the folder that the settings name."""
    if folder.is_dir() and os.access(folder, os.R_OK | os.X_OK):
        words = Words(f"Recordings are found in {folder}.", f"可以读取录音文件夹 {folder}。")
        return Finding("recordings", is_well=True, message=words)
    words = Words(
        f"Asterisk's folder of recordings, {folder}, cannot be read here: messages could not be found. "
        "Name it in the settings (recordings), and let this user read it.",
        f"无法读取 Asterisk 的录音文件夹 {folder}，将找不到留言。请在设置中填写 recordings 并授予读取权限。",
    )
    return Finding("recordings", is_well=False, message=words)
