"""Voice boards as a telephone system.  Knows flowengine's `Call` and nothing of flows or pages."""

from telephony_adapters.voicecard.adapter import VoiceCardAdapter
from telephony_adapters.voicecard.settings import VoiceCardSettings, load_settings

__all__ = ["VoiceCardAdapter", "VoiceCardSettings", "load_settings"]
