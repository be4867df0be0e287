"""Addresses of this room."""

from django.urls import path

from yuzhi.rooms.lookup.views import acts, home, party, record, results

app_name = "lookup"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("search/", results.search, name="search"),
    path("search.csv", results.search_csv, name="search_csv"),
    path("record/<path:key>", record.record, name="record"),
    path("st96/<path:key>.xml", record.st96, name="st96"),
    path("party/<path:key>", party.party, name="party"),
    path("county/<path:key>/correct/", acts.correct, name="correct_county"),
    path("county-correction/<int:number>/reverse/", acts.reverse, name="reverse_correction"),
]
