"""Book + records + a day → what each unit owes and how it stands. Pure."""
