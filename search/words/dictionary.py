"""Words by a dictionary, where the office asks for them: cut out of the query only, so no index has to be built anew.

Texts hold every pair of characters, so any word of two or more is found in them as it is. The dictionary is jieba's, by
the package ``rjieba`` (the extra ``words``).
"""

from __future__ import annotations

import os
from importlib.util import find_spec

from pipeline.problems import UsageError

NAME = "jieba"
"""What ``HESHU_SEARCH_WORDS`` says for it; any other name is an analyzer of the search server."""


def is_asked_for() -> bool:
    """Whether the environment asks for words by the dictionary.

    Raises:
        UsageError: it does, and the dictionary is not installed.
    """
    if os.environ.get("HESHU_SEARCH_WORDS") != NAME:
        return False
    if find_spec("rjieba") is None:
        raise UsageError("HESHU_SEARCH_WORDS=jieba 需要词典，请安装 heshu[words]，或不设 HESHU_SEARCH_WORDS")
    return True


def words_of(text: str) -> list[str]:
    """The words of a normalised text that say something; single characters (与, 的) are left out.

    >>> words_of("轴承的寿命预测")
    ['轴承', '寿命', '预测']
    """
    import rjieba

    # Without guessing at words that the dictionary does not have: a guess that is no word would lose hits.
    return [word for word in dict.fromkeys(rjieba.cut(text, False)) if len(word) > 1 and word.isalnum()]
