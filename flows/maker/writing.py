"""How applicants write values: a number, date or name in any of the ways that stand on paper, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import cn2an

from flows.maker.prose import sentences
from flows.maker.vocabulary import words
from pipeline.records import FieldDef, Status, Value

_WIDE = str.maketrans("0123456789.,%-", "０１２３４５６７８９．，％－")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_NOTHING = ("无", "/", "—", "N/A")


@dataclass(frozen=True, slots=True)
class Written:
    """``text`` as it stands on paper (ticked options as a list, None for nothing); ``value`` as the form means it."""

    text: str | list[str] | bool | None
    value: Value
    status: Status = "filled"


EMPTY = Written(None, None, "blank")


def anything(field: FieldDef, rng: Random) -> Written:
    """Any value of the field's kind, written in any of the usual ways; now and then nothing, or 无."""
    if field.is_mark:
        return Written(True, True)
    if field.kind == "bool":
        return _yes_or_no(field, rng)
    if field.kind in ("choice", "multichoice"):
        return _choice(field, rng)
    chance = rng.random()
    if chance < 0.06:
        return EMPTY
    if chance < 0.1 and field.kind != "narrative":
        return Written(rng.choice(_NOTHING), None, "none")
    return _BY_KIND[field.kind](field, rng)


def _yes_or_no(field: FieldDef, rng: Random) -> Written:
    if field.is_tick:
        ticked = rng.random() < 0.8
        return Written(ticked, ticked, "filled" if ticked else "blank")
    value = rng.choice((True, False, None))
    return EMPTY if value is None else Written(value, value)


def _choice(field: FieldDef, rng: Random) -> Written:
    if field.kind == "choice":
        chosen = rng.choice((*field.options, None))
        return EMPTY if chosen is None else Written([chosen], chosen)
    ticked = [option for option in field.options if rng.random() < 0.4]
    return Written(list(ticked), list(ticked), "filled" if ticked else "blank")


def _integer(field: FieldDef, rng: Random) -> Written:
    value = rng.choice((rng.randrange(1, 30), rng.randrange(10, 2000), rng.randrange(1000, 10**6), 0))
    if value >= 10_000 and rng.random() < 0.3:
        value = round(value, -2)
        return Written(f"{value / 10_000:g}万", value)
    unit = field.unit.split("/")[0]
    ways: list[Callable[[], str]] = [
        lambda: str(value), lambda: f"{value:,}", lambda: str(value).translate(_WIDE),
        lambda: f"{value:,}".translate(_WIDE), lambda: f" {value} ", lambda: cn2an.an2cn(value) if value != 1 else "1",
        lambda: f"{value}{unit}",
    ]  # fmt: skip
    return Written(rng.choices(ways, (4, 4, 2, 1, 2, 1, 1))[0](), value)


def _decimal(field: FieldDef, rng: Random) -> Written:
    value = rng.randrange(1, rng.choice((10**4, 10**6, 10**8))) / 100
    money = field.unit == "万元"
    ways: list[Callable[[], str]] = [
        lambda: f"{value:.2f}", lambda: f"{value:,.2f}", lambda: f"{value:,.2f}".translate(_WIDE), lambda: f"{value:g}",
        lambda: f"{value:.2f}{field.unit}",
    ]  # fmt: skip
    chance = rng.random()
    if money and chance < 0.1:
        value = rng.randrange(1, 900) / 100
        return Written(f"{value:g}亿元", round(value * 10_000, 6))
    if chance < 0.2:
        value = float(rng.randrange(0, 9000))
        return Written(rng.choice((f"{value:.0f}", f"{value:,.0f}")), int(value))
    if f"{value:g}" != str(value).rstrip("0").rstrip("."):
        ways.pop(3)
    return Written(rng.choice(ways)(), value)


def _percent(field: FieldDef, rng: Random) -> Written:
    value = rng.randrange(0, 10001) / 100
    ways: list[Callable[[], str]] = [lambda: f"{value:g}", lambda: f"{value:.2f}"]
    if "_____" not in field.label:
        ways += [lambda: f"{value:g}%", lambda: f"{value:.2f}％", lambda: f"{value:g}%".translate(_WIDE)]
    return Written(rng.choice(ways)(), value)


