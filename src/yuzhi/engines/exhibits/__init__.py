"""Exhibits: files with digests at receipt and a record of custody, and one package of each that strangers verify offline."""
