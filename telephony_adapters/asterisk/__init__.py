"""Asterisk as a telephone system, by ARI.  Knows flowengine's `Call` and nothing of flows or pages."""

from telephony_adapters.asterisk.adapter import AsteriskAdapter
from telephony_adapters.asterisk.settings import AsteriskSettings, load_servers

__all__ = ["AsteriskAdapter", "AsteriskSettings", "load_servers"]
