"""The roof: the only clock, the only printing, the only writing, the only exit codes."""
