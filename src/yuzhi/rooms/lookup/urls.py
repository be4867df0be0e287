"""Addresses of this room."""

from django.urls import path

from yuzhi.rooms.lookup.views import (
    acts,
    compare,
    composing,
    fees,
    home,
    party,
    quality,
    reading,
    record,
    results,
    saved,
    similar,
    taking,
)

app_name = "lookup"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("search/", results.search, name="search"),
    path("search/form/", composing.form, name="compose"),
    *(path(f"search.{form}", taking.search_file, {"form": form}, name=f"search_{form}") for form in ("xlsx", "csv", "ris")),
    path("search/quality/", quality.quality, name="quality"),
    path("searches/", saved.listed, name="saved"),
    path("searches/new/", saved.save, name="save_search"),
    path("searches/mine.json", saved.mine, name="saved_mine"),
    path("searches/clear/", saved.clear, name="saved_clear"),
    path("searches/<int:number>/", saved.one, name="saved_one"),
    path("similar/", similar.like_text, name="similar_text"),
    path("similar/<path:key>", similar.like, name="similar"),
    path("fees/", fees.fees, name="fees"),
    path("compare/", compare.compare, name="compare"),
    path("read/<path:key>", reading.read, name="read"),
    path("record/<path:key>", record.record, name="record"),
    path("st96/<path:key>.xml", record.st96, name="st96"),
    path("party/<path:key>", party.party, name="party"),
    path("county/<path:key>/correct/", acts.correct, name="correct_county"),
    path("county-correction/<int:number>/reverse/", acts.reverse, name="reverse_correction"),
]
