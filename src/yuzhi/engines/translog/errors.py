"""What can be wrong with a log, a proof or a signature; each in one sentence."""

from yuzhi.kernel.errors import BadFile, Damaged, Refused


class BadProof(BadFile):
    """A proof, a note or a time-stamp that does not prove what it says; says which part fails."""


class Forked(Refused):
    """Two histories of one log that contradict each other; nothing was signed."""


class LogDamaged(Damaged):
    """A file of the log that is missing or is not what the signed checkpoint says."""
