"""The lab: a real Asterisk on the loopback and callers with ears, for tests that telephone."""
