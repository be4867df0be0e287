"""The names of the register and of the officers' merges, for whoever asks which names are one body's."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from django.db.models import Max

from yuzhi.engines.matching import Mention
from yuzhi.engines.matching.directory import Directory
from yuzhi.records.parties.models import Identity, Party

_Stamp = tuple[int | None, int | None, datetime | None]


class Roster:
    """The register's names as a directory, made anew in each process when an edition or a decision is new.

    The first question after that waits for it: about a second for ten thousand names.
    """

    def __init__(self, edition: Callable[[], int | None]) -> None:
        self._edition, self._lock = edition, Lock()
        self._kept: tuple[_Stamp, Directory] | None = None

    def names(self, text: str) -> tuple[str, ...]:
        """The other names of the bodies of the register that bear this one; none for people and for parts of a name."""
        return self._directory().names(text)

    def _directory(self) -> Directory:
        newest = Identity.objects.aggregate(made=Max("pk"), back=Max("reversed_at"))
        stamp = self._edition(), newest["made"], newest["back"]
        with self._lock:
            if self._kept is None or self._kept[0] != stamp:
                self._kept = stamp, _read()
            return self._kept[1]


def _read() -> Directory:
    rows = Party.objects.filter(person=False).order_by("key").values_list("key", "name", "code", "address", "right_count")
    mentions = [Mention(key, name, code, address, (), max(records, 1)) for key, name, code, address, records in rows.iterator()]
    decided = list(Identity.objects.filter(reversed_at=None).values_list("left", "right", "verdict"))
    same, different = Identity.Verdict.SAME, Identity.Verdict.DIFFERENT
    return Directory(
        mentions, joined=[(left, right) for left, right, verdict in decided if verdict == same],
        apart=[(left, right) for left, right, verdict in decided if verdict == different],
    )
