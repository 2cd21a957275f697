"""A grid → a draft of the plan: headers by their meaning, rows into tasks, every doubt noted."""
