"""Why nothing was found, in counts and in sentences."""

from collections.abc import Sequence

import tantivy
from tantivy import Occur, Query

from yuzhi.engines.search.answers import Explanation, FilterCost, TermCount
from yuzhi.engines.search.compiling import Compiler, Filter, narrowed, pieces
from yuzhi.engines.search.describing import leaf_said
from yuzhi.engines.search.documents import unpack
from yuzhi.engines.search.language import Node, leaves
from yuzhi.engines.search.ranking import total
from yuzhi.engines.text import fold, words

_MOST_TERMS, _MOST_SUGGESTIONS, _LOOKED_AT = 12, 5, 40


def explain(searcher: tantivy.Searcher, compiler: Compiler, tree: Node | None, chosen: Sequence[Filter]) -> Explanation:
    """Why a question found nothing: each part alone, each filter lifted, and what may have been meant."""
    terms = [
        TermCount(said, total(searcher, query), total(searcher, narrowed(query, chosen)))
        for said, query in _parts(compiler, tree)[:_MOST_TERMS]
    ]
    whole = compiler.whole(tree)
    costs = [
        FilterCost(one.name, one.label, total(searcher, narrowed(whole, [kept for kept in chosen if kept is not one])))
        for one in chosen
    ]
    unfiltered = total(searcher, whole) if len(chosen) > 1 else costs[0].without if costs else 0
    empty = total(searcher, narrowed(whole, chosen)) == 0
    missing = [term.term for term in terms if term.records == 0]
    found = suggest(searcher, compiler.schema, missing)
    told = _told(terms, together=bool(unfiltered) or not empty)
    return Explanation(tuple(terms), tuple(costs), found, (*told, *_sentences(costs, unfiltered, found)), told)


def _parts(compiler: Compiler, tree: Node | None) -> list[tuple[str, Query]]:
    """The pieces of a question with their queries: words for what is looked for everywhere, else whole leaves."""
    parts: dict[str, Query] = {}
    for leaf in leaves(tree):
        own = pieces(leaf) if leaf.field == "" and not leaf.quoted and not leaf.open else ()
        if len(own) > 1:
            parts |= {piece.text: compiler.piece(piece, "") for piece in own}
        else:
            parts[leaf_said(leaf)] = compiler.leaf(leaf)
    return list(parts.items())


def _told(terms: Sequence[TermCount], *, together: bool) -> tuple[str, ...]:
    """What each part finds alone."""
    said = []
    for term in terms:
        if term.records == 0:
            said.append(f"没有记录含有“{term.term}”。")
        elif term.within == 0:
            said.append(f"含有“{term.term}”的有 {term.records} 条，但都不在所选的筛选范围内。")
        else:
            said.append(f"单查“{term.term}”有 {term.within} 条。")
    if len(terms) > 1 and all(term.within for term in terms) and not together:
        said.append("没有一条记录同时符合所有的词：试着去掉一个词，或者用 OR 连接。")
    return tuple(said)


def _sentences(costs: Sequence[FilterCost], unfiltered: int, found: Sequence[str]) -> tuple[str, ...]:
    said = [f"去掉筛选“{cost.filter}：{cost.label}”后有 {cost.without} 条。" for cost in costs]
    if len(costs) > 1 and unfiltered and not any(cost.without for cost in costs):
        said.append(f"去掉全部筛选后有 {unfiltered} 条。")
    if found:
        said.append("是不是要找：" + "、".join(found) + "？")
    return tuple(said)


def suggest(searcher: tantivy.Searcher, schema: tantivy.Schema, missing: Sequence[str]) -> tuple[str, ...]:
    """Words of titles and names one or two letters away from words that nothing contains, nearest first."""
    ranked: dict[str, tuple[int, int, int]] = {}
    for word in missing:
        folded = fold(word).replace(" ", "")
        if not 2 <= len(folded) <= 20:
            continue
        reach = 2 if folded.isascii() and len(folded) >= 6 else 1
        fuzzy = Query.fuzzy_term_query(schema, "spellings", folded, distance=reach)
        near = Query.boolean_query([(Occur.Must, fuzzy)])
        for _, address in searcher.search(near, _LOOKED_AT, count=False).hits:
            entry = unpack(searcher.doc(address)["body"][0])
            for text in (entry.title, *entry.names):
                for candidate in {*words(text), fold(text).replace(" ", "")}:
                    away = distance(folded, candidate, reach)
                    if 0 < away <= reach and len(candidate) > 1:
                        longer = abs(len(folded) - len(candidate))
                        ranked[candidate] = (away, longer, -searcher.doc_freq("spellings", candidate))
    return tuple(sorted(ranked, key=lambda candidate: (*ranked[candidate], candidate))[:_MOST_SUGGESTIONS])


def distance(left: str, right: str, most: int) -> int:
    """How many letters differ, are missing or swapped with a neighbour; `most` + 1 for anything beyond `most`."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


