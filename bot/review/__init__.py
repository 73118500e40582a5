"""The pharmacist's review of the record: Datasette beside us, the monthly report, a case found and replayed."""
