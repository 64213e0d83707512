"""Public holidays of other countries, worked out by the package `holidays` where it is installed.

Years whose days the package has to estimate, or in which a government is still to announce swapped workdays, are
provisional.  China is left out: the package knows no weekend days of the long breaks; the notice has them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

from flowengine.errors import IvrError
from flowengine.schedules.model import CalendarYear
from flowengine.schedules.new_years import NewYear
from flowengine.words import Words

if TYPE_CHECKING:
    from holidays import HolidayBase

INSTALL = "pip install 'dialoom[holidays]'"
MAX_YEARS = 10
FIRST_YEAR, LAST_YEAR = 2000, 2099
_BY_NOTICE = "CN"
_ESTIMATED, _OBSERVED = ("estimated_label", "observed_estimated_label"), ("observed_label",)


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 code, its parts that have days of their own, and the languages of the names."""

    code: str
    subdivisions: Sequence[Subdivision]
    languages: Sequence[str]


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A state or province by its code, and what people call it."""

    code: str
    name: str


def countries() -> list[Country]:
    """Return every country, by code; IvrError where the package is not installed."""
    package = _package()
    codes = package.list_supported_countries(include_aliases=False)
    return [_country(package, code) for code in sorted(codes) if code != _BY_NOTICE]


def years_of(
    country: str, years: Iterable[int], *, subdivision: str = "", language: str = ""
) -> list[NewYear]:
    """Return the public holidays of a country, or of a part of it, named in one of its languages.

    IvrError for a country, a part, a language or years that are not there, and without the package.
    """
    package, code, part = _package(), country.upper(), subdivision.upper()
    wanted = sorted(set(years))
    if not wanted or len(wanted) > MAX_YEARS or wanted[0] < FIRST_YEAR or wanted[-1] > LAST_YEAR:
        raise _refused(
            f"Choose 1 to {MAX_YEARS} years from {FIRST_YEAR} to {LAST_YEAR}.",
            f"请选择 {FIRST_YEAR} 至 {LAST_YEAR} 年中的 1 到 {MAX_YEARS} 年。",
        )
    if code == _BY_NOTICE:
        raise _refused(
            "For China, paste the State Council's notice.", "中国的节假日请粘贴国务院办公厅的放假通知。"
        )
    if code not in package.list_supported_countries(include_aliases=False):
        raise _refused(f"There is no country “{country}”.", f"没有国家或地区“{country}”。")
    known = _country(package, code)
    parts = {one.code.upper(): one.code for one in known.subdivisions}
    if part and part not in parts:
        raise _refused(f"“{code}” has no part “{subdivision}”.", f"“{code}”没有“{subdivision}”。")
    if language and language not in known.languages:
        names = ", ".join(known.languages) or "-"
        raise _refused(
            f"“{code}” has no names in “{language}”, but in {names}.",
            f"“{code}”没有“{language}”的名称，可选：{names}。",
        )
    entity = package.country_holidays(code, subdiv=parts.get(part))
    spoken = language or entity.default_language
    source = f"holidays {package.__version__}, {code}" + (f"-{parts[part]}" if part else "")
    return [
        _year(
            package.country_holidays(code, subdiv=parts.get(part), years=year, language=spoken), year, source
        )
        for year in wanted
    ]


def _package() -> ModuleType:
    try:
        import holidays  # noqa: PLC0415 - an extra; everything else works without it
    except ImportError:
        raise IvrError(
            "extra_missing",
            Words(
                f"Holidays of other countries need one more package: {INSTALL}",
                f"其他国家的节假日需要安装一个附加包：{INSTALL}",
            ),
        ) from None
    return holidays


def _refused(en: str, zh: str) -> IvrError:
    return IvrError("bad_country", Words(en, zh))


def _country(package: ModuleType, code: str) -> Country:
    entity = package.country_holidays(code)
    titles = {part: title for title, part in entity.subdivisions_aliases.items()}
    parts = [Subdivision(part, titles.get(part, part)) for part in entity.subdivisions]
    default = [entity.default_language] if entity.default_language else []
    others = [one for one in entity.supported_languages if one not in default]
    return Country(code, sorted(parts, key=lambda one: one.name), [*default, *others])


def _year(entity: HolidayBase, year: int, source: str) -> NewYear:
    off: dict[date, str] = {}
    estimated = False
    for day, text in entity.items():
        names = [_plain(entity, name) for name in text.split("; ")]
        off[day] = "; ".join(dict.fromkeys(name for name, _ in names))
        estimated = estimated or any(is_estimated for _, is_estimated in names)
    work = frozenset(day for day in entity.weekend_workdays if day.year == year and day not in off)
    provisional = estimated or _awaits_swaps(entity, year)
    return NewYear(year, CalendarYear("provisional" if provisional else "official", off, work, source))


def _plain(entity: HolidayBase, name: str) -> tuple[str, bool]:
    """Return a name without the remarks of the package, so that one rule fits all its days; and whether estimated."""
    for labels, estimated in ((_ESTIMATED, True), (_OBSERVED, False)):
        for label in labels:
            form = entity.tr(getattr(entity, label)) if hasattr(entity, label) else "%s"
            match = re.fullmatch(re.escape(form).replace("%s", "(.+)"), name) if form != "%s" else None
            if match:
                return match[1], estimated
    return name, False


def _awaits_swaps(entity: HolidayBase, year: int) -> bool:
    """Tell whether a government that swaps workdays each year has not been heard of yet."""
    announced = getattr(entity, "special_public_holidays", {})
    return bool(entity.has_substituted_holidays and announced and year > max(announced))
