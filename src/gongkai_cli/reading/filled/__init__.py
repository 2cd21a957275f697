"""Filled-in 工作台账 that units send back → what stands in them; what becomes of it is not here."""
