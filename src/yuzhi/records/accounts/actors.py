"""Who acts besides users: the person at the server's own command line."""

from dataclasses import dataclass
from typing import Protocol

from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing


class Actor(Protocol):
    """Anyone whom a leaf can name."""

    @property
    def actor_key(self) -> str:
        """The key that leaves and logs use."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever sits at the server and runs `yuzhi`: needs no account, because the machine is already theirs."""

    name: str

    @property
    def actor_key(self) -> str:
        """`operator/<name>`: the account of the operating system, or the command."""
        return f"operator/{self.name}"


def require_manager(by: User | Operator, kind: str) -> None:
    """The actor may manage accounts (`account`) or grant roles (`grant`); an operator always may.

    Raises: NotPermitted with the sentence that says who can grant it.
    """
    if not isinstance(by, Operator):
        require(by, "manage_accounts", Thing(kind))
