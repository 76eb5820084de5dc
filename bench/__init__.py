"""How fast the engine is: CPU time and ratios, each against a peer or a limit in the same run."""
