"""The 任务分解表 as it is issued, for Word, Excel and the web; see `domain.issued`."""
