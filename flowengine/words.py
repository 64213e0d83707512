"""Text that people read, in the two languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One message in English and in Chinese (zh-CN)."""

    en: str
    zh: str

    def of(self, language: str) -> str:
        """Return the text for a BCP 47 language tag; anything that is not Chinese reads English."""
        return self.zh if language.lower().startswith("zh") else self.en

    def to_json(self) -> dict[str, str]:
        """Return both texts by language tag, as the API and the designer carry them."""
        return {"en": self.en, "zh-CN": self.zh}

    def __str__(self) -> str:
        return self.en
