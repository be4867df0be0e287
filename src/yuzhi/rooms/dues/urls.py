"""Addresses of this room."""

from django.urls import path

from yuzhi.rooms.dues.views import desk, feeds, limits, listing, reaching

app_name = "dues"
urlpatterns = [
    path("", listing.home, name="home"),
    path("list.xlsx", feeds.sheet, name="sheet"),
    path("feed/<str:token>.ics", feeds.feed, name="feed"),
    path("notices/", reaching.notices, name="notices"),
    path("notices/<int:number>/", reaching.notice, name="notice"),
    path("contacts/<path:key>/", reaching.contacts, name="contacts"),
    path("contact/<int:number>/remove/", reaching.remove, name="remove_contact"),
    path("limits/", limits.limits, name="limits"),
    path("desk/", desk.desk, name="desk"),
    path("desk/letters/", desk.letters, name="letters"),
    path("answers/<int:number>/voucher/", listing.voucher, name="voucher"),
    path("answers/<int:number>/withdraw/", listing.withdraw, name="withdraw"),
    path("item/<path:key>/<str:matter>/<int:ordinal>/answer/", listing.answer, name="answer"),
    path("item/<path:key>/<str:matter>/<int:ordinal>/", listing.item, name="item"),
]
