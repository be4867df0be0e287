"""Addresses of this room."""

from django.urls import path

from yuzhi.rooms.datahub.views import deliveries, hub, loads, mapping, quarantine, templates

app_name = "datahub"
urlpatterns = [
    path("", hub.home, name="home"),
    path("running/", hub.running, name="running"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries.ics", deliveries.calendar, name="deliveries_calendar"),
    path("completeness/", hub.completeness, name="completeness"),
    path("sources/<str:name>/", hub.source, name="source"),
    path("sources/<str:name>/retire/", mapping.retire, name="retire_source"),
    path("sources/<str:name>/mapping.yml", mapping.download, name="mapping_file"),
    path("map/", mapping.begin, name="map"),
    path("map/<str:token>/", mapping.sheet, name="map_sheet"),
    path("templates/", templates.templates, name="templates"),
    path("templates/<slug:name>.<str:form>", templates.template, name="template"),
    path("upload/", loads.upload, name="upload"),
    path("loads/", loads.loads, name="loads"),
    path("loads/<int:number>/", loads.load, name="load"),
    path("loads/<int:number>/progress/", loads.progress, name="load_progress"),
    path("files/<str:digest>/", loads.file, name="file"),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/<int:number>/", quarantine.row, name="row"),
    path("quarantine/<int:number>/repair/", quarantine.repair, name="repair"),
    path("quarantine/<int:number>/dismiss/", quarantine.dismiss, name="dismiss"),
    path("repairs/<int:number>/withdraw/", quarantine.withdraw, name="withdraw_repair"),
    path("columns/ignore/", quarantine.ignore, name="ignore_column"),
]
