"""Text as Chinese offices write it: folded for comparison, cut into words and characters, sorted by pinyin."""

from yuzhi.engines.text.folding import fold
from yuzhi.engines.text.pinyin import sort_key
from yuzhi.engines.text.tokens import characters, words

__all__ = ["characters", "fold", "sort_key", "words"]
