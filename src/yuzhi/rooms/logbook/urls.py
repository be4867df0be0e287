"""Addresses of this room; checkpoint, tiles and bundles stand where c2sp.org/tlog-tiles puts them."""

from django.urls import path, re_path

from yuzhi.rooms.logbook import views

app_name = "logbook"
urlpatterns = [
    path("", views.home, name="home"),
    path("leaf/<str:name>/", views.leaf, name="leaf"),
    path("leaf/<str:name>/proof", views.proof, name="proof"),
    path("published", views.published, name="published"),
    path("policy", views.policy, name="policy"),
    re_path(r"^(?P<path>checkpoint|witnessed|keys)$", views.newest, name="newest"),
    re_path(r"^(?P<path>tile/[0-9]{1,2}/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[0-9]{1,3})?)$", views.tile, name="tile"),
    re_path(r"^(?P<path>stamps/[0-9]{1,19}/(?:checkpoint|[0-9]{1,4}\.tsr))$", views.tile, name="stamp"),
    re_path(r"^(?P<path>tile/entries/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[0-9]{1,3})?)$", views.bundle, name="bundle"),
]
