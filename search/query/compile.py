"""From the tree to conditions: what belongs to the entry, what to its submission, and what to show for the latter.

``设备数量:>5000`` alone shows those fields. ``设备数量:>5000 数控车床`` shows the rows that say 数控车床, of
submissions with so many devices: what says something of a submission narrows the answer, and what says something
of an entry is the answer.
"""

from __future__ import annotations

from collections.abc import Callable

from search.frame import exactly
from search.query.conditions import (
    NOTHING,
    All,
    Condition,
    Everything,
    Fixed,
    Having,
    Sequence,
    Value,
    Without,
    all_of,
    any_of,
)  # fmt: skip
from search.query.names import Vocabulary, is_of_submission, witnesses_of
from search.query.scopes import Scopes
from search.query.tree import Anything, Both, Either, Not, Scoped, Tree, Words, leaves
from search.query.wording import CONTEXT
from search.words.normal import plain
from search.words.tokens import grams


def compile_query(
    query: str, tree: Tree, vocabulary: Callable[[], Vocabulary], *, dictionary: bool = False
) -> Condition:
    """The conditions of a query that was parsed into ``tree``; see :func:`search.query.wording.find`.

    Raises:
        QuerySyntaxError: it names what there is not.
    """
    return _Compiler(query, Scopes(query, vocabulary, dictionary=dictionary), tree).conditions()


class _Compiler:
    def __init__(self, query: str, scopes: Scopes, tree: Tree) -> None:
        self._query = query
        self._scopes = scopes
        self._tree = tree
        scoped = [leaf for leaf in leaves(tree) if isinstance(leaf, Scoped)]
        self._only_submissions = len(scoped) == len(list(leaves(tree))) and all(map(self._of_submission, scoped))

    def conditions(self) -> Condition:
        if not self._only_submissions:
            return self._condition(self._tree)
        if isinstance(self._tree, Scoped) and self._scopes.scope(self._tree) is None:
            return self._scopes.condition(self._tree)
        return all_of(self._condition(self._tree), self._witnesses())

    def _of_submission(self, leaf: Scoped) -> bool:
        """Whether the leaf says something of a submission: its city, its type, a field that it filled in."""
        scope = self._scopes.scope(leaf)
        if scope is not None:
            return is_of_submission(scope)
        return all("/" not in key for key in self._scopes.keys(leaf))

    def _witnesses(self) -> Condition:
        """The entries that show what the query says of submissions."""
        keys: list[str] = []
        shown: list[Condition] = []
        for leaf in leaves(self._tree):
            if isinstance(leaf, Scoped):
                scope = self._scopes.scope(leaf)
                keys += witnesses_of(scope) if scope else self._scopes.keys(leaf)
                shown += _rows_of_enterprises(leaf) if scope == "applicant" else []
        return any_of(Value("key", tuple(dict.fromkeys(keys))), *shown)

    def _condition(self, tree: Tree) -> Condition:
        if isinstance(tree, Both):
            return self._both(tree)
        if isinstance(tree, Either):
            return any_of(*map(self._condition, tree.parts))
        if isinstance(tree, Not):
            return Without(self._condition(tree.part))
        if isinstance(tree, Anything):
            return Everything()
        return self._scopes.words(tree) if isinstance(tree, Words) else self._scoped(tree)

    def _scoped(self, leaf: Scoped) -> Condition:
        """A field of the form that the applicant filled in says something of all that he handed in."""
        condition = self._scopes.condition(leaf)
        is_field = self._scopes.scope(leaf) is None and self._of_submission(leaf)
        return Having(condition) if is_field else condition

    def _both(self, tree: Both) -> Condition:
        """All parts. Of words side by side one may say whose it is (合肥 数控车床): the submission may answer."""
        words = [part for part in tree.parts if isinstance(part, Words)]
        if len(words) < 2 or not tree.loosely:
            return All(tuple(map(self._condition, tree.parts)))
        found = {id(part): self._condition(part) for part in words}
        parts = [
            any_of(found[id(part)], _in_context(part)) if isinstance(part, Words) else self._condition(part)
            for part in tree.parts
        ]
        return All((*parts, Fixed(any_of(*found.values()), CONTEXT)))


def _in_context(words: Words) -> Condition:
    tokens = tuple(grams(plain(words.text)))
    return Fixed(Sequence("context", tokens), CONTEXT) if tokens else NOTHING


def _rows_of_enterprises(leaf: Scoped) -> list[Condition]:
    """企业 also means the enterprises that rows of a list name."""
    given = [value for value in leaf.values if isinstance(value, Words) and grams(plain(value.text))]
    whole = [Value("exact", (exactly("enterprise", value.text),)) for value in given if value.whole]
    return [*whole, *(Sequence("p.enterprise", tuple(grams(plain(each.text)))) for each in given if not each.whole)]
