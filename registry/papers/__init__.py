"""Papers and photos: taken in whole or not at all, looked at apart, scanned, swept."""
