"""The field's own things: plan, roster, records, policy. Values that neither read nor judge."""
