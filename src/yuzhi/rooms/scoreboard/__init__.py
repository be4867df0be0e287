"""The room of targets: what the city promised, where it stands, county by county, down to the records."""
