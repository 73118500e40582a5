"""Last year's prescriptions re-read against the table: files, mapping of their columns, report (docs/bulk.md)."""
