"""Addresses of this room."""

from django.urls import path

from yuzhi.rooms.openlog.views import checking, depositing, listing

app_name = "openlog"
urlpatterns = [
    path("", listing.home, name="home"),
    path("add/", depositing.add, name="add"),
    path("verify/", checking.verify, name="verify"),
    path("knowledge/", listing.knowledge, name="knowledge"),
    path("<str:exhibit>/", listing.one, name="exhibit"),
    path("<str:exhibit>/package", listing.package, name="package"),
    path("<str:exhibit>/publish", depositing.publish, name="publish"),
]
