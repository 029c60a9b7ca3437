"""Reads the expressions and conditions of programmes. A real grammar: nothing of a programme is ever run as code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from lark import Lark, Transformer, UnexpectedInput, v_args

from pipeline.checks import condition as c
from pipeline.checks import expression as e
from pipeline.problems import FormDefinitionError

_GRAMMAR = r"""
side: expression ["if" condition]
comparison: expression OP expression ["if" condition]
?expression: term
     | expression "+" term -> sum
?term: atom
     | term "*" atom -> product
     | term "/" atom -> quotient
?atom: NUMBER -> number
     | "count" "(" KEY ")" -> count
     | KEY -> key
     | "(" expression ")"
?condition: test
     | condition "and" test -> both
?test: KEY "=" word -> one
    | KEY "in" word ("|" word)* -> one
    | KEY "has" word -> has
    | KEY STATE -> state
word: WORD | QUOTED
OP: ">=" | "<="
STATE.2: "blank" | "empty" | "filled"
KEY.1: /[a-z_]+(\[\d\])?(\.[a-z_0-9]+(\[\d\])?)+/
NUMBER: /\d+(\.\d+)?/
QUOTED: /"[^"]*"/
WORD: /[^\s|"=()+*]+/
%ignore /\s+/
"""

Side = tuple[e.Expression, c.Condition | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left`` must be at least (``>=``) or at most (``<=``) ``right``, where ``when`` holds."""

    left: e.Expression
    op: str
    right: e.Expression
    when: c.Condition | None = None


@v_args(inline=True)
class _Build(Transformer[Any, Any]):
    """From the parse tree to our own trees."""

    def side(self, expression: e.Expression, when: c.Condition | None = None) -> Side:
        return expression, when

    def comparison(
        self, left: e.Expression, op: str, right: e.Expression, when: c.Condition | None = None
    ) -> Comparison:
        return Comparison(left, str(op), right, when)

    def sum(self, before: e.Expression, term: e.Expression) -> e.Expression:
        return e.Sum((*before.terms, term) if isinstance(before, e.Sum) else (before, term))

    def product(self, before: e.Expression, factor: e.Expression) -> e.Expression:
        return e.Product((before, factor))

    def quotient(self, above: e.Expression, below: e.Expression) -> e.Expression:
        return e.Quotient(above, below)

    def number(self, token: str) -> e.Expression:
        return e.Number(float(token))

    def count(self, key: str) -> e.Expression:
        return e.Count(str(key))

    def key(self, key: str) -> e.Expression:
        return e.Key(str(key))

    def both(self, before: c.Condition, test: c.Condition) -> c.Condition:
        return c.Both((before, test))

    def one(self, key: str, *words: str) -> c.Condition:
        return c.Is(str(key), words)

    def has(self, key: str, word: str) -> c.Condition:
        return c.Has(str(key), word)

    def state(self, key: str, state: Any) -> c.Condition:
        return c.State(str(key), str(state))  # type: ignore[arg-type]

    def word(self, token: str) -> str:
        return str(token).strip('"')


@cache
def _parser(start: str) -> Lark:
    return Lark(_GRAMMAR, start=start, parser="lalr", maybe_placeholders=False)


def _read(text: str, start: str) -> Any:
    try:
        return _Build().transform(_parser(start).parse(text))
    except UnexpectedInput as error:
        raise FormDefinitionError(f"无法理解「{text}」：第 {error.column} 个字符处") from error


@cache
def side_of(text: str) -> Side:
    """An expression and the condition on which it counts: ``4 if platform.type=技术型``.

    Raises:
        FormDefinitionError: the text is no expression.
    """
    found: Side = _read(text, "side")
    return found


@cache
def condition_of(text: str) -> c.Condition:
    """A condition: ``platform.industries has 其他``.

    Raises:
        FormDefinitionError: the text is no condition.
    """
    found: c.Condition = _read(text, "condition")
    return found


@cache
def comparison_of(text: str) -> Comparison:
    """A comparison: ``devices.total >= 5000``.

    Raises:
        FormDefinitionError: the text is no comparison.
    """
    found: Comparison = _read(text, "comparison")
    return found
