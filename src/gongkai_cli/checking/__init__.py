"""The gate's rules: a case and a change in, findings out. Pure: no disk, git, screen or clock."""
