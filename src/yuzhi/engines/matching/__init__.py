"""Who is who: names of bodies taken apart, compared by named features, and put into groups; leads, never verdicts."""

from yuzhi.engines.matching.declared import Weights, weights
from yuzhi.engines.matching.grouping import Grouping, Pair, group
from yuzhi.engines.matching.parties import Mention, compare, read
from yuzhi.engines.matching.scores import Score

__all__ = ["Grouping", "Mention", "Pair", "Score", "Weights", "compare", "group", "read", "weights"]
