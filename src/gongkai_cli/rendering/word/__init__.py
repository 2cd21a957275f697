"""Papers in the look of GB/T 9704-2012 as Word files; only this room knows python-docx."""
