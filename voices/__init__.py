"""What callers hear: prompts, speech, audio for telephones, and values in words.

This package knows nothing of flows, telephone systems or web pages.
"""
