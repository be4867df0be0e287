"""Coverage-guided fuzzers over every reader; `make fuzz` runs each for a while."""
