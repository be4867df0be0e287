"""Tests of the sample cities."""
