"""What has happened to a project, what it was on any day: read from what the database keeps."""
