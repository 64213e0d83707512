"""The store: published versions, call records, audit entries and settings, in SQLite or another SQL database."""

from designer.store.audit import Audit
from designer.store.calls import CallRecords
from designer.store.database import Database
from designer.store.settings import Settings
from designer.store.versions import Version, VersionStore

__all__ = ["Audit", "CallRecords", "Database", "Settings", "Version", "VersionStore"]
