"""Sample cities: office files of a made-up city, written from a seed and a scale, with the truth beside them."""

from yuzhi.engines.sampling.plan import CityPlan
from yuzhi.engines.sampling.writing import Summary, write_city

__all__ = ["CityPlan", "Summary", "write_city"]
