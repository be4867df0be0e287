"""Addresses of this room."""

from django.urls import path

from yuzhi.rooms.scoreboard import views
from yuzhi.rooms.scoreboard.views import plans

app_name = "scoreboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("targets.csv", views.home_csv, name="home_csv"),
    path("indicator/<slug:name>/", views.indicator, name="indicator"),
    path("indicator/<slug:name>/counties.csv", views.counties_csv, name="counties_csv"),
    path("indicator/<slug:name>/trend.csv", views.trend_csv, name="trend_csv"),
    path("indicator/<slug:name>/records/", views.explain, name="explain"),
    path("indicator/<slug:name>/records.csv", views.explain_csv, name="explain_csv"),
    path("plans/<str:name>/", plans.plan, name="plan"),
    path("plans/<str:name>/freeze/", plans.freeze, name="freeze"),
    path("plans/<str:name>/frozen.csv", plans.plan_csv, name="plan_csv"),
    path("plans/<str:name>/frozen.json", plans.document, name="document"),
    path("plans/<str:name>/verify/", plans.verify, name="verify"),
    path("plans/<str:name>/<slug:indicator>/records/", plans.records, name="frozen_records"),
    path("plans/<str:name>/<slug:indicator>/records.csv", plans.records_csv, name="frozen_records_csv"),
    path("<slug:id>/", views.target, name="target"),
]
