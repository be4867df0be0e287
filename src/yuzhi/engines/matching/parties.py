"""What is compared: a party as some source names it, and how alike two of them are."""

from dataclasses import dataclass

from yuzhi.engines.matching.chinese import ChineseName, is_chinese, read_chinese
from yuzhi.engines.matching.declared import Weights
from yuzhi.engines.matching.latin import LatinName, compare_latin, read_latin
from yuzhi.engines.matching.scores import Score, compare_chinese, settled
from yuzhi.kernel.chinese import fold

Name = ChineseName | LatinName


@dataclass(frozen=True, slots=True)
class Mention:
    """A party as one source names it.

    `code` is a credit code where it is known, `known` other names of it that are facts (former, foreign, short),
    `records` the number of rights that bear the name.
    """

    key: str
    name: str
    code: str = ""
    address: str = ""
    known: tuple[str, ...] = ()
    records: int = 1


def read(name: str) -> Name:
    """The name taken apart, as a Chinese one where it holds Chinese characters."""
    return read_chinese(name) if is_chinese(name) else read_latin(name)


def compare_names(left: Name, right: Name, said: Weights, lifted: frozenset[str] = frozenset()) -> Score:
    """The score of two names; a Chinese and a Latin one have nothing to compare, only facts join them."""
    if isinstance(left, ChineseName) and isinstance(right, ChineseName):
        return compare_chinese(left, right, said, lifted)
    if isinstance(left, LatinName) and isinstance(right, LatinName):
        return compare_latin(left, right, said, lifted)
    return settled({"name": 0.0}, ("names_differ",), said)


def compare(left: Mention, right: Mention, said: Weights) -> Score:
    """The score of two parties: their credit codes decide, then facts, then their names.

    >>> from yuzhi.engines.matching.declared import weights
    >>> one = Mention("1", "榆林惠泽化工有限公司", "91610800MA70CJ5X1T")
    >>> compare(one, Mention("2", "榆林惠泽化工有限公司", "91610800MA70CJ5Y0N"), weights()).objections
    ('codes_differ',)
    """
    lifted = frozenset(said.supports["same_address"].lifts) if _same_address(left, right) else frozenset()
    names = compare_names(read(left.name), read(right.name), said, lifted)
    supports = ("same_address",) if lifted else ()
    if left.code and right.code:
        if left.code == right.code:
            return settled(names.features, names.objections, said, supports=("codes_equal",), relation=names.relation)
        return settled(names.features, ("codes_differ",), said, relation=names.relation)
    if names.band != "same" and _known(left, right, said):
        supports = (*supports, "known_name")
    return settled(names.features, names.objections, said, supports=supports, relation=names.relation)


def other_names(one: Mention) -> tuple[str, ...]:
    """The names of a party that are known besides the one it bears: given facts, and names that stood in its brackets."""
    read_name = read(one.name)
    return (*one.known, *(read_name.aliases if isinstance(read_name, ChineseName) else ()))


def _known(left: Mention, right: Mention, said: Weights) -> bool:
    for one, other in ((left, right), (right, left)):
        names = [read(name) for name in (other.name, *other_names(other))]
        if any(compare_names(read(fact), name, said).band == "same" for fact in other_names(one) for name in names):
            return True
    return False


def _same_address(left: Mention, right: Mention) -> bool:
    return bool(left.address) and fold(left.address) == fold(right.address)
