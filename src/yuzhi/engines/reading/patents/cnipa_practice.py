"""The practice of China's patent office."""

from yuzhi.engines.reading.patents.events import announced
from yuzhi.engines.reading.patents.numbers import application_number
from yuzhi.engines.reading.patents.practice import Practice

CHINESE = Practice(
    application=lambda text, _office, _letter: application_number(text),
    announced=lambda publication, on: announced(publication.kind, on),
    places=True,
)
