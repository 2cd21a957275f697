"""One module per report: what it says, in which order, in which words."""
