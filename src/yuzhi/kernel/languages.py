"""Languages of patent texts by their two letters (ISO 639-1), with Chinese and English names."""

from collections.abc import Mapping
from typing import NamedTuple


class Language(NamedTuple):
    """The names of one language."""

    zh: str
    en: str


LANGUAGES: Mapping[str, Language] = {
    "zh": Language("中文", "Chinese"), "en": Language("英文", "English"), "ja": Language("日文", "Japanese"),
    "ko": Language("韩文", "Korean"), "de": Language("德文", "German"), "fr": Language("法文", "French"),
    "ru": Language("俄文", "Russian"), "es": Language("西班牙文", "Spanish"),
}
"""Those that sources write; one that is missing here is shown by its letters."""
