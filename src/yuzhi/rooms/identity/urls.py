"""Addresses of this room."""

from django.urls import path

from yuzhi.rooms.identity import views

app_name = "identity"
urlpatterns = [
    path("", views.home, name="home"),
    path("decided/", views.decided, name="decided"),
    path("decide/", views.decide, name="decide"),
    path("take-back/<int:number>/", views.take_back, name="take_back"),
]
