"""What each number means: one resolver a field, over the parse and what the document has said so far."""
