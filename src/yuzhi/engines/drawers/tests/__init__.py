"""Tests of drawers."""
