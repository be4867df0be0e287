"""The fields of the index, and how each is cut."""

import tantivy

VERSION = 4
"""Raised when a field changes: an index of another version is not opened but built anew."""

NONE = "\x1f"
"""What stands in the index for "has no value", so that facets add up."""

SCOPES: dict[str, tuple[str, str]] = {
    "": ("units", "pairs"),
    "title": ("title_units", "title_pairs"),
    "name": ("name_units", "name_pairs"),
    "abstract": ("abstract_units", ""),
    "claims": ("claims_units", ""),
    "inventor": ("inventor_units", "inventor_pairs"),
}
"""Where exact characters are looked for: single units and pairs of them, both with positions.

Long scopes have no pairs of their own, which would cost as much as those of all texts: what is looked for in one of them
is looked for in all texts first, by pairs.
"""

BREAK = "\x1e"
"""Stands between the texts of one record and is not found: no phrase and no nearness reaches over a row of them."""

DAY_FIELDS = {"filed": "filed_day", "published": "published_day", "granted": "granted_day"}
"""Days as numbers: 20200131."""

SINGLE = ("kind", "year_word", "county", "state", "made_up")
SEVERAL = ("group", "party", "name", "source")
KEY_PARTS = ("key_1", "key_2", "key_3")
"""The first 24 bytes of the key as numbers, eight each: ties of score are put in order by them."""


def build() -> tantivy.Schema:
    """The schema.

    `words` holds long and Latin words (stemmed), `units` and `pairs` the characters in order; all three cover every
    text of a record, and the scoped ones cover one of them. `spellings` holds words from which to suggest.
    """
    make = tantivy.SchemaBuilder()
    make.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    make.add_bytes_field("body", stored=True)
    make.add_text_field("words", tokenizer_name="stems", index_option="freq")
    make.add_text_field("spellings", tokenizer_name="blanks", index_option="basic")
    for units, pairs in SCOPES.values():
        for field in filter(None, (units, pairs)):
            make.add_text_field(field, tokenizer_name="line", index_option="position")
    for name in ("number", "code"):
        make.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*SINGLE, *SEVERAL):
        make.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("year", *DAY_FIELDS.values()):
        make.add_integer_field(name, indexed=True, fast=True)
    make.add_text_field("order", tokenizer_name="raw", index_option="basic", fast=True)
    for name in KEY_PARTS:
        make.add_unsigned_field(name, fast=True)
    return make.build()


def stemmer() -> tantivy.TextAnalyzer:
    """Words as `words` holds them: English endings removed, Chinese words left alone."""
    cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return cut.filter(tantivy.Filter.stemmer("english")).build()


def register(index: tantivy.Index) -> None:
    """The index knows how its fields are cut."""
    index.register_tokenizer("stems", stemmer())
    blanks, line = (tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()) for _ in range(2))
    index.register_tokenizer("blanks", blanks.build())
    index.register_tokenizer("line", line.filter(tantivy.Filter.custom_stopword([BREAK])).build())
