"""What the index holds: one entry for each thing that has a key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found, with all that a list of hits shows of it.

    `kind` is the lake's table (patents, trademarks …). `names` are applicants, holders, owners; `others` are inventors,
    breeders and agencies: found by words, but not as holders. `numbers` are
    spellings of its numbers: any spelling will do, the index brings them to one form. `codes` are full class
    symbols ("B60L 7/10", Nice "30", Locarno "09-01"). `county` is an area code, "" where none. `state` is the
    word for its present state. `day` is the ISO date that "newest first" goes by, "" where unknown.
    `abstract` and `claims` say which parts of `text` are these; `inventors` which of `others`. `filed`, `published`
    and `granted` are ISO dates, "" where unknown.
    Texts are as received; folding is the index's business.
    """

    key: str
    kind: str
    title: str
    text: str = ""
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    year: int | None = None
    county: str = ""
    state: str = ""
    party_keys: tuple[str, ...] = ()
    made_up: bool = False
    day: str = ""
    language: str = ""
    sources: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    abstract: str = ""
    claims: str = ""
    inventors: tuple[str, ...] = ()
    filed: str = ""
    published: str = ""
    granted: str = ""
