"""Reports → pages → formats: what people and programs see. Decides nothing about tasks or days."""
