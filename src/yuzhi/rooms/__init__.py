"""One Django app per capability; rooms do not know each other."""
