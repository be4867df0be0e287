"""How good an ordered answer is, by judgements: measures with intervals, and collections in BEIR form."""

from yuzhi.engines.evaluation.beir import Judged, Query, Text, judged
from yuzhi.engines.evaluation.measures import MEASURES, Estimate, Judgements, estimates, measured

__all__ = ["MEASURES", "Estimate", "Judged", "Judgements", "Query", "Text", "estimates", "judged", "measured"]
