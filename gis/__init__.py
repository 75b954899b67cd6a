"""Geometry and files: no models, no requests, importable without Django settings."""
