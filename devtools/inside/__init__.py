"""What runs inside the ERP's Python: each module is a script, one task each."""
