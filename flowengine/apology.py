"""What a caller hears when a call cannot go on."""

from flowengine.words import Words

APOLOGY = "apology"
"""The prompt for it; a catalogue may have it."""

APOLOGY_WORDS = Words(
    "Sorry, we have a technical problem. Please call again later. Goodbye.",
    "非常抱歉，系统出现故障，请稍后再拨。再见。",
)
"""The words where the catalogue has no such prompt."""
