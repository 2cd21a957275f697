"""Fuzzing: each reader of a stranger's bytes against what it promises. See README.md here."""
