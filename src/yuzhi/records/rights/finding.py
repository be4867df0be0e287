"""From any spelling of a number to the keys that the lake knows."""

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.lake import Snapshot
from yuzhi.kernel.errors import NotFound
from yuzhi.kernel.numbers import candidates, complaint

_PREFIXES = {
    "cn/w/": "works", "cn/v/": "varieties", "cn/pledge/": "pledges", "cn/deal/": "licences", "cn/agency/": "agencies",
    "cn/talent/": "talents", "cn/pop/": "populations", "cn/centre/": "centres", "cn/outlet/": "outlets",
    "cn/award/": "awards", "uscc/": "companies",
}

_OF_ALL_OFFICES = {"p": "patents", "pub": "patents", "t": "trademarks", "gi": "indications", "giu": "indication_users"}
"""What offices elsewhere have too, by the second part of the key."""

_BEGINS = "exists (select 1 from (select unnest(${name}::varchar[]) as asked) where starts_with({column}, asked))"


def table_of(key: str) -> str:
    """The table that keys of this form belong to, "" for none.

    >>> table_of("cn/t/12345678/25"), table_of("us/pub/20170190327A1"), table_of("fr/gi/IG18-002"), table_of("?")
    ('trademarks', 'patents', 'indications', '')
    """
    parts = key.split("/", 2)
    if len(parts) == 3 and len(parts[0]) == 2 and parts[1] in _OF_ALL_OFFICES:
        return _OF_ALL_OFFICES[parts[1]]
    return next((table for prefix, table in _PREFIXES.items() if key.startswith(prefix)), "")


def resolve(snapshot: Snapshot, text: str) -> list[tuple[str, str]]:
    """(table, key) of everything that the text may name, likeliest first; empty where nothing is known under it."""
    exact, begun, publications, pub_begun = [], [], [], []
    for candidate in candidates(text):
        (exact if candidate.exact else begun).append(candidate.key)
        if candidate.publication:
            (publications if candidate.exact else pub_begun).append(candidate.publication)
    if not exact and not begun:
        exact = [text.strip()]
    tables = dict.fromkeys(filter(None, (table_of(key) for key in (*exact, *begun))))
    if publications or pub_begun:
        tables["patents"] = None
    found: dict[tuple[str, str], None] = {}
    for table in tables:
        for key in _keys(snapshot, table, exact, begun, publications, pub_begun):
            found[table, key] = None
    if not found:
        found = dict.fromkeys(_by_last_part(snapshot, text.strip()))
    return sorted(found, key=lambda pair: (pair[1] not in exact, "/pub/" in pair[1], pair[1]))


def resolve_one(snapshot: Snapshot, text: str) -> tuple[str, str]:
    """The likeliest (table, key) of what the text names.

    Raises: NotFound, saying how the text was understood, and what is wrong with it where it is misspelt.
    """
    if found := resolve(snapshot, text):
        return found[0]
    if wrong := complaint(text):
        raise NotFound(wrong)
    read = "、".join(candidate.key for candidate in candidates(text)) or "不是已知的号码形式"
    raise NotFound(f"没有找到“{text}”（理解为：{read}）。请核对号码；若确有此权利，可能尚未收录。")


def _by_last_part(snapshot: Snapshot, text: str) -> list[tuple[str, str]]:
    """What is kept under the very number, whatever its form: registers of pledges and indications write their own.

    Marks and indications of other offices are called by a number that may not be the one of their key.
    """
    found = []
    with snapshot.connection() as connection:
        for table in ("pledges", "indications", "licences", "agencies") if text else ():
            sql = f"select distinct key from {snapshot.versions(table)} where ends_with(key, $last) limit 50"
            found += [(table, row[0]) for row in connection.execute(sql, {"last": f"/{text}"}).fetchall()]
        for table in ("trademarks", "indications") if text else ():
            sql = f"select distinct key from {snapshot.versions(table)} where number = $number limit 50"
            found += [(table, row[0]) for row in connection.execute(sql, {"number": text}).fetchall()]
    return found


def _keys(
    snapshot: Snapshot, table: str, exact: list[str], begun: list[str], publications: list[str], pub_begun: list[str]
) -> list[str]:
    tests = ["key in (select unnest($exact::varchar[]))", _BEGINS.format(column="key", name="begun")]
    parameters = {"exact": exact, "begun": begun}
    if "publication" in TABLES[table].names:
        tests += [
            "publication in (select unnest($publications::varchar[]))",
            _BEGINS.format(column="publication", name="pub_begun"),
        ]
        parameters |= {"publications": publications, "pub_begun": pub_begun}
    with snapshot.connection() as connection:
        sql = f"select distinct key from {snapshot.versions(table)} where {' or '.join(tests)} limit 50"
        return [row[0] for row in connection.execute(sql, parameters).fetchall()]
