"""Base maps: pictures behind the map, from a service through this server or from a file."""
