"""Chance that repeats itself: every noun draws from its own stream, so that one does not shift another."""

from bisect import bisect
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Chance:
    """A stream of chance named by a seed and a noun: the same names give the same draws, on any machine.

    >>> Chance(7, "marks").number(1, 100) == Chance(7, "marks").number(1, 100)
    True
    """

    def __init__(self, seed: int, noun: str) -> None:
        self._random = Random(f"{seed}/{noun}")
        self._taken: set[int] = set()

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends possible."""
        return low + int(self._random.random() * (high - low + 1))

    def fresh(self, low: int, high: int) -> int:
        """A number in the range that this stream has not given out as fresh before."""
        while True:
            number = self.number(low, high)
            if number not in self._taken:
                self._taken.add(number)
                return number

    def happens(self, probability: float) -> bool:
        """Whether something of that probability happens now."""
        return self._random.random() < probability

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, each as likely."""
        return things[int(self._random.random() * len(things))]

    def early(self, things: Sequence[T], bend: float = 2.5) -> T:
        """One of the things; the earlier ones are far more likely, as few firms own most rights."""
        return things[int(self._random.random() ** bend * len(things))]

    def some(self, things: Sequence[T], low: int, high: int) -> list[T]:
        """Between `low` and `high` different things, in the order drawn."""
        return self._random.sample(things, min(len(things), self.number(low, high)))

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """All things in a random order."""
        return self._random.sample(things, len(things))

    def day(self, first: date, last: date, bend: float = 1.0) -> date:
        """A day of the span, both ends possible; a bend below 1 makes late days more likely."""
        return first + timedelta(days=int(self._random.random() ** bend * ((last - first).days + 1)))

    def weighted(self, weights: "Weights[T]") -> T:
        """One of the things, by weight."""
        return weights.at(self._random.random())


class Weights(Generic[T]):
    """Things with weights, ready to be drawn from."""

    def __init__(self, pairs: Sequence[tuple[T, float]]) -> None:
        self._things = [thing for thing, _ in pairs]
        self._steps = list(accumulate(weight for _, weight in pairs))

    def at(self, share: float) -> T:
        """The thing at a share (0 ≤ share < 1) of the whole weight."""
        return self._things[min(bisect(self._steps, share * self._steps[-1]), len(self._things) - 1)]
