"""Which documents are most like a text: by words, characters, topics, translation and meaning, across languages."""

from yuzhi.engines.similarity.ages import filed_about
from yuzhi.engines.similarity.collection import Collection, collection
from yuzhi.engines.similarity.items import Embed, Item, Parts, Ranked
from yuzhi.engines.similarity.keeping import Store
from yuzhi.engines.similarity.ranking import METHODS, Method, answers
from yuzhi.engines.similarity.reasons import Reason, reason, same_texts

__all__ = [
    "METHODS", "Collection", "Embed", "Item", "Method", "Parts", "Ranked", "Reason", "Store", "answers", "collection", "filed_about", "reason", "same_texts",
]
