"""What the conversation does: tracker to case, case to rules, decision to words."""
