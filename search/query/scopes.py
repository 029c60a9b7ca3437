"""What ``name:value`` asks of one entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from search.finder import FACETS
from search.frame import EXACT_SCOPES, exactly
from search.problems import QuerySyntaxError
from search.query.conditions import Condition, Number, Value, all_of, any_of
from search.query.names import Vocabulary, chinese_names_of, scope_of, value_of
from search.query.ranges import number_from, range_from
from search.query.tree import Range, Scoped, Span, Words
from search.query.wording import find, literally
from search.words.days import day_name
from search.words.normal import plain
from search.words.tokens import grams

_CLOSED = {"severity": ("high", "medium", "low"), "kind": ("field", "row", "passage", "finding")}


class Scopes:
    """Knows a query's text, for errors that point, and asks the index for its vocabulary only where a name needs it."""

    def __init__(self, query: str, vocabulary: Callable[[], Vocabulary], *, dictionary: bool = False) -> None:
        self._query = query
        self._dictionary = dictionary
        self._vocabulary = vocabulary

    def words(self, words: Words) -> Condition:
        """What words ask of an entry's own text."""
        return find(words, self._query, dictionary=self._dictionary)

    def scope(self, leaf: Scoped) -> str | None:
        """The scope that the name stands for; None where it is the name of a field of the forms."""
        return scope_of(leaf.name)

    def keys(self, leaf: Scoped) -> tuple[str, ...]:
        """The fields that the name stands for.

        Raises:
            QuerySyntaxError: there is no field of such a name.
        """
        vocabulary = self._vocabulary()
        found = vocabulary.keys_for(leaf.name)
        if found:
            return found
        close = vocabulary.close_to(leaf.name)
        raise QuerySyntaxError(
            self._query, leaf.at, f"没有“{leaf.name}”这个字段" + (f"，是否指“{close}”" if close else "")
        )

    def condition(self, leaf: Scoped) -> Condition:
        """What the leaf asks of one entry."""
        scope = self.scope(leaf)
        if scope is None:
            keys = self.keys(leaf)
            return any_of(*(self._field(keys, value) for value in leaf.values))
        return any_of(*(self._scoped(scope, value) for value in leaf.values))

    def _scoped(self, scope: str, value: Words | Range) -> Condition:
        if scope == "page":
            return self._page(value)
        if isinstance(value, Range):
            raise QuerySyntaxError(self._query, value.at, "这个字段不是数字，不能比较大小")
        known = value_of(scope, value.text)
        if known is not None:
            return Value(scope, (known,))
        if scope in _CLOSED:
            options = "、".join(chinese_names_of(scope, each)[0] for each in _CLOSED[scope])
            raise QuerySyntaxError(self._query, value.at, f"没有“{value.text}”这个值，可用：{options}")
        return self._open(scope, value)

    def _open(self, scope: str, value: Words) -> Condition:
        """A facet that may hold anything: exactly the value, or a text of that scope that contains it."""
        if value.whole and scope in EXACT_SCOPES:
            also = ("enterprise",) if scope == "applicant" else ()
            return Value("exact", tuple(exactly(each, value.text) for each in (scope, *also)))
        ways: list[Condition] = [Value(scope, (value.text, value.text.lower()))] if scope in FACETS else []
        text = plain(value.text)
        if grams(text):
            ways.append(literally(f"p.{scope}", text, open_end=value.begins))
        if scope == "applicant" and grams(text):
            ways.append(literally("p.enterprise", text, open_end=value.begins))
        if scope == "slug" and grams(text):
            ways.append(all_of(Value("kind", ("finding",)), self.words(value)))
        if scope == "key":
            ways.append(Value("key", self._vocabulary().keys_for(value.text)))
        return any_of(*ways)

    def _page(self, value: Words | Range) -> Condition:
        number = None if isinstance(value, Range) else number_from(value.text)
        span = value.numbers if isinstance(value, Range) else Span(number, number)
        if span is None or span == Span(None, None):
            raise QuerySyntaxError(self._query, value.at, "页码应是数字")
        return _within("page", span)

    def _field(self, keys: tuple[str, ...], value: Words | Range) -> Condition:
        if isinstance(value, Range):
            return any_of(*_comparing(keys, value))
        if value.whole:
            return Value("exact", tuple(exactly(key, value.text) for key in keys))
        same = None if value.exact else range_from(value.text, "=", value.at)
        return any_of(*(_comparing(keys, same) if same else ()), all_of(_place(keys), self.words(value)))


def _comparing(keys: tuple[str, ...], given: Range) -> Iterator[Condition]:
    """Fields of numbers by the numbers, fields of dates by the days: which of both a field is, its entries say."""
    for key in keys:
        if given.numbers:
            yield _within(key, given.numbers)
        if given.days:
            yield _within(day_name(key), given.days)


def _within(name: str, span: Span) -> Number:
    return Number(name, span.low, span.high, span.with_low, span.with_high)


def _place(keys: tuple[str, ...]) -> Condition:
    """The entries of the fields; a column of a list (``devices/name``) stands in the rows of that list."""
    fields = tuple(key for key in keys if "/" not in key)
    kinds = tuple(key.partition("/")[0] for key in keys if "/" in key)
    return any_of(*([Value("key", fields)] if fields else []), *([Value("list", kinds)] if kinds else []))
