"""The workspace folder: drafts of flows, hotlines and prompts, as people and their editors see them."""

from designer.workspace.drafts import Draft, Workspace
from designer.workspace.watch import Watch

__all__ = ["Draft", "Watch", "Workspace"]
