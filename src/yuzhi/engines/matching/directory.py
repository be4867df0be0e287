"""Every name that one body bears among those known: what a question for one of them is to find."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from yuzhi.engines.matching.chinese import ChineseName
from yuzhi.engines.matching.declared import weights
from yuzhi.engines.matching.grouping import group
from yuzhi.engines.matching.parties import Mention, Name, compare_names, other_names, read

SHORTEST = 4
"""Units: characters. A shorter name stands for too many bodies to be widened."""


class Directory:
    """Known names, and which of them are one body's: by credit code, by an officer's decision, or as spellings of one name.

    People are left out: two of one name are two.
    """

    def __init__(self, mentions: Sequence[Mention], joined: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()) -> None:
        """`joined` and `apart` are pairs of keys that officers decided to be one, and to be two."""
        self._said, self._mentions = weights(), {one.key: one for one in mentions}
        self._bodies = _bodies(mentions, joined)
        self._apart: dict[str, set[str]] = defaultdict(set)
        for left, right in apart:
            self._apart[left].add(right)
            self._apart[right].add(left)
        self._bearing: dict[str, list[str]] = defaultdict(list)
        for one in mentions:
            for name in (one.name, *other_names(one)):
                self._bearing[read(name).key].append(one.key)
        self.names = lru_cache(maxsize=4_096)(self._names)

    def _names(self, text: str) -> tuple[str, ...]:
        """The other names of the bodies that bear this one, those with most rights first; none for a person and for a part of a name.

        >>> one = Mention("1", "榆林市惠泽化工有限公司", "91610800MA70CJ5X1T")
        >>> two = Mention("2", "陕西惠泽新材料有限公司", "91610800MA70CJ5X1T")
        >>> Directory([one, two]).names("榆林惠泽化工有限责任公司")
        ('榆林市惠泽化工有限公司', '陕西惠泽新材料有限公司')
        """
        asked = read(text)
        if len(text) < SHORTEST or (isinstance(asked, ChineseName) and asked.person):
            return ()
        bearing = [key for key in self._bearing.get(asked.key, ()) if self._bears(key, text, asked)]
        # Whoever bears exactly this name is meant; another that may be the same was perhaps kept apart from it.
        keys = [key for key in bearing if self._mentions[key].name == text] or bearing
        hidden = set[str]().union(*(self._apart.get(key, ()) for key in keys))
        found = {other: None for key in keys for other in self._bodies[key] if other not in hidden or other in keys}
        listed = sorted((self._mentions[key] for key in found), key=lambda one: -one.records)
        return tuple(dict.fromkeys(one.name for one in listed if one.name != text))

    def _bears(self, key: str, text: str, asked: Name) -> bool:
        one = self._mentions[key]
        return any(
            name == text or compare_names(asked, read(name), self._said).band == "same" for name in (one.name, *other_names(one))
        )


def _bodies(mentions: Sequence[Mention], joined: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Key → the keys of its body."""
    bodies = {key: listed for listed in group(mentions, review=False).groups for key in listed}
    for left, right in joined:
        if left in bodies and right in bodies and bodies[left] is not bodies[right]:
            whole = (*bodies[left], *bodies[right])
            bodies |= dict.fromkeys(whole, whole)
    return bodies
