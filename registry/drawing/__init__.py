"""Drawing: what the map's editor is given, and how its changes are judged and written."""
