"""Passwords are hashed fast here; one test looks at the real hasher."""

import pytest


@pytest.fixture(autouse=True)
def fast_hashing(settings):
    """A hasher of no strength, because these tests make many accounts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
