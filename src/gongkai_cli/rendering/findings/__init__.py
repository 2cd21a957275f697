"""Findings of `check` for every reader of them: a person, a git host, an editor, a dashboard."""
