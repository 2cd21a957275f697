"""gongkai: the 工作台账 of a government's yearly 政务公开任务分解表, kept as plain files in git."""

__version__ = "0.1.0"
