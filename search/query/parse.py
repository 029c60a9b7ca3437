"""Reads a query into its tree, or says at which character it goes wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

from search.problems import QuerySyntaxError
from search.query.ranges import number_from, range_from
from search.query.tree import Anything, Both, Either, Not, Range, Scoped, Tree, Words, leaves
from search.words.days import days_asked_for

MAX_LENGTH = 1000
MAX_LEAVES = 64
MAX_DEPTH = 20
_EQUALS = ("=", "＝")
_QUOTES = '"“”「」'


def parse(query: str) -> Tree:
    """The tree of a query.

    Raises:
        QuerySyntaxError: it is empty, malformed, too long or too deep.
    """
    _refuse_monsters(query)
    try:
        tree: Tree = _Builder(query).transform(_parser().parse(query))
    except UnexpectedInput as error:
        raise _pointing(query, error) from None
    except VisitError as error:  # lark's wrapping of what our builder raised
        raise error.orig_exc from None
    if sum(1 for _ in leaves(tree)) > MAX_LEAVES:
        raise QuerySyntaxError(query, 0, f"检索式中的条件超过{MAX_LEAVES}个")
    return tree


@cache
def _parser() -> Lark:
    grammar = files("search.query").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True)


def _refuse_monsters(query: str) -> None:
    if not query.strip():
        raise QuerySyntaxError(query, 0, "检索式是空的")
    if len(query) > MAX_LENGTH:
        raise QuerySyntaxError(query[:40] + "…", 40, f"检索式超过{MAX_LENGTH}个字符")
    depth = 0
    for index, char in enumerate(query):
        depth += (char in "(（") - (char in ")）")
        if depth > MAX_DEPTH:
            raise QuerySyntaxError(query, index, f"括号嵌套超过{MAX_DEPTH}层")


def _pointing(query: str, error: UnexpectedInput) -> QuerySyntaxError:
    """The error in the reviewer's words. lark counts from 0 and says -1 or None at the end."""
    at = error.pos_in_stream
    position = len(query) if at is None or at < 0 else at
    if isinstance(error, UnexpectedCharacters):
        return QuerySyntaxError(query, position, _odd_start(query[position:]))
    token = error.token if isinstance(error, UnexpectedToken) else None
    if token is None or token.type == "$END":
        return _at_the_end(query)
    return QuerySyntaxError(query, position, _odd_token(str(token)))


def _odd_start(rest: str) -> str:
    operator = re.match(r"AND|OR|NOT|&&|\|\|", rest)
    if operator:
        return _odd_token(operator[0])
    char = rest[:1]
    if char in _QUOTES:
        return "引号没有配对"
    if char in ":：":
        return "冒号前缺少字段名"
    return f"这里不能出现“{char}”"


def _at_the_end(query: str) -> QuerySyntaxError:
    opened = [index for index, char in enumerate(query) if char in "(（"]
    closed = sum(1 for char in query if char in ")）")
    if len(opened) > closed:
        return QuerySyntaxError(query, opened[closed], "括号没有配对")
    return QuerySyntaxError(query, len(query.rstrip()), "检索式没有写完，后面缺少内容")


def _odd_token(text: str) -> str:
    if text in ")）":
        return "括号没有配对，或括号里是空的"
    if text.strip("><=＞＜＝≥≤") == "":
        return "比较符号只能写在字段名之后，如 设备数量:>5000"
    return f"“{text}”前后缺少内容"


class _Builder(Transformer[Token, Any]):
    """lark's branches as our tree."""

    def __init__(self, query: str) -> None:
        super().__init__()
        self._query = query

    def either(self, parts: list[Tree]) -> Tree:
        return Either(tuple(parts))

    def all(self, parts: list[Tree]) -> Tree:
        return Both(tuple(parts))

    def together(self, parts: list[Tree]) -> Tree:
        return Both(tuple(parts), loosely=True)

    def negation(self, parts: list[Tree]) -> Tree:
        return Not(parts[0])

    def word(self, parts: list[Token]) -> Words | Anything:
        return Anything() if str(parts[0]) in {"*", "＊"} else _words(parts[0])

    def phrase(self, parts: list[Token]) -> Words:
        return _words(parts[0])

    def value(self, parts: list[Token]) -> Words | Range:
        compare = parts[0] if parts[0].type == "COMPARE" else None
        return self._value(parts[-1], compare)

    def values(self, parts: list[Words | Range]) -> list[Words | Range]:
        return parts

    def scoped(self, parts: list[Any]) -> Scoped:
        values = parts[1] if isinstance(parts[1], list) else [parts[1]]
        return Scoped(str(parts[0])[:-1], tuple(values), _start(parts[0]))

    def _value(self, token: Token, compare: Token | None) -> Words | Range:
        if compare is None and token.type == "PHRASE":
            return _words(token)
        compares = number_from(str(token)) is not None or days_asked_for(str(token)) is not None
        if str(compare) in _EQUALS and (token.type == "PHRASE" or not compares):
            return replace(_words(token), whole=True)
        found = range_from(str(token), str(compare or ""), _start(token))
        if found is None and compare is not None:
            raise QuerySyntaxError(self._query, _start(token), "比较符号后面应是数字或日期")
        return found or _words(token)


def _start(token: Token) -> int:
    return token.start_pos or 0


def _words(token: Token) -> Words:
    text = str(token)
    forgiving = text[-1:] in {"~", "～"}
    text = text.rstrip("~～") if forgiving else text
    if token.type == "PHRASE":
        return Words(text[1:-1], _start(token), exact=True, forgiving=forgiving)
    begins = text[-1:] in {"*", "＊"}
    return Words(text.rstrip("*＊"), _start(token), forgiving=forgiving, begins=begins)
