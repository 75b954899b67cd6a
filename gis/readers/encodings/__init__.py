"""In which encoding text is, and how it is read."""
