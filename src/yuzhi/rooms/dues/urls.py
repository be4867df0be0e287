"""Addresses of this room."""

app_name = "dues"
urlpatterns: list[object] = []
