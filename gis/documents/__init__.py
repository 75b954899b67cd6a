"""Papers and photos from strangers: told by their content, not by their name."""
