"""Patents, trade marks and geographical indications as documents of WIPO ST.96 V6.0, valid by WIPO's own schemas.

Nothing is made up for the sake of the schema: what the standard demands and no source says stays an empty element; what
the standard has no place for is left out; both are told in one sentence each, beside the document and inside it.
"""

from yuzhi.engines.formats.st96_writing.document import Written
from yuzhi.engines.formats.st96_writing.indications import indication
from yuzhi.engines.formats.st96_writing.marks import mark
from yuzhi.engines.formats.st96_writing.patents import patent

__all__ = ["Written", "indication", "mark", "patent"]
