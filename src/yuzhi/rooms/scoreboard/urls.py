"""Addresses of this room."""

from django.urls import path

from yuzhi.rooms.scoreboard import views

app_name = "scoreboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("targets.csv", views.home_csv, name="home_csv"),
    path("indicator/<slug:name>/", views.indicator, name="indicator"),
    path("indicator/<slug:name>/counties.csv", views.counties_csv, name="counties_csv"),
    path("indicator/<slug:name>/trend.csv", views.trend_csv, name="trend_csv"),
    path("indicator/<slug:name>/records/", views.explain, name="explain"),
    path("indicator/<slug:name>/records.csv", views.explain_csv, name="explain_csv"),
    path("<slug:id>/", views.target, name="target"),
]
