"""What a teacher sees of a room: live, as one page, as CSV. Pseudonyms only."""
