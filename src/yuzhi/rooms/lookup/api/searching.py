"""`GET /api/search` and `yuzhi search`: the page's search, as one shape."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import ConfigDict, Field

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.search import FACETS, Ask
from yuzhi.engines.search.answers import Answer, Hit, Way
from yuzhi.engines.search.days import years
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.standing import STATES
from yuzhi.kernel.unplaced import ELSEWHERE, UNPLACED, WHOLE, counties_of, word_of
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.masks import without_id_numbers
from yuzhi.records.accounts.permissions import Viewer, require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.covering import coverage
from yuzhi.records.datasets.shapes import Coverage, Offset, Shape, Top
from yuzhi.rooms.lookup.queries.listing import FORMS, file_name, listing, written

router = Router()

KINDS = tuple(table.name for table in TABLES.values() if table.right)
_KIND_WORDS = {table.name: table.zh for table in TABLES.values()}
AREA_WORDS = (
    f"县（市、区）的名称或代码；市的名称或“{WHOLE}”为全部，“{UNPLACED}”为只写明本市的，“{ELSEWHERE}”为不在本市或不知在哪里的。"
)
_Text = Annotated[str, Field(max_length=200)]


class Question(Shape):
    """检索的条件；同一条件可以给出多个值，任一符合即可。"""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    q: str = Field("*", max_length=400, description=(
        "检索词；* 为全部。支持词语、“短语”、字段（标题: 摘要: 权利要求: 申请人: 发明人: 分类: 号码: 地区: 状态: 类型: 年:，"
        "或 ti: ab: cl: pa: in: ic: no: area: st: kind: year:）、日期区间（申请日: 公开日: 授权日:，或 ad: pd: gd:，如 2020-01-01..2021-12-31）、"
        "OR、NOT、括号、邻近（NEAR/5、邻近/5，有先后的 ADJ/5）、截词（cataly*、*lyst）和任何写法的号码。"
    ))
    kind: list[Literal[KINDS]] = Field([], max_length=20, description="权利种类。")  # type: ignore[valid-type]
    area: list[_Text] = Field([], max_length=20, description=AREA_WORDS)
    year: str = Field("", max_length=20, description="年份或区间，如 2021、2019-2021、2019-。")
    classes: list[_Text] = Field([], alias="class", max_length=20, description="IPC、尼斯等分类号。")
    state: list[Literal[tuple(STATES)]] = Field([], max_length=20, description="法律状态。")  # type: ignore[valid-type]
    party: list[_Text] = Field([], max_length=20, description="权利人的键，如 uscc/91610800MA70XXXXXX。")
    sort: Literal["relevance", "newest"] = Field("relevance", description="排序：相关度，或日期从新到旧。")


class Asked(Question):
    """检索的条件，和要答案的哪一部分。"""

    top: Top = 20
    offset: Offset = 0
    explain: bool = Field(False, description="查到了也给出各部分单独的条数。")
    facet: list[Literal[FACETS]] = Field([], max_length=20, description="同时统计哪些分面。")  # type: ignore[valid-type]


class AskedFile(Question):
    """检索的条件，和文件的格式。"""

    form: Literal["xlsx", "csv", "ris"] = Field("xlsx", description="文件的格式：xlsx、CSV 或 RIS（文献管理软件）。")


class HitShape(Shape):
    """检索到的一项。"""

    key: str = Field(description="权利的键。")
    kind: str = Field(description="权利种类（数据表）。")
    title: str = Field(description="名称，来源原文。")
    names: list[str] = Field(description="权利人。")
    numbers: list[str] = Field(description="号码。")
    classes: list[str] = Field(description="分类号。")
    day: str = Field(description="排序所用的日期，ISO 文本；未载为空。")
    year: int | None = Field(description="年份。")
    county: str = Field(description="县（市、区）代码；市的代码为本市未分县，空为市外或地址不明。")
    county_name: str = Field(description="县（市、区）的名称，或 本市未分县、市外或地址不明。")
    state: str = Field(description="法律状态。")
    made_up: bool = Field(description="是否示例数据。")
    sources: list[str] = Field(description="数据源。")
    why: list[str] = Field(description="命中的字段：title、text、name、number、class。")
    score: float = Field(description="相关度，只用于排序。")


class FacetShape(Shape):
    """分面中的一个值和它的条数。"""

    value: str = Field(description="值；没有值的为空。")
    label: str | None = Field(None, description="值的中文名；值本身就是文字的没有。")
    records: int = Field(description="条数。")


class ProblemShape(Shape):
    """检索式里没有读懂的一处。"""

    at: int = Field(description="第几个字，从 1 起。")
    text: str = Field(description="那里的文字。")
    said: str = Field(description="为什么，怎么处理的。")


class PartShape(Shape):
    """检索式的一部分单独查的条数。"""

    part: str = Field(description="这一部分。")
    records: int = Field(description="全部收录中的条数。")
    within: int = Field(description="所选筛选范围内的条数。")


class WayShape(Shape):
    """换一个查法：改动一处的检索式，和它能查到的条数。"""

    kind: Literal["spelling", "loosen", "broader", "filter", "drop", "any"] = Field(
        description="改动的种类：改错字、放宽写法、放宽分类、去掉筛选、去掉一部分、有一个词就行。",
    )
    said: str = Field(description="改动了什么。")
    query: str = Field(description="改动后的检索式。")
    records: int = Field(description="能查到的条数。")
    lifted: list[str] = Field(description="要去掉的筛选条件。")
    classes: list[str] | None = Field(None, description="筛选的分类改成这些；不改的没有。")


class SearchAnswer(Shape):
    """检索的答案：总数、这一页的结果、问题如何被理解、数据范围。"""

    query: str = Field(description="检索词。")
    understood: str = Field(description="实际执行的检索式；问题合规则时可以原样再用。")
    total: int = Field(description="符合条件的总条数。")
    edition: int | None = Field(description="索引对应的数据版本号。")
    hits: list[HitShape] = Field(description="这一页的结果。")
    notes: list[str] = Field(description="问题如何被理解。")
    coverage: Coverage = Field(description="数据范围。")
    facets: dict[str, list[FacetShape]] | None = Field(None, description="分面统计；要求时才有。")
    problems: list[ProblemShape] = Field(description="没有读懂的地方；notes 里也有。")
    explain: list[str] | None = Field(None, description="说明；一条也没有时，或要求时才有。")
    parts: list[PartShape] | None = Field(None, description="各部分单独查的条数；与说明同时给出。")
    ways: list[WayShape] | None = Field(None, description="换一个查法能查到的；一条也没有时才有。")
    suggestions: list[str] | None = Field(None, description="一条也没有时的建议。")


@router.get("/search", response=SearchAnswer, exclude_unset=True, operation_id="search", summary="检索")
def search(request: HttpRequest, asked: Query[Asked]) -> SearchAnswer:
    """词语、短语、号码和条件检索全部知识产权；与网页和命令 yuzhi search 相同。"""
    return found(asked, request.user, request.tools)


@router.get(
    "/search/file", operation_id="search_file", summary="检索结果的文件",
    openapi_extra={"responses": {200: {"description": "文件。", "content": {kind.partition(";")[0]: {} for kind in FORMS.values()}}}},
)
def search_file(request: HttpRequest, asked: Query[AskedFile]) -> HttpResponse:
    """检索结果的文件，最多五千条，与网页上的“带走”相同：先说明实际执行的检索式、数据范围和条数，再逐条列出。检索内容不保存。"""
    listed = listing(asked_of_index(asked, request.tools), request.user, request.tools)
    base = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(b"".join(written(asked.form, listed, request.tools, base)), content_type=FORMS[asked.form])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(asked.form, request.tools)}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def found(asked: Asked, asker: Viewer | Operator | None, tools: Toolbox) -> SearchAnswer:
    """What the index finds.

    Raises: BadValue for an area or years that are none, NotPermitted where the asker may not search.
    """
    if not isinstance(asker, Operator):
        require(asker, "search", Thing("right"))
    answer = tools.index.find(asked_of_index(asked, tools))
    more = {"facets": _facets(answer, tools)} if asked.facet else {}
    if answer.explain:
        more |= {
            "explain": list(answer.explain.sentences), "suggestions": list(answer.explain.suggestions),
            "ways": [_way(one) for one in answer.explain.ways],
            "parts": [PartShape(part=one.term, records=one.records, within=one.within) for one in answer.explain.terms],
        }
    return SearchAnswer(
        query=asked.q, understood=answer.understood, total=answer.total, edition=answer.edition, hits=[_hit(one, tools) for one in answer.hits],
        notes=list(answer.notes), problems=[ProblemShape(**one._asdict()) for one in answer.problems], coverage=coverage(tools), **more,
    )


def _way(way: Way) -> WayShape:
    classes = {} if way.classes is None else {"classes": list(way.classes)}
    return WayShape(kind=way.kind, said=way.said, query=way.query, records=way.records, lifted=list(way.lifted), **classes)


def asked_of_index(asked: Question, tools: Toolbox) -> Ask:
    """The question as the index takes it, with counties as codes and years as numbers."""
    part = {
        "top": asked.top, "offset": asked.offset, "facets": tuple(asked.facet), "explain": asked.explain,
    } if isinstance(asked, Asked) else {}
    counties = tuple(dict.fromkeys(code for one in asked.area for code in counties_of(one, tools.areas)))
    return Ask(
        query=asked.q, kinds=tuple(asked.kind), counties=counties, years=_years(asked.year),
        classes=tuple(asked.classes), parties=tuple(asked.party), states=tuple(asked.state), sort=asked.sort,
        **part,
    )


def _years(text: str) -> tuple[int | None, int | None]:
    """The bounds as the query language reads them: two years in the wrong order are a range all the same."""
    bounds = years(text) if text.strip() else (None, None)
    if bounds is None:
        raise BadValue(f"“{text}”不是年份。请写 2021、2019-2021 或 2019-。")
    return bounds


def _hit(hit: Hit, tools: Toolbox) -> HitShape:
    return HitShape(
        key=hit.key, kind=hit.kind, title=without_id_numbers(hit.title_text),
        names=[without_id_numbers(name) for name in hit.names], numbers=list(hit.numbers), classes=list(hit.codes),
        day=hit.day, year=hit.year, county=hit.county, county_name=word_of(hit.county, tools.areas), state=hit.state,
        made_up=hit.made_up, sources=list(hit.sources), why=list(hit.why), score=round(hit.score, 4),
    )


def _facets(answer: Answer, tools: Toolbox) -> dict[str, list[FacetShape]]:
    return {
        name: [_counted(name, one.value, one.records, tools) for one in counts]
        for name, counts in answer.facets.items()
    }


def _counted(name: str, value: str, records: int, tools: Toolbox) -> FacetShape:
    word = {"kind": _KIND_WORDS, "state": STATES, "source": _source_words(tools)}.get(name, {}).get(value)
    if name == "county":
        word = word_of(value, tools.areas)
    return FacetShape(value=value, records=records, **({"label": word} if word else {}))


def _source_words(tools: Toolbox) -> dict[str, str]:
    return {source.name: source.zh for source in tools.sources}
