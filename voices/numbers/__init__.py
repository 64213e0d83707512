"""Values in words: how a number, a date, a time or an amount of money is said in a language."""

from voices.numbers.say import KINDS, say, say_strictly

__all__ = ["KINDS", "say", "say_strictly"]