def _date(_: FieldDef, rng: Random) -> Written:
    day = date(1990, 1, 1) + timedelta(rng.randrange(12_000))
    year, month = day.year, day.month
    full, short = day.isoformat(), day.isoformat()[:7]
    ways: list[tuple[str, str]] = [
        (f"{year}年{month}月{day.day}日", full), (f"{year} 年 {month} 月 {day.day} 日", full), (full, full),
        (f"{year}.{month:02d}.{day.day:02d}", full), (f"{year}/{month}/{day.day}", full),
        (f"{year}年{month}月", short), (f"{year}.{month:02d}", short), (f"{year}年", str(year)),
        (f"{year}-{month:02d}", short), (f"{year}年{month:02d}月{day.day:02d}日".translate(_WIDE), full),
        (f"{str(year).translate(_DIGITS)}年{cn2an.an2cn(month)}月", short),
    ]  # fmt: skip
    return Written(*rng.choice(ways))


def _text(field: FieldDef, rng: Random) -> Written:
    last = field.key.rsplit(".", 1)[-1]
    if last in _FORMED:
        return _same(_FORMED[last](rng))
    if last in ("platform_leader", "leader") or field.key in ("contact.name", "leader.name"):
        return _same(rng.choice(words()["surnames"]) + rng.choice(words()["given"]))
    return _same(rng.choice(_NAMES)(rng))


_FORMED: dict[str, Callable[[Random], str]] = {
    "mobile": lambda rng: f"1{rng.choice('3589')}{rng.randrange(10**9):09d}",
    "leader_mobile": lambda rng: f"1{rng.choice('3589')}{rng.randrange(10**9):09d}",
    "phone": lambda rng: f"0{rng.randrange(100, 999)}-{rng.randrange(10**7, 10**8)}",
    "fax": lambda rng: f"(0{rng.randrange(100, 999)}){rng.randrange(10**6, 10**7)}",
    "email": lambda rng: f"{_letters(rng, 3, 18)}@mail.example-{_letters(rng, 3, 9)}.com.cn",
    "org_code": lambda rng: "91" + "".join(rng.choices("0123456789ABCDEFGH", k=16)),
}


def _letters(rng: Random, fewest: int, most: int) -> str:
    return "".join(rng.choices("abcdefghkmnprstuvwxyz0123456789", k=rng.randrange(fewest, most)))


def _word(kind: str) -> Callable[[Random], str]:
    return lambda rng: str(rng.choice(words()[kind]))


def _company(rng: Random) -> str:
    return _word("heads")(rng) + _word("bodies")(rng) + _word("tails")(rng)


_NAMES: tuple[Callable[[Random], str], ...] = (
    _company,
    lambda rng: f"{_word('heads')(rng)}（{_word('heads')(rng)}）{_company(rng)}",
    lambda rng: f"{_word('heads')(rng)}{_letters(rng, 2, 6).upper()}工业互联网平台",
    lambda rng: f"{_word('roads')(rng)}{rng.randrange(1, 999)}号A座12层",
    lambda rng: f"“{_word('heads')(rng)}”智造云 V2.0",
    _word("titles"), _word("industries"), _word("ratings"),
)  # fmt: skip


def _same(text: str) -> Written:
    return Written(text, text)


def _narrative(_: FieldDef, rng: Random) -> Written:
    count = rng.choice((1, 1, 2, 3, 6))
    paragraphs = ["".join(sentences(rng, rng.randrange(1, 4))) for _ in range(count)]
    if rng.random() < 0.3:
        paragraphs[0] += f"截至填报日，平台累计连接设备{rng.randrange(20, 9000)}台，服务企业{rng.randrange(3, 400)}家。"
    return _same("\n".join(paragraphs))


_BY_KIND: dict[str, Callable[[FieldDef, Random], Written]] = {
    "integer": _integer, "decimal": _decimal, "percent": _percent, "date": _date, "text": _text,
    "narrative": _narrative,
}  # fmt: skip
