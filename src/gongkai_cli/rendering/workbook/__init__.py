"""工作台账 as Excel workbooks that units fill in and send back; how they are read is not here."""
