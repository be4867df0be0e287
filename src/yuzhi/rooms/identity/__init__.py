"""The room where a city officer decides which names are one party, and takes a decision back."""
