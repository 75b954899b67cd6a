"""The demo city and the benchmark city: made up, deterministic, marked as examples."""
