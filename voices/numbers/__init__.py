"""Values in words: how a number, a date, a time or an amount of money is said in a language."""

from voices.numbers.say import KINDS, is_said, say, say_strictly

__all__ = ["KINDS", "is_said", "say", "say_strictly"]
