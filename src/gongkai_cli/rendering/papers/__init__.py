"""Papers that an office sends out or publishes: 提醒函, 通报, 年度报告, each as a `Document`."""
