"""Documents that people write, as grids of text: docx, xlsx, xls, ods, html, txt."""
