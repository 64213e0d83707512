"""Any Asterisk as a telephone system, by FastAGI.  Knows flowengine's `Call` and nothing of flows or pages."""

from telephony_adapters.fastagi.adapter import FastAgiAdapter
from telephony_adapters.fastagi.settings import FastAgiSettings, load_settings

__all__ = ["FastAgiAdapter", "FastAgiSettings", "load_settings"]
