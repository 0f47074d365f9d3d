"""Two runs or more side by side: comparisons, ablations, gates."""
