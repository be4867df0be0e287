"""A clause of the law as answers tell it, for the API and the command line alike."""

from pydantic import Field

from yuzhi.engines.lawbook.book import LawBook
from yuzhi.kernel.cite import Cite
from yuzhi.records.datasets.shapes import Shape


class CiteShape(Shape):
    """一处法律依据。"""

    instrument: str = Field(description="文件的键。")
    label: str = Field(description="文件名称。")
    article: str = Field(description="条号。")
    confidence: str = Field(description="verified 为核对过原文，memory 为凭记忆录入。")


def cite_shape(cite: Cite, law: LawBook) -> CiteShape:
    """The cite with the name of its instrument; its key where the book does not have it."""
    paper = law.instruments.get(cite.instrument)
    return CiteShape(
        instrument=cite.instrument, label=paper.zh if paper else cite.instrument, article=cite.article,
        confidence=cite.confidence,
    )
