"""China: its offices' files, its law, its indicators."""
