"""The deployment's settings over a data folder of this test run's own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="yuzhi-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["YUZHI_HOME"] = str(_home)
(_home / "static").mkdir()

from yuzhi.site.settings import *  # noqa: E402, F403

SECOND_FACTOR = False      # its own story asks for it; the others are about something else
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]     # tests sign in a lot; strength is not their point
